"""A volunteer's card read at the board: who is on the list is checked in, the card the evidence."""

from dataclasses import dataclass

from sqlalchemy import select

from core import wording
from core.errors import OwnCase, RuleError
from teams.authority.act import Act
from teams.members.models import Member
from teams.members.rules.members import hold_member
from volunteer.activities.models import Shift, ShiftState
from volunteer.activities.rules.windows import Window
from volunteer.attendance.rules.attendance import Mark, mark
from volunteer.attendance.rules.attendance_cases import CARD, ShiftCalledOff, shift_kept
from volunteer.attendance.rules.on_site import MarkedMissing
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import HOLDING_PLACE, SignUp, SignUpMove, SignUpState


class OwnCard(OwnCase):
    """Nobody attests the own presence, with the own card neither."""

    message = "这是您自己的卡。自己到岗请扫现场的码，或者请另一位同事来扫。"


class CardTooEarly(RuleError):
    """Cards are read once arrivals are taken; the opening moment is in time."""

    code = "not_eligible"
    message = "还没到签到时间，%(time)s 起可以扫卡。"


class CardTooLate(RuleError):
    """Cards are read until the shift ends; equal to its end is too late."""

    code = "not_eligible"
    message = "这一场已经结束，不能再扫卡。来过的人请用签到表补录。"


@dataclass(frozen=True, slots=True)
class CardRead:
    """Whose card it was, the sign-up it belongs to (None: not on the list), if it arrived now."""

    member: Member
    sign_up: SignUp | None
    is_arrival: bool = False


def read_card(act: Act, shift_id: int, member_id: int) -> CardRead:
    """Check in the holder of a card who has a place; a card read again changes nothing.

    Who has none, or waits for one, is only told: adding is a press of its own. Raises NotFound,
    NotAllowed, OwnCard, ShiftCalledOff, CardTooEarly, CardTooLate, MarkedMissing, in that order.
    """
    shift = shift_kept(act, shift_id)
    member = hold_member(act.session, act.community.id, member_id)
    if member.person_id == act.by.person_id:
        raise OwnCard
    if shift.state is ShiftState.CANCELLED:
        raise ShiftCalledOff
    _refuse_time(act, shift)
    held = _place_of(act, shift_id, member_id)
    if held is None:
        return CardRead(member, None)
    if held.state is SignUpState.NO_SHOW:
        raise MarkedMissing
    if held.state is not SignUpState.APPROVED:
        return CardRead(member, held)
    arrived = mark(act, held.id, Mark(SignUpMove.ARRIVE, held.version, seen_by=CARD))
    return CardRead(member, arrived, is_arrival=True)


def _refuse_time(act: Act, shift: Shift) -> None:
    window = Window.of(shift, act.settings(VolunteerSettings))
    if act.now < window.opens_at:
        raise CardTooEarly(time=wording.clock_time(window.opens_at, act.community.zone))
    if not window.takes_arrivals(act.now):
        raise CardTooLate


def _place_of(act: Act, shift_id: int, member_id: int) -> SignUp | None:
    """Lock the member's last place in the shift and return it as it stands now."""
    return act.session.scalars(
        select(SignUp)
        .where(
            SignUp.community_id == act.community.id,
            SignUp.shift_id == shift_id,
            SignUp.member_id == member_id,
            SignUp.state.in_(HOLDING_PLACE),
        )
        .order_by(SignUp.id.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
