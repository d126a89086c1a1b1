"""What must hold of places, queues and sign-ups; `verify` asks, one sentence for each breach."""

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from core.declarations import Check
from volunteer.activities.models import Shift, ShiftPlaces, ShiftState
from volunteer.sign_ups.models import HOLDING_PLACE, LIVE, SignUp, SignUpState


def counters_match(session: Session) -> list[str]:
    """Places taken are the sign-ups that hold one, and waiting those in the queue."""
    held = func.sum(case((SignUp.state.in_(HOLDING_PLACE), 1), else_=0))
    queued = func.sum(case((SignUp.state == SignUpState.WAITLISTED, 1), else_=0))
    counted = (
        select(SignUp.shift_id, held.label("held"), queued.label("queued"))
        .group_by(SignUp.shift_id)
        .subquery()
    )
    rows = session.execute(
        select(
            ShiftPlaces.shift_id,
            ShiftPlaces.taken,
            ShiftPlaces.waiting,
            func.coalesce(counted.c.held, 0),
            func.coalesce(counted.c.queued, 0),
        )
        .outerjoin(counted, counted.c.shift_id == ShiftPlaces.shift_id)
        .where(
            (ShiftPlaces.taken != func.coalesce(counted.c.held, 0))
            | (ShiftPlaces.waiting != func.coalesce(counted.c.queued, 0))
        )
        .order_by(ShiftPlaces.shift_id)
    )
    return [
        f"shift {shift}: taken {taken}, {held} hold a place; waiting {waiting}, {queued} queue"
        for shift, taken, waiting, held, queued in rows
    ]


def never_oversold(session: Session) -> list[str]:
    """No shift has more places taken than it has."""
    rows = session.scalars(
        select(ShiftPlaces.shift_id)
        .where(ShiftPlaces.taken > ShiftPlaces.places)
        .order_by(ShiftPlaces.shift_id)
    )
    return [f"shift {shift} is oversold" for shift in rows]


def one_live_sign_up(session: Session) -> list[str]:
    """No member has two live sign-ups for one shift."""
    rows = session.execute(
        select(SignUp.shift_id, SignUp.member_id)
        .where(SignUp.state.in_(LIVE))
        .group_by(SignUp.shift_id, SignUp.member_id)
        .having(func.count() > 1)
    )
    return [f"member {member} is in shift {shift} twice" for shift, member in rows]


def cancelled_is_empty(session: Session) -> list[str]:
    """Nobody holds a place or waits in a cancelled shift."""
    rows = session.scalars(
        select(SignUp.id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .where(Shift.state == ShiftState.CANCELLED, SignUp.state.in_(LIVE))
        .order_by(SignUp.id)
    )
    return [f"sign-up {sign_up} is live in a cancelled shift" for sign_up in rows]


def queue_is_numbered(session: Session) -> list[str]:
    """Whoever waits has a number, no two in one shift the same."""
    rows = session.execute(
        select(SignUp.shift_id, SignUp.queue_no)
        .where(SignUp.state == SignUpState.WAITLISTED)
        .group_by(SignUp.shift_id, SignUp.queue_no)
        .having((func.count() > 1) | SignUp.queue_no.is_(None))
    )
    return [f"shift {shift}: queue number {number} is not one person's" for shift, number in rows]


CHECKS: dict[str, Check] = {
    "places_match_sign_ups": counters_match,
    "places_never_oversold": never_oversold,
    "one_live_sign_up": one_live_sign_up,
    "cancelled_shift_is_empty": cancelled_is_empty,
    "queue_is_numbered": queue_is_numbered,
}
"""What must hold of places, by name."""
