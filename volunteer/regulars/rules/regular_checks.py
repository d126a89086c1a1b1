"""What must hold of regulars and their turns; `verify` asks, one sentence for each breach."""

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from core.declarations import Check
from volunteer.regulars.models import Outcome, Regular, RegularState, RegularTurn
from volunteer.sign_ups.models import SignUp


def kept_turns_signed_up(session: Session) -> list[str]:
    """Each place that was kept is a sign-up of that member for that shift."""
    signed_up = exists().where(
        and_(SignUp.shift_id == RegularTurn.shift_id, SignUp.member_id == Regular.member_id)
    )
    rows = session.execute(
        select(RegularTurn.regular_id, RegularTurn.shift_id)
        .join(Regular, Regular.id == RegularTurn.regular_id)
        .where(RegularTurn.outcome == Outcome.KEPT, ~signed_up)
        .order_by(RegularTurn.regular_id, RegularTurn.shift_id)
    )
    return [
        f"regular {regular}: kept in shift {shift} without a sign-up" for regular, shift in rows
    ]


def active_since(session: Session) -> list[str]:
    """Whoever keeps places has a moment since when."""
    rows = session.scalars(
        select(Regular.id)
        .where(Regular.state == RegularState.ACTIVE, Regular.since_at.is_(None))
        .order_by(Regular.id)
    )
    return [f"regular {regular} stands since never" for regular in rows]


CHECKS: dict[str, Check] = {
    "kept_turns_signed_up": kept_turns_signed_up,
    "regulars_active_since": active_since,
}
"""What must hold of regulars, by name."""
