"""What is noted of a member put right at the desk, against a document and with a reason."""

from dataclasses import dataclass

from accounts.models import Person
from accounts.rules import corrections
from accounts.rules.corrections import PersonFields
from core import clock
from core.errors import RuleError
from teams.authority.act import Act
from teams.members.models import BELONGING, Member, Team
from teams.members.rules import joining
from teams.permissions import Permission


class NotChangeable(RuleError):
    """Who left, or was made nameless, is not changed any more."""

    code = "not_eligible"
    message = "这位志愿者已经退出，资料不再改。"


@dataclass(frozen=True, slots=True)
class Correction:
    """What the desk found, and by which document or why."""

    fields: PersonFields
    skills: str
    available_times: str
    reason: str
    home_team: Team | None = None
    place_id: int | None = None


def correct(act: Act, member: Member, wanted: Correction) -> list[str]:
    """Put right what is noted of a member, who is told, the trail keeps which fields and why.

    A home team the member was not in takes the member in, as far as `by` may accept for it. Raises
    NotAllowed, OwnCase, NotChangeable, the refusals of `accounts.rules.corrections`, of
    `joining.place`, in that order.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    act.by.refuse_own_case(member.person_id)
    if member.state not in BELONGING:
        raise NotChangeable
    person = act.session.get_one(Person, member.person_id)
    today = clock.local_day(act.now, member.community.zone)
    changed = corrections.correct(act, person, wanted.fields, act.by.person_id, today)
    changed += _own_words(member, wanted)
    if wanted.home_team is not None and wanted.home_team.id != member.home_team_id:
        joining.place(act, member, wanted.home_team)
        changed.append("home_team")
    act.session.flush()
    if changed:
        _tell_corrected(act, member, changed, wanted.reason)
    return changed


def _own_words(member: Member, wanted: Correction) -> list[str]:
    changed = [
        name
        for name in ("skills", "available_times", "place_id")
        if getattr(member, name) != getattr(wanted, name)
    ]
    for name in changed:
        setattr(member, name, getattr(wanted, name))
    return changed


def _tell_corrected(act: Act, member: Member, changed: list[str], reason: str) -> None:
    act.tell(
        member.person_id,
        "服务台按证件改了您的资料，点开可以看。不是您要改的，请马上告诉服务台。",
        link=f"/c/{member.community.slug}/me/data",
    )
    act.note("member_corrected", member, fields=changed, reason=reason)
