"""What the county reads of this room: points that came and went in a month, months left open."""

from sqlalchemy import Select, func, select

from core.figures import FIRST_ON, PLACES, THIS_MONTH_ON, Figure, Unit
from points.ledger.models import (
    EARNED,
    SPENT,
    EntryKind,
    Period,
    PeriodState,
    Transaction,
    WalletEntry,
)


def _moved(kinds: tuple[EntryKind, ...], sign: int) -> Select[int, int]:
    """Return the points of these kinds in the month by community, read from the indexes alone."""
    months = select(Period.id).where(Period.community_id.in_(PLACES), Period.month_on == FIRST_ON)
    return (
        select(WalletEntry.community_id, func.sum(WalletEntry.delta * sign))
        .join(
            Transaction,
            (Transaction.community_id == WalletEntry.community_id)
            & (Transaction.id == WalletEntry.transaction_id),
        )
        .where(
            WalletEntry.community_id.in_(PLACES),
            WalletEntry.period_id.in_(months),
            Transaction.period_id.in_(months),
            Transaction.kind.in_(kinds),
        )
        .group_by(WalletEntry.community_id)
    )


FIGURES = (
    Figure(
        name="earned", place=50, words="发放积分", statement=_moved(EARNED, 1), unit=Unit.POINTS
    ),
    Figure(
        name="redeemed",
        place=60,
        words="兑换积分",
        statement=_moved(SPENT, -1),
        unit=Unit.POINTS,
    ),
    Figure(
        name="open-months",
        place=90,
        words="没关的月份",
        statement=select(Period.community_id, func.count(Period.id))
        .where(
            Period.community_id.in_(PLACES),
            Period.state == PeriodState.OPEN,
            Period.month_on < THIS_MONTH_ON,
        )
        .group_by(Period.community_id),
        is_late=True,
    ),
)
