"""Who answers for a minor: noted at the desk, as a person where there is a number (domain 5.3)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import ConsentScope, Guardian, Person
from accounts.rules import consents, people
from accounts.rules.people import NewGuardian
from core import clock
from core.ages import is_minor
from core.errors import BadRequest, RuleError
from teams.authority.act import Act
from teams.members.models import Member, MemberState
from teams.members.rules import numbers
from teams.permissions import Permission


class NotMinor(RuleError):
    """Who is 18 needs no guardian."""

    code = "not_eligible"
    message = "已满 18 岁，不用监护人。"


class GuardianUnknown(BadRequest):
    """No active volunteer of this community has the guardian's number."""

    message = "监护人的编号在本社区没有，或者还没激活。没有编号就空着。"


class GuardianTooYoung(BadRequest):
    """A guardian is of age and another person than the child."""

    message = "监护人要满 18 岁，也不能是本人，请核对编号。"


class GuardianUnreachable(BadRequest):
    """A guardian is first noted with name and phone, so that consent can be asked for again."""

    message = "请填监护人的姓名和手机号，好联系核实。"


@dataclass(frozen=True, slots=True)
class GuardianFields:
    """What the desk notes of a guardian. Name and phone of None stay; `number` is a volunteer's.

    `has_agreed`: the guardian was reached and agrees to the child taking part; `wishes` is what the
    guardian agrees to beyond that.
    """

    name: str | None = None
    relation: str = "监护人"
    phone: str | None = None
    number: str | None = None
    has_agreed: bool = False
    wishes: frozenset[ConsentScope] = frozenset()


def keep(act: Act, member: Member, fields: GuardianFields) -> Guardian:
    """Note who answers for a minor and what that person agreed to; another one begins anew.

    Nobody notes the guardian of the own child (`own_case`). Raises NotAllowed, OwnCase,
    NotMinor, GuardianUnknown, OwnCase (the guardian works here), GuardianTooYoung,
    GuardianUnreachable, in that order.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    act.by.refuse_own_case(member.person_id)
    person = act.session.get_one(Person, member.person_id)
    if not is_minor(person.birth_on, clock.local_day(act.now, member.community.zone)):
        raise NotMinor
    known_id = _known(act, member, fields.number)
    guardian = _row(act.session, person, fields, known_id)
    name = fields.name or guardian.name
    if (guardian.guardian_person_id, guardian.name) != (known_id, name):
        consents.guardian_withdraws(act, guardian, act.by.person_id)
    guardian.guardian_person_id, guardian.name = known_id, name
    guardian.relation = fields.relation
    _agree(act, guardian, fields)
    act.note(
        "guardian_kept",
        member,
        agreed=fields.has_agreed,
        guardian=known_id,
        wishes=sorted(fields.wishes),
    )
    act.session.flush()
    return guardian


def _known(act: Act, member: Member, number: str | None) -> int | None:
    """Return the person behind the guardian's number, or None when none was given."""
    if not number:
        return None
    found = act.session.scalars(
        select(Member).where(
            Member.community_id == member.community_id,
            numbers.bears(member.community_id, number),
            Member.state == MemberState.ACTIVE,
        )
    ).one_or_none()
    if found is None:
        raise GuardianUnknown
    act.by.refuse_own_case(found.person_id)
    grown = act.session.get_one(Person, found.person_id)
    today = clock.local_day(act.now, member.community.zone)
    if grown.id == member.person_id or is_minor(grown.birth_on, today):
        raise GuardianTooYoung
    return grown.id


def _row(
    session: Session, person: Person, fields: GuardianFields, known_id: int | None
) -> Guardian:
    guardian = people.guardian_of(session, person.id)
    if guardian is None:
        if fields.phone is None or fields.name is None:
            raise GuardianUnreachable
        new = NewGuardian(fields.name, fields.phone, fields.relation)
        guardian = people.keep_guardian(session, person, new)
        guardian.guardian_person_id = known_id
    elif fields.phone is not None:
        people.keep_guardian_phone(guardian, fields.phone)
    return guardian


def _agree(act: Act, guardian: Guardian, fields: GuardianFields) -> None:
    if not fields.has_agreed:
        consents.guardian_withdraws(act, guardian, act.by.person_id)
        return
    consents.guardian_agrees(act, guardian, act.by.person_id)
    consents.guardian_chooses(act, guardian, fields.wishes, act.by.person_id)


def guardian_agreed(act: Act, member: Member) -> None:
    """Note that the desk reached the guardian of a minor, who agreed; nothing for who has none.

    Raises NotAllowed; OwnCase for the guardian, who does not check the own word.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    guardian = people.guardian_of(act.session, member.person_id)
    if guardian is not None:
        act.by.refuse_own_case(consents.giver_of(guardian))
        consents.guardian_agrees(act, guardian, act.by.person_id)
