"""What becomes of members: activated, paused, resumed, withdrawn; a new PIN; the row held first."""

from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from accounts.models import ConsentScope, Person
from accounts.rules import consents, own_secret, people
from core import clock, room
from core.ages import is_minor
from core.errors import NotAllowed, NotFound, RuleError
from core.told import Told
from teams.authority.act import Act
from teams.authority.models import RoleBinding
from teams.members.models import MEMBER_LIFE, SIGNS_IN_BY_PIN, Member, MemberMove
from teams.members.rules import children, joining
from teams.members.rules.children import ChildHasNoSecret
from teams.permissions import Permission


class GuardianToAgree(RuleError):
    """A minor is activated only after the guardian agreed, checked by the desk (PIPL 31)."""

    code = "not_eligible"
    message = "未满 18 岁，要先联系监护人，勾上“监护人已同意”再激活。"


class HoldsRole(RuleError):
    """Who holds a role is freed of it first, so that no community loses its last administrator."""

    code = "not_eligible"
    message = "这位志愿者还有工作岗位。请管理员先免去岗位，再来办。"


class NotActivated(RuleError):
    """A card and a PIN are given only to who was activated (contract 9)."""

    code = "not_eligible"
    message = "还没激活，或者已经退出，不发卡片和 PIN 码。请先激活。"


class NotWaiting(RuleError):
    """The member is not in the state this step begins from."""

    code = "already_done"
    message = "这位志愿者的状态刚变过，请刷新看看。"


def choose_consents(act: Act, person_id: int, ticked: set[ConsentScope], today: date) -> None:
    """Keep the optional consents a person ticked, ending the others.

    A minor may only end them: raises `consents.GuardianAnswers`.
    """
    if ticked and is_minor(act.session.get_one(Person, person_id).birth_on, today):
        raise consents.GuardianAnswers
    consents.choose(act, person_id, ticked, person_id)


def activate(act: Act, member: Member) -> None:
    """Let a pending member take part; the leaders of the wished team are told now, not before.

    Raises NotAllowed, OwnCase, GuardianToAgree, NotWaiting.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    act.by.refuse_own_case(member.person_id)
    person = act.session.get_one(Person, member.person_id)
    guardian = people.guardian_of(act.session, person.id)
    if is_minor(person.birth_on, _today(member, act.now)) and (
        guardian is None or guardian.consented_at is None
    ):
        raise GuardianToAgree
    _move(act.session, member, MemberMove.ACTIVATE, activated_at=act.now)
    act.tell(
        person.id,
        "您的登记已激活，编号是 %(number)s。现在可以报名了。",
        link=f"/c/{member.community.slug}/",
        number=member.volunteer_no,
    )
    act.note("member_activated", member)
    joining.tell_leaders(act, member)


def take_back(act: Act, member: Member) -> None:
    """Undo an activation nothing depends on yet: the member waits again, and is told.

    Raises NotAllowed, OwnCase, NotWaiting.
    """
    _refuse_unless_desk(act, member)
    _move(act.session, member, MemberMove.TAKE_BACK, activated_at=None)
    act.tell(member.person_id, "刚才的激活点错了，已经撤回。核对好再激活，会告诉您。")
    act.note("member_activation_taken_back", member)


_HELD = (
    select(Member)
    .where(Member.community_id == bindparam("the_community"), Member.id == bindparam("the_member"))
    .options(joinedload(Member.person))
    .with_for_update(of=Member, key_share=True)
    .execution_options(populate_existing=True)
)


def hold_member(session: Session, community_id: int, member_id: int) -> Member:
    """Take the member's row first, so that two tabs of one person wait for each other.

    Decision 0006. The session keeps the member with the person, so that whoever asks it for them
    again costs nothing. Raises NotFound for a member of another community.
    """
    whom = {"the_community": community_id, "the_member": member_id}
    member = session.scalars(_HELD, whom).one_or_none()
    if member is None:
        raise NotFound
    session.info["held", member.id] = member
    return member


def suspend(act: Act, member: Member, reason: str) -> list[Told]:
    """Pause a member until resumed; every room lets go of what they hold, and tells of it.

    Raises NotAllowed, OwnCase, HoldsRole, NotWaiting.
    """
    hold_member(act.session, member.community_id, member.id)
    _refuse_unless_desk(act, member)
    _refuse_holder(act.session, member)
    _move(act.session, member, MemberMove.SUSPEND)
    act.note("member_suspended", member, reason=reason)
    act.tell(member.person_id, "您的志愿者身份已暂停：%(why)s。", why=reason)
    return room.let_go(act.session, member.community_id, member.id, act.now)


def resume(act: Act, member: Member) -> None:
    """Let a paused member take part again. Raises NotAllowed, OwnCase, NotWaiting."""
    _refuse_unless_desk(act, member)
    _move(act.session, member, MemberMove.RESUME)
    act.note("member_resumed", member, reason="")
    act.tell(member.person_id, "您的志愿者身份已恢复，可以报名了。")


def withdraw(act: Act, member: Member, reason: str) -> list[Told]:
    """End a membership: by oneself, or by the desk. Hours and points stay in the books.

    Every room lets go of what they hold, and tells of it. Raises NotAllowed, HoldsRole, NotWaiting.
    """
    hold_member(act.session, member.community_id, member.id)
    if member.person_id != act.by.person_id and not act.by.may(Permission.MEMBER_REGISTER):
        raise NotAllowed
    _refuse_holder(act.session, member)
    _move(act.session, member, MemberMove.WITHDRAW, withdrawn_on=_today(member, act.now))
    act.note("member_withdrawn", member, reason=reason)
    return room.let_go(act.session, member.community_id, member.id, act.now)


def _refuse_holder(session: Session, member: Member) -> None:
    held = select(RoleBinding.id).where(
        RoleBinding.person_id == member.person_id,
        RoleBinding.community_id == member.community_id,
        RoleBinding.ended_at.is_(None),
    )
    if session.scalar(held.limit(1)) is not None:
        raise HoldsRole


def _today(member: Member, now: datetime) -> date:
    return clock.local_day(now, member.community.zone)


def _refuse_unless_desk(act: Act, member: Member) -> None:
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    act.by.refuse_own_case(member.person_id)


def _move(session: Session, member: Member, move: MemberMove, **values: object) -> None:
    if not MEMBER_LIFE.move(session, member, move, **values):
        raise NotWaiting


def give_pin(act: Act, member: Member, drawn: own_secret.DrawnPin | None = None) -> str:
    """Give a member a new PIN for the slip, one drawn before where there are many.

    Raises NotAllowed, OwnCase, NotActivated, ChildHasNoSecret, in that order.
    """
    _refuse_unless_desk(act, member)
    refuse_unless_activated(member)
    person = act.session.get_one(Person, member.person_id)
    if children.is_child_now(act, person):
        raise ChildHasNoSecret
    pin = own_secret.give_pin(act, person, act.by.person_id, drawn)
    act.note("member_pin_given", member)
    return pin


def refuse_unless_activated(member: Member) -> None:
    """Refuse card and PIN to who waits or has left. Raises NotActivated."""
    if member.state not in SIGNS_IN_BY_PIN:
        raise NotActivated
