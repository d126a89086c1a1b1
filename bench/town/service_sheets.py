"""The sheets of service: shifts, records, the notices they hung on, and honours."""

from __future__ import annotations

from bench.town.sheet import Sheet
from commendations.certificates.models import Award
from commendations.nominations.models import CommendationKind, Nomination, NominationState
from teams.notices.models import Notice, NoticeLine
from volunteer.activities.models import Activity, ActivityState, Post, RiskLevel, Shift, ShiftPlaces
from volunteer.hours.models import EvidenceGrade, MemberHours, ServiceDay, ServiceRecord
from volunteer.hours.rules import record_notices
from volunteer.settings import Rounding
from volunteer.sign_ups.models import SignUp


class ServiceSheets:
    """Service and notices."""

    def _of_service(self) -> None:
        self.activities = Sheet(
            Activity.id,
            Activity.community_id,
            Activity.type_id,
            Activity.team_id,
            Activity.leader_id,
            Activity.title,
            Activity.place,
            Activity.made_by_id,
            Activity.made_at,
            Activity.published_at,
            Activity.published_by_id,
            constant={
                Activity.risk: RiskLevel.LOW,
                Activity.risk_notice: "戴手套，注意脚下和来车。",
                Activity.min_age: 14,
                Activity.state: ActivityState.PUBLISHED,
            },
        )
        self.posts = Sheet(
            Post.id, Post.community_id, Post.activity_id, constant={Post.name: "志愿者"}
        )
        self.shifts = Sheet(
            Shift.id,
            Shift.community_id,
            Shift.activity_id,
            Shift.post_id,
            Shift.starts_at,
            Shift.ends_at,
            Shift.sign_up_opens_at,
            Shift.sign_up_closes_at,
            Shift.state,
            Shift.confirmed_at,
        )
        self.places = Sheet(
            ShiftPlaces.community_id,
            ShiftPlaces.shift_id,
            ShiftPlaces.places,
            ShiftPlaces.taken,
            constant={ShiftPlaces.is_open: True},
        )
        self.sign_ups = Sheet(
            SignUp.id,
            SignUp.community_id,
            SignUp.shift_id,
            SignUp.member_id,
            SignUp.state,
            SignUp.signed_up_at,
            SignUp.signed_up_by_id,
            SignUp.arrived_at,
            SignUp.left_at,
            SignUp.arrived_by,
            SignUp.left_by,
        )
        self.records = Sheet(
            ServiceRecord.id,
            ServiceRecord.community_id,
            ServiceRecord.member_id,
            ServiceRecord.team_id,
            ServiceRecord.shift_id,
            ServiceRecord.sign_up_id,
            ServiceRecord.title,
            ServiceRecord.place,
            ServiceRecord.type_code,
            ServiceRecord.starts_at,
            ServiceRecord.ends_at,
            ServiceRecord.served_on,
            ServiceRecord.raw_minutes,
            ServiceRecord.service_minutes,
            ServiceRecord.state,
            ServiceRecord.confirmed_by_id,
            ServiceRecord.confirmed_at,
            ServiceRecord.earn_rule_id,
            ServiceRecord.points,
            ServiceRecord.posted_at,
            ServiceRecord.planned_starts_at,
            ServiceRecord.planned_ends_at,
            ServiceRecord.arrived_at,
            ServiceRecord.left_at,
            constant={
                ServiceRecord.grade: EvidenceGrade.TIMED,
                ServiceRecord.overlap_minutes: 0,
                ServiceRecord.capped_minutes: 0,
                ServiceRecord.rounding: Rounding.FLOOR_30,
            },
        )
        self.days = Sheet(
            ServiceDay.community_id,
            ServiceDay.record_id,
            ServiceDay.on_date,
            ServiceDay.member_id,
            ServiceDay.minutes,
        )
        self.hours = Sheet(
            MemberHours.community_id,
            MemberHours.member_id,
            MemberHours.posted_minutes,
            MemberHours.services,
        )

    def _of_notices(self) -> None:
        self.notices = Sheet(
            Notice.id,
            Notice.community_id,
            Notice.kind,
            Notice.title,
            Notice.state,
            Notice.posted_on,
            Notice.posted_at,
            Notice.posted_by_id,
            Notice.first_on,
            Notice.last_on,
            Notice.ends_at,
            Notice.ended_at,
            constant={Notice.working_days: 3, Notice.body: record_notices.BODY},
        )
        self.notice_lines = Sheet(
            NoticeLine.id,
            NoticeLine.community_id,
            NoticeLine.notice_id,
            NoticeLine.member_id,
            NoticeLine.subject_id,
            NoticeLine.sentence,
            NoticeLine.values,
            NoticeLine.state,
            NoticeLine.decided_at,
        )
        self.nominations = Sheet(
            Nomination.id,
            Nomination.community_id,
            Nomination.commendation_id,
            Nomination.member_id,
            Nomination.team_id,
            Nomination.deeds,
            Nomination.proposed_by_id,
            Nomination.proposed_at,
            Nomination.decided_by_id,
            Nomination.decided_at,
            constant={Nomination.state: NominationState.CONFIRMED},
        )
        self.awards = Sheet(
            Award.id,
            Award.community_id,
            Award.nomination_id,
            Award.member_id,
            Award.title,
            Award.certificate_no,
            Award.verification_code,
            Award.issued_at,
            Award.issued_by_id,
            constant={Award.kind: CommendationKind.STAR_OF_MONTH},
        )
