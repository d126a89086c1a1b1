"""A shift that runs on: its end moved out before its minutes are confirmed (T2)."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import BadRequest, RuleError
from teams.authority.act import Act
from volunteer.activities.models import Shift, ShiftState
from volunteer.attendance.rules.attendance_cases import ShiftCalledOff, shift_kept
from volunteer.sign_ups.models import SignUp, SignUpState

LONGEST_EXTENSION = timedelta(hours=4)


class CannotShorten(BadRequest):
    """A shift is lengthened by at most four hours, never shortened, from its list page."""

    message = "只能往后延长，最多 4 小时。"


class MinutesAlreadyConfirmed(RuleError):
    """A shift whose minutes are confirmed is not lengthened any more (T2)."""

    code = "already_done"
    message = "这一场已经核过时长，不能再延长。"


class WhyMissing(BadRequest):
    """An extension is logged with its reason (T2)."""

    message = "请写一句为什么延长，至少 2 个字。"


def extend(act: Act, shift_id: int, ends_at: datetime, reason: str) -> Shift:
    """Let a shift end later, before its minutes are confirmed; the reason is logged (T2).

    Raises NotFound, NotAllowed, ShiftCalledOff,
    MinutesAlreadyConfirmed, CannotShorten, WhyMissing, in that order.
    """
    shift = shift_kept(act, shift_id)
    act.session.refresh(shift, with_for_update=True)
    if shift.state is ShiftState.CANCELLED:
        raise ShiftCalledOff
    if shift.state is ShiftState.CONFIRMED or _is_confirmed(act.session, shift):
        raise MinutesAlreadyConfirmed
    if not shift.ends_at < ends_at <= shift.ends_at + LONGEST_EXTENSION:
        raise CannotShorten
    if len(reason.strip()) < 2:
        raise WhyMissing
    was, shift.ends_at = shift.ends_at, ends_at
    act.session.flush()
    details = {"was": was.isoformat(), "ends_at": ends_at.isoformat(), "reason": reason.strip()}
    act.note("shift_extended", shift, **details)
    return shift


def _is_confirmed(session: Session, shift: Shift) -> bool:
    return (
        session.scalar(
            select(SignUp.id)
            .where(
                SignUp.community_id == shift.community_id,
                SignUp.shift_id == shift.id,
                SignUp.state == SignUpState.CONFIRMED,
            )
            .limit(1)
        )
        is not None
    )
