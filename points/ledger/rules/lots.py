"""Points with a last day: grown by awards, eaten earliest first, given back to their own day."""

from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Executable,
    Table,
    bindparam,
    case,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from core import bulk, clock
from core.upsert import upsert
from points.ledger.models import EntryKind, Lot, LotUse, Transaction
from points.ledger.rules import postings
from points.ledger.rules.postings import Cause, Posting
from points.ledger.rules.refusals import NotEnoughPoints
from points.settings import Expiry

USES = cast("Table", LotUse.__table__)
LOTS = cast("Table", Lot.__table__)


def last_day(expiry: Expiry, earned_on: date) -> date:
    """Return the last day of points earned by a service that ended on `earned_on` (T8).

    expiry: the setting; its default is the end of the next calendar year (domain 9.5).
    """
    if expiry is Expiry.END_OF_CALENDAR_YEAR:
        return date(earned_on.year, 12, 31)
    if expiry is Expiry.THREE_YEARS:
        return _same_day(earned_on, earned_on.year + 3) - timedelta(days=1)
    return date(earned_on.year + 1, 12, 31)


def _same_day(day: date, year: int) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(year, 3, 1) if is_leap_day else day.replace(year=year)


def grow(posting: Posting, expires_on: date, points: int) -> int:
    """Add `points` to the wallet's lot of that last day, made when it is new; return its id."""
    key = {
        "community_id": posting.community.id,
        "wallet_id": posting.wallet.id,
        "expires_on": expires_on,
    }
    more = {"earned": Lot.earned + points, "remaining": Lot.remaining + points}
    first = {"earned": points, "remaining": points}
    made = upsert(posting.session, Lot.id, key, first=first, again=more)
    if made is None:
        raise NotEnoughPoints(missing=points)
    postings.due_by(posting, first_moment_after(posting, expires_on))
    return made


def first_moment_after(posting: Posting, day: date) -> datetime:
    """Return when a lot whose last day is `day` has expired, on the community's own clock."""
    return clock.day_start(day + timedelta(days=1), posting.community.zone)


def _eating() -> Executable:
    order = (case((Lot.id == bindparam("first"), 0), else_=1), Lot.expires_on, Lot.id)
    before = func.sum(Lot.remaining).over(order_by=order) - Lot.remaining
    live = (
        select(Lot.id, Lot.remaining, before.label("before"))
        .where(
            Lot.community_id == bindparam("the_community"),
            Lot.wallet_id == bindparam("the_wallet"),
            Lot.remaining > 0,
            Lot.expires_on >= bindparam("since"),
        )
        .subquery()
    )
    points = bindparam("points", type_=BigInteger)
    wanted = points - live.c.before
    eaten = case((live.c.remaining < wanted, live.c.remaining), else_=wanted)
    whose = (
        bindparam("the_community", type_=BigInteger),
        bindparam("the_transaction", type_=BigInteger),
    )
    chosen = select(*whose, live.c.id, eaten).where(live.c.before < points)
    columns = ["community_id", "transaction_id", "lot_id", "amount"]
    return insert(USES).from_select(columns, chosen).returning(USES.c.id, USES.c.amount)


def _following() -> Executable:
    used = (
        select(USES.c.lot_id, func.sum(USES.c.amount).label("amount"))
        .where(
            USES.c.community_id == bindparam("the_community"),
            USES.c.transaction_id == bindparam("the_transaction"),
            USES.c.id >= bindparam("first_use"),
        )
        .group_by(USES.c.lot_id)
        .subquery()
    )
    left = LOTS.c.remaining - used.c.amount.cast(BigInteger)
    return update(LOTS).where(LOTS.c.id == used.c.lot_id).values(remaining=left)


_EAT = _eating()
_FOLLOW = _following()


def take(posting: Posting, transaction: Transaction, points: int, first: int | None = None) -> None:
    """Take `points` from the live lots in order of last day, then id (T11); lot `first` before all.

    Raises NotEnoughPoints, having taken nothing that outlives the act.
    """
    taken = _pick(posting, transaction, points, first)
    missing = points - sum(amount for _, amount in taken)
    if missing:
        raise NotEnoughPoints(missing=missing)
    _follow(posting, transaction, [use for use, _ in taken])


def take_what_is_left(
    posting: Posting, transaction: Transaction, points: int, first: int | None = None
) -> None:
    """Take up to `points`, lots past their last day among them: less when less is there."""
    taken = _pick(posting, transaction, points, first, since=date.min)
    _follow(posting, transaction, [use for use, _ in taken])


def _pick(
    posting: Posting,
    transaction: Transaction,
    points: int,
    first: int | None,
    since: date | None = None,
) -> list[tuple[int, int]]:
    """Write which lots are eaten, in one statement: a running sum over the lots in order."""
    asked = {
        "the_community": posting.community.id,
        "the_wallet": posting.wallet.id,
        "the_transaction": transaction.id,
        "first": first or 0,
        "since": since or posting.today,
        "points": points,
    }
    return [(use, eaten) for use, eaten in posting.session.execute(_EAT, asked)]


def give_back(posting: Posting, transaction: Transaction, uses: list[tuple[int, int]]) -> None:
    """Give points back to the very lots they came from: pairs of lot id and points (T13)."""
    _use(posting, transaction, [(lot_id, -points) for lot_id, points in uses])


def _use(posting: Posting, transaction: Transaction, uses: list[tuple[int, int]]) -> None:
    """Write what is used of which lots, below zero what comes back, and move the lots by it."""
    rows = [
        {
            "community_id": posting.community.id,
            "transaction_id": transaction.id,
            "lot_id": lot_id,
            "amount": amount,
        }
        for lot_id, amount in uses
    ]
    _follow(posting, transaction, bulk.insert_all(posting.session, LotUse, rows))


def _follow(posting: Posting, transaction: Transaction, uses: list[int]) -> None:
    """Let the lots follow the uses just written of them: all at once, each use once."""
    if not uses:
        return
    which = {"the_community": posting.community.id, "the_transaction": transaction.id}
    posting.session.execute(_FOLLOW, which | {"first_use": min(uses)})


def used_by(session: Session, transaction_id: int) -> list[tuple[int, int]]:
    """Return which lots a transaction took from: pairs of lot id and points, in order taken."""
    rows = session.execute(
        select(LotUse.lot_id, LotUse.amount)
        .where(LotUse.transaction_id == transaction_id)
        .order_by(LotUse.id)
    )
    return [(lot_id, amount) for lot_id, amount in rows]


def expired(posting: Posting) -> list[tuple[int, int]]:
    """Return the wallet's lots whose last day has passed with points left: id and points."""
    return _with_points(posting, Lot.expires_on < posting.today)


def left(posting: Posting) -> list[tuple[int, int]]:
    """Return the wallet's lots with points left, first what expires first: id and points."""
    return _with_points(posting)


def _with_points(posting: Posting, *also: ColumnElement[bool]) -> list[tuple[int, int]]:
    rows = posting.session.execute(
        select(Lot.id, Lot.remaining)
        .where(
            Lot.community_id == posting.community.id,
            Lot.wallet_id == posting.wallet.id,
            Lot.remaining > 0,
            *also,
        )
        .order_by(Lot.expires_on, Lot.id)
    )
    return [(lot_id, remaining) for lot_id, remaining in rows]


def expire(posting: Posting, cause: Cause, dead: list[tuple[int, int]]) -> None:
    """Let the given lots' points lapse: one transaction, one passbook line, the lots emptied."""
    points = sum(left for _, left in dead)
    if not points:
        return
    transaction = postings.record(posting, EntryKind.EXPIRE, cause)
    _use(posting, transaction, dead)
    postings.append(posting, transaction, "expired", -points)


def first_end(posting: Posting) -> datetime | None:
    """Return when the wallet's next lot ends, None when no lot has points left."""
    day = posting.session.scalar(
        select(func.min(Lot.expires_on)).where(
            Lot.community_id == posting.community.id,
            Lot.wallet_id == posting.wallet.id,
            Lot.remaining > 0,
        )
    )
    return None if day is None else first_moment_after(posting, day)


def like(posting: Posting, lot_id: int) -> int | None:
    """Return this wallet's lot of the same last day as that of another wallet, None without."""
    of_other = select(Lot.expires_on).where(Lot.id == lot_id).scalar_subquery()
    return posting.session.scalar(
        select(Lot.id).where(
            Lot.community_id == posting.community.id,
            Lot.wallet_id == posting.wallet.id,
            Lot.expires_on == of_other,
        )
    )


def hand_over(giving: Posting, taking: Posting, transaction: Transaction) -> dict[int, int]:
    """Empty the lots of one wallet into another's of the same last days; return those and points.

    The books of both are opened; nothing has passed its last day.
    """
    full = left(giving)
    _use(giving, transaction, full)
    days = dict(
        giving.session.execute(
            select(Lot.id, Lot.expires_on).where(Lot.id.in_([lot_id for lot_id, _ in full]))
        ).all()
    )
    return {grow(taking, days[lot_id], points): points for lot_id, points in full}
