"""Builders of honours: a scheme, people with hours, rounds at a stage; valid by default."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from commendations.levels.rules import levels
from commendations.nominations.models import Commendation, CommendationKind, Nomination
from commendations.nominations.rules import nominations
from commendations.nominations.rules.nominations import Plan
from commendations.rounds.rules import reviewing
from core import clock
from teams.authority.act import Act
from teams.authority.models import Role
from teams.authority.rules import Authority
from teams.members.models import Community, Member
from teams.notices.models import Notice, NoticeLine, NoticeLineState, NoticeState
from tests.builders import NOW, add, authority_of, staff
from volunteer.activities.models import (
    Activity,
    ActivityState,
    ActivityType,
    Post,
    RiskLevel,
    Shift,
    ShiftPlaces,
)
from volunteer.hours.models import (
    SERVICE_RECORDS,
    EvidenceGrade,
    MemberHours,
    RecordState,
    ServiceDay,
    ServiceRecord,
)
from volunteer.sign_ups.models import SignUp, SignUpState

CUT_OFF = date(2026, 4, 30)
APRIL = date(2026, 4, 1)
DEEDS = "每周两次陪三位独居老人说话、买药，下雪那天也没有落下，还教会他们用手机和孩子视频。" * 2
FULL_DAY = 1200
_rows = itertools.count(1)


def hours(
    session: Session, member: Member, minutes: int, on: date | None = None, **given: Any
) -> list[ServiceRecord]:
    """Records of `minutes` in all, on days of their own back from `on`, their notice ended."""
    days = select(func.count()).select_from(ServiceDay).where(ServiceDay.member_id == member.id)
    day = on or date(2026, 4, 10) - timedelta(days=session.scalar(days) or 0)
    made = []
    while minutes > 0:
        part = min(minutes, FULL_DAY)
        made.append(_a_record(session, member, part, day, **given))
        minutes, day = minutes - part, day - timedelta(days=1)
    _notice_of(session, member, made)
    return made


def _a_record(
    session: Session, member: Member, part: int, day: date, **given: Any
) -> ServiceRecord:
    state = given.pop("state", RecordState.POSTED)
    posted_at = given.pop("posted_at", clock.day_start(day + timedelta(days=4)))
    starts_at = clock.at_local(day, time(9))
    defaults: dict[str, Any] = {
        "community_id": member.community_id,
        "member_id": member.id,
        "team_id": member.home_team_id,
        "title": "清理小广告",
        "type_code": "CLEANUP",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "served_on": day,
        "raw_minutes": part,
        "service_minutes": part,
        "grade": EvidenceGrade.MAKEUP,
        "state": state,
        "confirmed_at": starts_at,
        "posted_at": posted_at if state is RecordState.POSTED else None,
    }
    record: ServiceRecord = add(session, ServiceRecord(**defaults | given))
    add(
        session,
        ServiceDay(
            community_id=record.community_id,
            record_id=record.id,
            on_date=day,
            member_id=member.id,
            minutes=part,
        ),
    )
    if state is RecordState.POSTED:
        total(session, record)
    return record


def _notice_of(session: Session, member: Member, records: list[ServiceRecord]) -> None:
    """The notice on which these records hung, ended; their lines passed."""
    if not records:
        return
    day = records[-1].served_on
    notice = add(
        session,
        Notice(
            community_id=member.community_id,
            kind=SERVICE_RECORDS,
            title="服务时长公示",
            state=NoticeState.ENDED,
            posted_on=day,
            posted_at=NOW,
            working_days=3,
            first_on=day,
            last_on=day,
            ends_at=NOW,
        ),
    )
    session.add_all(
        NoticeLine(
            community_id=member.community_id,
            notice_id=notice.id,
            member_id=member.id,
            subject_id=record.id,
            sentence="公示",
            state=NoticeLineState.PASSED,
        )
        for record in records
    )
    session.flush()


def total(session: Session, record: ServiceRecord, sign: int = 1) -> None:
    """Move the stored totals as posting (or voiding, sign −1) does."""
    key = (record.community_id, record.member_id)
    found = session.get(MemberHours, key) or add(
        session,
        MemberHours(
            community_id=key[0], member_id=key[1], posted_minutes=0, imported_minutes=0, services=0
        ),
    )
    if record.grade is EvidenceGrade.IMPORTED:
        found.imported_minutes += sign * record.service_minutes
    else:
        found.posted_minutes += sign * record.service_minutes
    found.services += 0 if record.grade is EvidenceGrade.IMPORTED else sign
    session.flush()


def void(session: Session, records: list[ServiceRecord], now: datetime = NOW) -> None:
    """Void posted records and take their minutes out of the totals."""
    for record in records:
        record.state, record.voided_at = RecordState.VOIDED, now
        total(session, record, -1)


def the_staff(session: Session, community: Community) -> dict[str, Authority]:
    """The three people of a round: who checks, who reviews, who issues."""
    levels.install(Act(session, NOW, community=community))
    return {
        "checker": staff(session, community, Role.COORDINATOR, "李梅"),
        "reviewer": staff(session, community, Role.SUPERVISOR, "周国"),
        "issuer": staff(session, community, Role.COMMUNITY_ADMIN, "陈立"),
    }


def a_round(session: Session, community: Community, by: Authority, **given: Any) -> Commendation:
    """A round of star levels that takes applications."""
    day = given.pop("day", CUT_OFF)
    now = given.pop("now", NOW)
    plan = Plan(CommendationKind.STAR_LEVEL, f"2026 年第 {next(_rows)} 批星级认定", day)
    return nominations.start(Act(session, now, by=by, community=community), plan)


def a_month(
    session: Session, community: Community, by: Authority, day: date = APRIL, now: datetime = NOW
) -> Commendation:
    """A round of stars of a month."""
    plan = Plan(CommendationKind.STAR_OF_MONTH, f"{day.year} 年 {day.month} 月月度之星", day)
    return nominations.start(Act(session, now, by=by, community=community), plan)


def applied(
    session: Session, this_round: Commendation, member: Member, rank: int = 1, now: datetime = NOW
) -> Nomination:
    """The member applies for the level of that rank."""
    scheme = levels.scheme_of(session, this_round.community_id)
    level = next(each for each in scheme if each.rank == rank)
    return nominations.apply(Act(session, now, by=authority_of(session, member)), this_round, level)


def hung(
    session: Session, this_round: Commendation, people: dict[str, Authority], now: datetime = NOW
) -> Commendation:
    """Check, review with nobody refused, and publish."""
    reviewing.check(Act(session, now, by=people["checker"]), this_round)
    reviewing.review(Act(session, now, by=people["reviewer"]), this_round, {})
    reviewing.publish(Act(session, now, by=people["issuer"]), this_round)
    return this_round


def after_notice(this_round: Commendation, session: Session) -> datetime:
    """The first moment after the notice of the round."""
    session.refresh(this_round)
    assert this_round.notice is not None
    return this_round.notice.ends_at


def a_past_sign_up(session: Session, community: Community, member: Member) -> SignUp:
    """A sign-up of a shift in April, for whatever hangs on one."""
    kind = add(
        session,
        ActivityType(
            community_id=community.id,
            code=f"T{next(_rows)}",
            name="清理",
            typical_minutes=120,
            cap_minutes=240,
            min_age=10,
            risk=RiskLevel.LOW,
        ),
    )
    activity = add(
        session,
        Activity(
            community_id=community.id,
            type_id=kind.id,
            team_id=member.home_team_id,
            leader_id=member.id,
            title="清理小广告",
            place="东门",
            risk=RiskLevel.LOW,
            risk_notice="注意车辆",
            min_age=10,
            state=ActivityState.PUBLISHED,
            made_by_id=member.person_id,
            made_at=NOW,
        ),
    )
    post = add(session, Post(community_id=community.id, activity_id=activity.id, name="队员"))
    starts_at = clock.at_local(date(2026, 4, 10), time(9))
    shift = add(
        session,
        Shift(
            community_id=community.id,
            activity_id=activity.id,
            post_id=post.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            sign_up_opens_at=starts_at - timedelta(days=7),
            sign_up_closes_at=starts_at,
        ),
    )
    add(session, ShiftPlaces(community_id=community.id, shift_id=shift.id, places=9, taken=1))
    return add(
        session,
        SignUp(
            community_id=community.id,
            shift_id=shift.id,
            member_id=member.id,
            state=SignUpState.NO_SHOW,
            signed_up_at=starts_at,
            signed_up_by_id=member.person_id,
        ),
    )
