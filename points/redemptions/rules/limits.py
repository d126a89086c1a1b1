"""What one person may take in a month, quarter or year: windows, counts, quota given back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from core import clock
from core.upsert import BuiltUpsert
from points.goods.models import LimitWindow, Product
from points.goods.rules.stock import Taking
from points.ledger.rules.postings import Posting
from points.ledger.rules.refusals import (
    LimitReached,
    MonthlyPointsReached,
    MonthlyRedemptionsReached,
    QuarterLimitReached,
    YearLimitReached,
)
from points.redemptions.models import LimitCounter, RedemptionLine
from points.settings import PointsSettings

POINTS = "points"
REDEMPTIONS = "redemptions"
REFUSALS = {
    LimitWindow.MONTH: LimitReached,
    LimitWindow.QUARTER: QuarterLimitReached,
    LimitWindow.YEAR: YearLimitReached,
}


@dataclass(frozen=True, slots=True)
class Counter:
    """One limit in one window: what it counts, since when, and the most it allows."""

    rule: str
    starts_on: date
    cap: int


def window_start(window: LimitWindow, on: date) -> date:
    """Return the first day of the calendar month, quarter or year of `on` (T21)."""
    if window is LimitWindow.YEAR:
        return date(on.year, 1, 1)
    if window is LimitWindow.QUARTER:
        return date(on.year, 3 * ((on.month - 1) // 3) + 1, 1)
    return on.replace(day=1)


def next_window(window: LimitWindow, on: date) -> date:
    """Return the first day of the window after the one of `on`."""
    start = window_start(window, on)
    months = {LimitWindow.YEAR: 12, LimitWindow.QUARTER: 3}.get(window, 1)
    for _ in range(months):
        start = clock.month_bounds(start)[1]
    return start


def counter_of(product: Product, on: date) -> Counter | None:
    """Return the counter a product's limit uses on `on`, None without a limit."""
    if product.limit_window is LimitWindow.NONE or product.limit_quantity == 0:
        return None
    rule = f"{product.limit_window}:{product.id}"
    return Counter(rule, window_start(product.limit_window, on), product.limit_quantity)


def take(posting: Posting, takings: list[Taking], total_points: int) -> None:
    """Count a redemption, its points and its pieces against the person's limits.

    Raises LimitReached or one of its kin, with what is left. Reserved items count when reserved.
    """
    values = posting.act.settings(PointsSettings)
    month_on = posting.today.replace(day=1)
    points = Counter(POINTS, month_on, values.monthly_points)
    redemptions = Counter(REDEMPTIONS, month_on, values.monthly_redemptions)
    if not _count(posting, points, total_points):
        left = points.cap - used(posting.session, posting.wallet.id, points)
        raise MonthlyPointsReached(cap=points.cap, left=left, asked=total_points)
    if not _count(posting, redemptions, 1):
        again = next_window(LimitWindow.MONTH, posting.today)
        raise MonthlyRedemptionsReached(cap=redemptions.cap, again=again.isoformat())
    for taking in takings:
        _take_product(posting, taking.line, taking.product)


def _take_product(posting: Posting, line: RedemptionLine, product: Product) -> None:
    counter = counter_of(product, posting.today)
    if counter is None:
        return
    if not _count(posting, counter, line.quantity):
        raise REFUSALS[product.limit_window](
            name=product.name,
            unit=product.unit,
            cap=counter.cap,
            left=max(0, counter.cap - used(posting.session, posting.wallet.id, counter)),
            again=next_window(product.limit_window, posting.today).isoformat(),
        )
    line.limit_rule, line.limit_starts_on = counter.rule, counter.starts_on


_MORE = LimitCounter.used + bindparam("more")
_COUNT = BuiltUpsert(
    LimitCounter.used,
    ("community_id", "wallet_id", "rule", "window_starts_on"),
    again={"used": _MORE},
    only_if=bindparam("cap") >= _MORE,
)


def _count(posting: Posting, counter: Counter, amount: int) -> bool:
    """Add `amount` unless it passes the cap; the guard stands on the first insert as well."""
    if amount > counter.cap:
        return False
    first = {
        "community_id": posting.community.id,
        "wallet_id": posting.wallet.id,
        "rule": counter.rule,
        "window_starts_on": counter.starts_on,
        "used": amount,
    }
    return _COUNT.send(posting.session, first, more=amount, cap=counter.cap) is not None


def used(session: Session, wallet_id: int, counter: Counter) -> int:
    """Return how much of a limit a wallet has used in its window."""
    found = session.scalar(
        select(LimitCounter.used).where(
            LimitCounter.wallet_id == wallet_id,
            LimitCounter.rule == counter.rule,
            LimitCounter.window_starts_on == counter.starts_on,
        )
    )
    return found or 0


def give_back(
    posting: Posting,
    reserved_on: date,
    takings: list[Taking],
    points: int,
    redemptions: int,
) -> None:
    """Give quota back: pieces by line, points and redemptions of the month it was reserved in."""
    month_on = reserved_on.replace(day=1)
    _uncount(posting, Counter(POINTS, month_on, 0), points)
    _uncount(posting, Counter(REDEMPTIONS, month_on, 0), redemptions)
    for taking in takings:
        line = taking.line
        if line.limit_rule and line.limit_starts_on is not None:
            _uncount(posting, Counter(line.limit_rule, line.limit_starts_on, 0), taking.quantity)


def _uncount(posting: Posting, counter: Counter, amount: int) -> None:
    posting.session.execute(
        update(LimitCounter)
        .where(
            LimitCounter.community_id == posting.community.id,
            LimitCounter.wallet_id == posting.wallet.id,
            LimitCounter.rule == counter.rule,
            LimitCounter.window_starts_on == counter.starts_on,
            LimitCounter.used >= amount,
        )
        .values(used=LimitCounter.used - amount)
        .execution_options(synchronize_session=False)
    )
