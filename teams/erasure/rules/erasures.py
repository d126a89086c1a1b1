"""Erasing a member (T36): asked for, taken back or refused, done by a second person for good."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from accounts.models import Guardian, Person
from accounts.rules import erasing, merging
from core import room, room_members
from core.ages import is_minor
from core.errors import AlreadyDone, BadRequest, NotAllowed, NotFound, OwnCase, RuleError
from teams.authority.act import Act
from teams.authority.models import RoleBinding
from teams.erasure.models import ERASURE_LIFE, Erasure, ErasureMove, ErasureState
from teams.members.models import BELONGING, MEMBER_LIFE, Member, MemberMove, MemberState
from teams.members.rules import members
from teams.members.rules.members import HoldsRole
from teams.permissions import Permission


class NotConfirmed(BadRequest):
    """The consequences have to be read and ticked."""

    message = "请先看清后果，勾上“我知道了”，再提交。"


class AskedBefore(AlreadyDone):
    """One request waits, or it is done."""

    message = "注销已经申请过，或者已经办好，不用再申请。"


class DecidedBefore(AlreadyDone):
    """Somebody decided it, or it was taken back."""

    message = "这个注销申请刚刚办过或撤回了，请刷新看看。"


class BelongsElsewhere(RuleError):
    """Whoever belongs to another community leaves it first, so that nobody is erased unseen."""

    code = "not_eligible"
    message = "这位志愿者还在别的社区，请先在那边办退出，再来注销。"


class AnswersForChild(RuleError):
    """A guardian of a minor member is replaced first."""

    code = "not_eligible"
    message = "还有未成年的孩子由这位志愿者监护，请先把孩子的监护人换成别人，再来注销。"


def ask(act: Act, member: Member, *, is_confirmed: bool) -> Erasure:
    """Ask that a member be erased: the member, or the desk for them.

    Raises NotAllowed, NotFound for a file that was merged, NotConfirmed, AskedBefore, HoldsRole,
    BelongsElsewhere, AnswersForChild, in that order.
    """
    if member.person_id != act.by.person_id and not act.by.may(Permission.MEMBER_REGISTER):
        raise NotAllowed
    if member.is_merged:
        raise NotFound
    if not is_confirmed:
        raise NotConfirmed
    if member.state is MemberState.ANONYMISED:
        raise AskedBefore
    _refuse_bound(act, member)
    asked = Erasure(
        community_id=member.community_id,
        member_id=member.id,
        state=ErasureState.REQUESTED,
        asked_by_id=act.by.person_id,
        asked_at=act.now,
    )
    try:
        with act.session.begin_nested():
            act.session.add(asked)
            act.session.flush()
    except IntegrityError as raced:
        raise AskedBefore from raced
    act.note("erasure_asked", asked, member=member.id)
    return asked


def _refuse_bound(act: Act, member: Member) -> None:
    """Refuse what others rest on. Raises HoldsRole, BelongsElsewhere, AnswersForChild."""
    held = select(RoleBinding.id).where(
        RoleBinding.person_id == member.person_id, RoleBinding.ended_at.is_(None)
    )
    if act.session.scalar(held.limit(1)) is not None:
        raise HoldsRole
    elsewhere = select(Member.id).where(
        Member.person_id == member.person_id,
        Member.community_id != member.community_id,
        Member.state.in_(BELONGING),
    )
    if act.session.scalar(elsewhere.limit(1)) is not None:
        raise BelongsElsewhere
    if any(is_minor(born, act.today) for born in _wards(act.session, member.person_id)):
        raise AnswersForChild


def _wards(session: Session, person_id: int) -> list[date | None]:
    """Return the birthdays of those who still belong somewhere and whose guardian this is."""
    asked = (
        select(Person.birth_on)
        .join(Guardian, Guardian.person_id == Person.id)
        .join(Member, Member.person_id == Person.id)
        .where(Guardian.guardian_person_id == person_id, Member.state.in_(BELONGING))
    )
    return list(session.scalars(asked))


def take_back(act: Act, asked: Erasure) -> None:
    """Take a request back before it is decided: the member, or the desk.

    Raises NotAllowed, DecidedBefore.
    """
    member = act.session.get_one(Member, asked.member_id)
    if member.person_id != act.by.person_id and not act.by.may(Permission.MEMBER_REGISTER):
        raise NotAllowed
    _move(act, asked, ErasureMove.TAKE_BACK)
    act.note("erasure_taken_back", asked, member=asked.member_id)


def refuse(act: Act, asked: Erasure, reason: str) -> None:
    """Refuse a request with a reason, which the member is told.

    Raises NotAllowed, OwnCase, DecidedBefore.
    """
    member = _deciding(act, asked)
    _move(act, asked, ErasureMove.REFUSE, decided_by_id=act.by.person_id, answer=reason[:120])
    act.tell(member.person_id, "您申请的注销这次没有办：%(why)s。", why=reason)
    act.note("erasure_refused", asked, member=asked.member_id)


def erase(act: Act, asked: Erasure) -> None:
    """Erase a member for good: every room lets go and blanks, then the person is shredded.

    So is whatever was merged into their file.

    The books stay, under the number of the row alone. Raises NotAllowed, OwnCase, HoldsRole,
    BelongsElsewhere, AnswersForChild, DecidedBefore, and what a room has to settle first.
    """
    member = _deciding(act, asked)
    members.hold_member(act.session, member.community_id, member.id)
    _refuse_bound(act, member)
    _move(act, asked, ErasureMove.DO, decided_by_id=act.by.person_id)
    person = act.session.get_one(Person, member.person_id)
    for row in (*merging.once(act.session, person), person):
        _erase_person(act, row)
    act.note("member_erased", asked, member=asked.member_id)


def _erase_person(act: Act, person: Person) -> None:
    for each in _memberships(act.session, person.id):
        if each.state in BELONGING:
            room.let_go(act.session, each.community_id, each.id, act.now)
        room_members.erase(act.session, each.community_id, each.id, act.now)
        MEMBER_LIFE.move(act.session, each, MemberMove.ERASE, **BLANK)
    erasing.shred(act, person)


BLANK: dict[str, object] = {
    "skills": "",
    "available_times": "",
    "remarks": "",
    "place_id": None,
    "contacts_sealed": None,
    "row_key": None,
}
"""What a membership keeps nothing of."""


def _memberships(session: Session, person_id: int) -> list[Member]:
    asked = select(Member).where(Member.person_id == person_id).order_by(Member.id)
    return list(session.scalars(asked))


def _deciding(act: Act, asked: Erasure) -> Member:
    """Return the member a second person decides about. Raises NotAllowed, OwnCase."""
    act.by.refuse_unless(Permission.MEMBER_ERASE)
    member = act.session.get_one(Member, asked.member_id)
    act.by.refuse_own_case(member.person_id)
    if asked.asked_by_id == act.by.person_id:
        raise OwnCase
    return member


def _move(act: Act, asked: Erasure, move: ErasureMove, **values: object) -> None:
    if not ERASURE_LIFE.move(act.session, asked, move, decided_at=act.now, **values):
        raise DecidedBefore
