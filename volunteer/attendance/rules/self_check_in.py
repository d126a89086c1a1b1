"""Coming and going by oneself: the code at the place scanned, or six digits heard and typed."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, select

from accounts.rules import throttle
from accounts.rules.throttle import Counter, Limit
from core import keyring, wording
from core.errors import RuleError, TooManyTries
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Member
from teams.members.rules.members import hold_member
from volunteer.activities.models import Activity, Shift
from volunteer.attendance.rules import attendance_steps as steps
from volunteer.attendance.rules import check_in
from volunteer.attendance.rules.attendance_cases import Case, case_of, refuse_soon
from volunteer.attendance.rules.attendance_moves import move_on
from volunteer.attendance.rules.check_in import Direction
from volunteer.sign_ups.models import HOLDING_PLACE, LEFT, SignUp, SignUpMove, SignUpState

SPOKEN = Limit(5, timedelta(minutes=5))
STILL_AT = "在《%(title)s》还没有签退"

_OF_MEMBER = (
    SignUp.community_id == bindparam("the_community"),
    SignUp.member_id == bindparam("the_member"),
)
_OWN = (
    select(SignUp, Shift)
    .join(Shift, Shift.id == SignUp.shift_id)
    .where(
        *_OF_MEMBER,
        SignUp.shift_id == bindparam("the_shift"),
        SignUp.state.in_(HOLDING_PLACE),
    )
    .order_by(SignUp.id.desc())
    .limit(1)
    .with_for_update(of=SignUp)
    .execution_options(populate_existing=True)
)
_ELSEWHERE = (
    select(Activity.title)
    .join(Shift, Shift.activity_id == Activity.id)
    .join(SignUp, SignUp.shift_id == Shift.id)
    .where(
        *_OF_MEMBER,
        SignUp.state == SignUpState.CHECKED_IN,
        SignUp.id != bindparam("this_one"),
        Shift.starts_at < bindparam("ends"),
        Shift.ends_at > bindparam("begins"),
    )
    .limit(1)
)


class NotOnList(RuleError):
    """Nobody has a place in this shift under this name; the leader may still add the person."""

    code = "not_eligible"
    is_audited = True
    message = "名单上没有您。想参加这一场，请找带队人现场登记。"


class CheckInNotOpen(RuleError):
    """Checking in opens some minutes before the start; the opening moment is in time."""

    code = "not_eligible"
    message = "还没到签到时间，%(time)s 起可以签。"


class ShiftOver(RuleError):
    """The shift has ended; equal to its end is too late to arrive."""

    code = "not_eligible"
    message = "这一场已经结束，签不了到。您来过的话，请带队人补记。"


class CheckOutClosed(RuleError):
    """Leaving can be noted up to and including some minutes after the end."""

    code = "not_eligible"
    message = "签退已经截止。不要紧，带队人核对时会补上，不会白干。"


class NotArrived(RuleError):
    """Who never arrived cannot leave."""

    code = "not_eligible"
    message = "您还没有签到。如果一直在这里，请带队人补记到岗时间。"


class DigitsWrong(RuleError):
    """The six digits are not those of this half minute."""

    code = "code_expired"
    message = "数字不对，或者已经换了。请看带队人手机上现在的 6 位数字。"


@dataclass(frozen=True, slots=True)
class Scan:
    """A token as scanned at a place, for coming or for going; `is_sure` to go at once."""

    shift_id: int
    direction: Direction
    token: str
    is_sure: bool = False


def scan(act: Act, scanned: Scan, member: Member) -> SignUp:
    """Note that `member` came or went, by the code of the place and the server's time.

    A second scan changes nothing and is no refusal. Raises CodeUnreadable, WrongShift, CodeExpired,
    WrongCodeType, NotOnList, ShiftCalledOff, then for coming CheckInNotOpen, ShiftOver, NotNow, for
    going NotArrived, CheckOutClosed, LeavingSoon, in that order.
    """
    place = check_in.Place(act.community.id, scanned.shift_id)
    found = check_in.read(scanned.token, place, act.now, keyring.sealer())
    check_in.refuse_other_direction(found, scanned.direction)
    return _come_or_go(act, scanned, member, "qr")


def say(act: Act, spoken: Scan, member: Member) -> SignUp | None:
    """Do what `scan` does for six digits in `token`; None when they are wrong, which counts.

    Returning instead of raising lets the count of tries be kept. Raises TooManyTries on the sixth
    wrong try within five minutes.
    """
    hold_member(act.session, act.community.id, member.id)
    tries = _tries(member.id, spoken.shift_id)
    wait = throttle.wait_of(act, tries)
    if wait is not None:
        raise TooManyTries(wait.seconds(act.now))
    place = check_in.Place(act.community.id, spoken.shift_id)
    if not check_in.is_spoken(spoken.token, place, act.now, keyring.sealer()):
        throttle.note_failure(act, tries)
        return None
    return _come_or_go(act, spoken, member, "spoken")


def _come_or_go(act: Act, asked: Scan, member: Member, how: str) -> SignUp:
    case = case_of(act, *_own_sign_up(act, asked.shift_id, member.id))
    sign_up = case.sign_up
    was = sign_up.state
    if asked.direction is Direction.IN:
        _arrive(case, how)
    else:
        _leave(case, how, is_sure=asked.is_sure)
    if sign_up.state is not was:
        event = "checked_in" if asked.direction is Direction.IN else "checked_out"
        act.made_by(member.person_id).note(event, sign_up, how=how)
    return sign_up


def _arrive(case: Case, how: str) -> None:
    sign_up = case.sign_up
    if sign_up.state is SignUpState.CHECKED_IN:
        return
    if case.act.now < case.window.opens_at:
        raise CheckInNotOpen(time=wording.clock_time(case.window.opens_at, case.act.community.zone))
    if not case.window.takes_arrivals(case.act.now):
        raise ShiftOver
    arrived_at, arrived_by = steps.kept_arrival(sign_up) or (case.act.now, how)
    move_on(
        case.act.session,
        sign_up,
        SignUpMove.ARRIVE,
        earlier=steps.remembered(sign_up),
        arrived_at=arrived_at,
        arrived_by=arrived_by,
        attendance_note=_still_elsewhere(case),
    )


def _leave(case: Case, how: str, *, is_sure: bool) -> None:
    sign_up = case.sign_up
    if sign_up.state in LEFT:
        return
    if sign_up.state is SignUpState.APPROVED:
        raise NotArrived
    if not case.window.takes_departures(case.act.now):
        raise CheckOutClosed
    if not is_sure:
        refuse_soon(case)
    left = {"left_at": case.act.now, "left_by": how, "earlier": steps.remembered(sign_up)}
    move_on(case.act.session, sign_up, SignUpMove.LEAVE, **left)


def _still_elsewhere(case: Case) -> str:
    """Say for the leader that this person is checked in at an overlapping shift, or nothing."""
    here = {
        "the_community": case.act.community.id,
        "the_member": case.sign_up.member_id,
        "this_one": case.sign_up.id,
        "begins": case.shift.starts_at,
        "ends": case.shift.ends_at,
    }
    title = case.act.session.scalar(_ELSEWHERE, here)
    return STILL_AT % {"title": title} if title else ""


def _own_sign_up(act: Act, shift_id: int, member_id: int) -> tuple[SignUp, Shift]:
    """Lock the member's last place in the shift. Raises NotFound, NotOnList."""
    whose = {
        "the_community": act.community.id,
        "the_shift": shift_id,
        "the_member": member_id,
    }
    found = act.session.execute(_OWN, whose).one_or_none()
    if found is None:
        row_in(act.session, Shift, act.community.id, shift_id)
        raise NotOnList
    return found


def _tries(member_id: int, shift_id: int) -> Counter:
    """Return the count of wrong digits of one member at one shift."""
    return throttle.counter("spoken", f"{member_id}:{shift_id}", SPOKEN)
