"""A member's facts put right at the desk, against a document and with a reason."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules import corrections, inbox
from accounts.rules.corrections import Facts
from core import clock
from core.errors import RuleError
from core.permissions import Permission
from teams.authority.rules import Authority
from teams.members.models import Member, MemberState, Team
from teams.members.rules import joining, members


class NotChangeable(RuleError):
    """Who left, or was made nameless, is not changed any more."""

    code = "not_eligible"
    message = "这位志愿者已经退出，资料不再改。"


@dataclass(frozen=True, slots=True)
class Correction:
    """What the desk found, and by which document or why."""

    facts: Facts
    skills: str
    available_times: str
    reason: str
    home_team: Team | None = None


def correct(
    session: Session, member: Member, wanted: Correction, by: Authority, now: datetime
) -> list[str]:
    """Put a member's facts right; the member is told, the trail keeps which fields and why.

    A home team the member was not in takes him in, as far as `by` may accept for it. Raises
    NotAllowed, OwnCase, NotChangeable, the refusals of `accounts.rules.corrections`, of
    `joining.place`, in that order.
    """
    by.refuse_unless(Permission.MEMBER_REGISTER)
    by.refuse_own_case(member.person_id)
    if member.state in {MemberState.WITHDRAWN, MemberState.ANONYMISED}:
        raise NotChangeable
    person = session.get_one(Person, member.person_id)
    today = clock.local_day(now, member.community.zone)
    changed = corrections.correct(session, person, wanted.facts, by.person_id, today, now)
    changed += _own_words(member, wanted)
    if wanted.home_team is not None and wanted.home_team.id != member.home_team_id:
        joining.place(session, member, wanted.home_team, by, now)
        changed.append("home_team")
    session.flush()
    if changed:
        _tell(session, member, changed, wanted.reason, by, now)
    return changed


def _own_words(member: Member, wanted: Correction) -> list[str]:
    changed = [
        name
        for name in ("skills", "available_times")
        if getattr(member, name) != getattr(wanted, name)
    ]
    for name in changed:
        setattr(member, name, getattr(wanted, name))
    return changed


def _tell(
    session: Session, member: Member, changed: list[str], reason: str, by: Authority, now: datetime
) -> None:
    inbox.tell(
        session,
        member.person_id,
        "服务台按证件改了您的资料，点开可以看。不是您要改的，请马上告诉服务台。",
        now,
        link=f"/c/{member.community.slug}/me/data",
    )
    members.note(
        session, "member_corrected", member, by.person_id, now, fields=changed, reason=reason
    )
