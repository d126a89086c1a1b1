"""What one person may take in a month, quarter or year: windows, counts, quota given back."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import BigInteger, ColumnElement, bindparam, case, select, update
from sqlalchemy.orm import Session

from core import clock
from core.errors import RuleError
from core.upsert import BuiltUpsert, coming
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
from points.redemptions.models import LimitCounter
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


@dataclass(frozen=True, slots=True)
class Counting:
    """What a redemption adds to one counter; `taking` where it is of one product."""

    counter: Counter
    amount: int
    taking: Taking | None = None


def take(posting: Posting, takings: list[Taking], total_points: int) -> None:
    """Count a redemption, its points and its pieces against the person's limits, all at once.

    Raises LimitReached or one of its kin, with what is left: the points of the month first, then
    its redemptions, then product by product. Reserved items count when reserved.
    """
    values = posting.act.settings(PointsSettings)
    month_on = posting.today.replace(day=1)
    asked = [
        Counting(Counter(POINTS, month_on, values.monthly_points), total_points),
        Counting(Counter(REDEMPTIONS, month_on, values.monthly_redemptions), 1),
    ]
    for taking in takings:
        counter = counter_of(taking.product, posting.today)
        if counter is not None:
            asked.append(Counting(counter, taking.quantity, taking))
    counted = _count(posting, asked)
    for each in asked:
        if each.counter.rule not in counted:
            raise _reached(posting, each)


def _reached(posting: Posting, refused: Counting) -> RuleError:
    counter, taking = refused.counter, refused.taking
    left = counter.cap - used(posting.session, posting.wallet.id, counter)
    if taking is not None:
        product = taking.product
        return REFUSALS[product.limit_window](
            name=product.name,
            unit=product.unit,
            cap=counter.cap,
            left=max(0, left),
            again=next_window(product.limit_window, posting.today).isoformat(),
        )
    if counter.rule == POINTS:
        return MonthlyPointsReached(cap=counter.cap, left=left, asked=refused.amount)
    again = next_window(LimitWindow.MONTH, posting.today)
    return MonthlyRedemptionsReached(cap=counter.cap, again=again.isoformat())


_KEY = ("community_id", "wallet_id", "rule", "window_starts_on")
_COMING = coming(LimitCounter)
_MORE = LimitCounter.used + _COMING.c.used


@cache
def _counting(rows: int) -> BuiltUpsert[str]:
    """Return what counts so many rows at once, each unless it passes the cap of its rule."""
    caps: list[tuple[ColumnElement[bool], ColumnElement[int]]] = [
        (_COMING.c.rule == bindparam(f"rule_{n}"), bindparam(f"cap_{n}", type_=BigInteger))
        for n in range(rows)
    ]
    return BuiltUpsert(
        LimitCounter.rule,
        (*_KEY, "used"),
        _KEY,
        again={"used": _MORE},
        only_if=case(*caps, else_=0) >= _MORE,
        rows=rows,
    )


def _count(posting: Posting, asked: list[Counting]) -> set[str]:
    """Add to each counter unless that passes its cap; return the rules of those that moved.

    The guard stands on the first insert as well.
    """
    fits = [each for each in asked if each.amount <= each.counter.cap]
    if not fits:
        return set()
    rows = [
        {
            "community_id": posting.community.id,
            "wallet_id": posting.wallet.id,
            "rule": each.counter.rule,
            "window_starts_on": each.counter.starts_on,
            "used": each.amount,
        }
        for each in fits
    ]
    rules = {f"rule_{number}": each.counter.rule for number, each in enumerate(fits)}
    caps = {f"cap_{number}": each.counter.cap for number, each in enumerate(fits)}
    return _counting(len(fits)).send(posting.session, rows, **rules, **caps)


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
