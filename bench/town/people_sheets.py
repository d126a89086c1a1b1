"""The sheets of people: who they are, where they belong, what is told to them and of them."""

from __future__ import annotations

from accounts.models import (
    AuditEvent,
    Consent,
    LoginSession,
    Notification,
    Person,
    RequestKey,
    VolunteerNumber,
)
from accounts.rules.notice_versions import VERSIONS
from bench.town.sheet import Sheet
from teams.authority.models import RoleBinding
from teams.members.models import Member, MemberState, TeamMember, TeamMemberState


class PeopleSheets:
    """People and belonging."""

    def _of_people(self) -> None:
        self.people = Sheet(
            Person.id,
            Person.name,
            Person.name_keys,
            Person.sex,
            Person.birth_on,
            Person.phone_sealed,
            Person.phone_index,
            Person.phone_tail,
            Person.password_hash,
            Person.pin_hash,
            Person.registered_at,
            constant={Person.notice_asked: VERSIONS[-1].name},
        )
        self.volunteer_numbers = Sheet(VolunteerNumber.number, VolunteerNumber.person_id)
        self.members = Sheet(
            Member.id,
            Member.community_id,
            Member.person_id,
            Member.volunteer_no,
            Member.home_team_id,
            Member.joined_on,
            Member.activated_at,
            constant={Member.state: MemberState.ACTIVE},
        )
        self.team_members = Sheet(
            TeamMember.id,
            TeamMember.community_id,
            TeamMember.team_id,
            TeamMember.member_id,
            TeamMember.asked_at,
            TeamMember.decided_at,
            constant={TeamMember.state: TeamMemberState.ACCEPTED},
        )
        self.consents = Sheet(
            Consent.id,
            Consent.person_id,
            Consent.scope,
            Consent.given_at,
            Consent.given_by_id,
            constant={Consent.text_version: VERSIONS[-1].name},
        )
        self.roles = Sheet(
            RoleBinding.id,
            RoleBinding.person_id,
            RoleBinding.role,
            RoleBinding.community_id,
            RoleBinding.team_id,
            RoleBinding.granted_at,
        )
        self.sessions = Sheet(
            LoginSession.id,
            LoginSession.token_hash,
            LoginSession.person_id,
            LoginSession.is_staff,
            LoginSession.made_at,
            LoginSession.seen_at,
            LoginSession.expires_at,
            constant={LoginSession.device: "bench"},
        )
        self.messages = Sheet(
            Notification.id,
            Notification.person_id,
            Notification.sentence,
            Notification.values,
            Notification.link,
            Notification.made_at,
            Notification.read_at,
        )
        self.keys = Sheet(
            RequestKey.id,
            RequestKey.client,
            RequestKey.key,
            RequestKey.body_hash,
            RequestKey.made_at,
        )
        self.trail = Sheet(
            AuditEvent.id,
            AuditEvent.community_id,
            AuditEvent.actor_id,
            AuditEvent.event,
            AuditEvent.object_kind,
            AuditEvent.object_id,
            AuditEvent.details,
            AuditEvent.recorded_at,
        )
