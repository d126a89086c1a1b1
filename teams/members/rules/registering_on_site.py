"""Somebody nobody knows yet, met where an activity runs: kept at once, accepted by the desk later.

Insurance follows the list (domain decision 8), so that registering must not wait for a desk that is
elsewhere. Who leads a team notes name, birthday and phone; the desk completes and activates.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules import people
from accounts.rules.people import AlreadyRegistered, BirthdayAhead, NewPerson
from core import name_keys
from core.ages import is_child, is_minor, may_be_born
from core.errors import RuleError
from core.masking import name_for_staff
from teams.authority.act import Act
from teams.members.models import BELONGING, Member, MemberWord, WordKind
from teams.members.rules import registering
from teams.members.rules.registering import ConsentMissing, Registration
from teams.permissions import Permission


class ChildAtThePlace(RuleError):
    """A child under 14 is registered at the desk, with the guardian (T26)."""

    code = "not_eligible"
    message = "不满 14 岁，不能在现场登记。请监护人带着到社区服务台登记。"


class MinorAtThePlace(RuleError):
    """Who is under 18 needs a guardian's consent, which the desk checks (PIPL 31)."""

    code = "not_eligible"
    message = "未满 18 岁，要监护人同意才能登记。请到社区服务台，工作人员联系监护人。"


class PhoneOfAnother(RuleError):
    """The phone is kept with another name or birthday; whose it is, is not told."""

    code = "not_eligible"
    message = "这个手机号以前登记过，姓名或出生日期对不上。请核对；还不对就先不填手机号。"


class SamePersonPerhaps(RuleError):
    """Somebody here has the name and the birthday: the leader says whether it is the same one."""

    code = "already_done"
    message = "已经有一位志愿者同名、同一天生日：%(name)s，尾号 %(tail)s。"

    def __init__(self, member: Member) -> None:
        who = {"name": name_for_staff(member.person.name), "tail": member.volunteer_no[-4:]}
        super().__init__(**who)
        self.number = member.volunteer_no


@dataclass(frozen=True, slots=True)
class Stranger:
    """What somebody says at the place, who was told what is kept and agreed.

    `is_another`: not the one of the same name and birthday who is a member already.
    """

    name: str
    birth_on: date
    phone: str | None = None
    agrees_to_record: bool = False
    is_another: bool = False


class Met(NamedTuple):
    """The member somebody at the place turned out to be, or became: `is_new` then."""

    member: Member
    is_new: bool


def meet(act: Act, stranger: Stranger, team_id: int) -> Met:
    """Return who somebody at the place is: a member of the same phone, else newly PENDING.

    Whoever leads the team `team_id`, which needs hands, does so; known from another community they
    join this one. Raises NotAllowed, BirthdayAhead, ChildAtThePlace, MinorAtThePlace,
    ConsentMissing, PhoneOfAnother, SamePersonPerhaps, in that order.
    """
    act.by.refuse_unless(Permission.RECRUIT_OPEN, team_id)
    _refuse_age(stranger, act.today)
    if not stranger.agrees_to_record:
        raise ConsentMissing
    known = _known(act.session, stranger)
    if known is None:
        _refuse_namesake(act, stranger)
        known = _kept(act, stranger)
    held = select(Member).where(
        Member.community_id == act.community.id, Member.person_id == known.id
    )
    member = act.session.scalars(held).one_or_none()
    if member is not None:
        return Met(member, is_new=False)
    made = registering.enrol(act, known, _registration(stranger), act.by.person_id)
    return Met(made, is_new=True)


def _refuse_age(stranger: Stranger, today: date) -> None:
    if not may_be_born(stranger.birth_on, today):
        raise BirthdayAhead
    if is_child(stranger.birth_on, today):
        raise ChildAtThePlace
    if is_minor(stranger.birth_on, today):
        raise MinorAtThePlace


def _known(session: Session, stranger: Stranger) -> Person | None:
    """Return who has the phone, wherever. Raises PhoneOfAnother."""
    found = people.known(session, stranger.phone, None)
    if not found:
        return None
    if (found[0].name, found[0].birth_on) != (stranger.name, stranger.birth_on):
        raise PhoneOfAnother
    return found[0]


def _refuse_namesake(act: Act, stranger: Stranger) -> None:
    if stranger.is_another:
        return
    named_alike = select(MemberWord.member_id).where(
        MemberWord.community_id == act.community.id,
        MemberWord.kind == WordKind.SIGN,
        MemberWord.word == name_keys.signs_of(stranger.name)[-1:],
    )
    namesake = (
        select(Member)
        .join(Person, Person.id == Member.person_id)
        .where(
            Member.id.in_(named_alike),
            Member.state.in_(BELONGING),
            Person.name == stranger.name,
            Person.birth_on == stranger.birth_on,
        )
        .order_by(Member.id)
        .limit(1)
    )
    member = act.session.scalars(namesake).first()
    if member is not None:
        raise SamePersonPerhaps(member)


def _kept(act: Act, stranger: Stranger) -> Person:
    """Keep a new person; of two who note the same phone at one moment the second finds them."""
    try:
        return people.register(act, _registration(stranger).person, act.today)
    except AlreadyRegistered:
        raced = _known(act.session, stranger)
        if raced is None:
            raise
        return raced


def _registration(stranger: Stranger) -> Registration:
    return Registration(NewPerson(stranger.name, stranger.birth_on, phone=stranger.phone))
