"""One act in the books: month and wallet opened under lock, lines appended and chained, dues."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import NamedTuple, cast

from sqlalchemy import ColumnElement, Table, bindparam, func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.dml import ReturningUpdate

from core.errors import Stale
from core.upsert import insert_new
from points.ledger.models import (
    MAY_OWE,
    EntryKind,
    Period,
    PeriodState,
    Transaction,
    Wallet,
    WalletEntry,
    WalletState,
)
from points.ledger.rules import periods, wallets
from points.ledger.rules.refusals import AlreadyCredited, AmountOutOfRange, PeriodClosed
from teams.authority.act import Act
from teams.authority.kept_settings import Version
from teams.members.models import Community

MOST_POINTS = 1_000_000
WALLETS = cast("Table", Wallet.__table__)
ENTRIES = cast("Table", WalletEntry.__table__)
_LINE = insert(ENTRIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why something is written: the row that caused it, in words, and who did it."""

    source_kind: str
    source_id: int
    actor_id: int | None = None
    approver_id: int | None = None
    shop_id: int | None = None
    reason: str = ""


class LineFacts(NamedTuple):
    """What the hash of a line covers beside the hash before it: ids and amounts, no names."""

    community_id: int
    wallet_id: int
    seq: int
    transaction_id: int
    contra: str
    delta: int
    balance_after: int
    recorded_at: datetime
    kind: EntryKind
    source_kind: str
    source_id: int
    business_on: date


@dataclass(frozen=True, slots=True)
class Books:
    """A community's books opened for one act there, at its month."""

    act: Act
    period: Period

    @property
    def session(self) -> Session:
        """The session of the act."""
        return self.act.session

    @property
    def community(self) -> Community:
        """Whose books they are."""
        return self.act.community

    @property
    def now(self) -> datetime:
        """The moment of the act."""
        return self.act.now

    @property
    def today(self) -> date:
        """The community's local day of the act."""
        return self.act.today


@dataclass(frozen=True, slots=True)
class Posting(Books):
    """Books opened on one wallet, which is locked."""

    wallet: Wallet


def open_posting(act: Act, community_id: int, member_id: int) -> Posting:
    """Open the month and lock the member's wallet, at once; each is opened on first use.

    Raises PeriodClosed.
    """
    here = act.within(community_id)
    month_on = here.today.replace(day=1)
    whose = {"the_community": community_id, "the_month": month_on, "the_owner": member_id}
    opening = wallets.OPENED if here.knows_settings() else wallets.OPENED_WITH_SETTINGS
    rows = act.session.execute(opening, whose).all()
    if rows:
        if opening is wallets.OPENED_WITH_SETTINGS:
            here.know_settings([Version(*row[2:]) for row in rows if row.name is not None])
        return Posting(here, _not_locked(rows[0].Period), rows[0].Wallet)
    period = _not_locked(periods.period_of(act.session, community_id, month_on))
    opened = wallets.wallet_of(act.session, community_id, member_id)
    return Posting(here, period, wallets.locked_wallet(act.session, opened.id))


def open_books(act: Act, community_id: int) -> Books:
    """Open the month for an act that moves goods alone. Raises PeriodClosed."""
    here = act.within(community_id)
    month_on = here.today.replace(day=1)
    return Books(here, _not_locked(periods.period_of(act.session, community_id, month_on)))


def _not_locked(period: Period) -> Period:
    """Return the month. Raises PeriodClosed once it is locked."""
    if period.state is PeriodState.LOCKED:
        raise PeriodClosed(month=f"{period.month_on:%Y-%m}")
    return period


def record(books: Books, kind: EntryKind, cause: Cause, **columns: object) -> Transaction:
    """Write why: one transaction row. `columns` are further columns of the transaction.

    What comes back says what was written; the session does not watch it.
    Raises AlreadyCredited when this source was written before, or its act reversed before.
    """
    row = {
        "community_id": books.community.id,
        "kind": kind,
        "source_kind": cause.source_kind,
        "source_id": cause.source_id,
        "actor_id": cause.actor_id,
        "approver_id": cause.approver_id,
        "shop_id": cause.shop_id,
        "reason": cause.reason,
        "period_id": books.period.id,
        "business_on": books.today,
        "recorded_at": books.now,
        "is_once": True,
    } | columns
    made = insert_new(books.session, Transaction.id, row)
    if made is None:
        raise AlreadyCredited
    return Transaction(id=made, **row)


def append(
    posting: Posting,
    transaction: Transaction,
    contra: str,
    delta: int,
    *,
    held: int = 0,
    lot_id: int | None = None,
) -> None:
    """Append one passbook line and move the balance by `delta`, the held part by `held`.

    contra: the system account of the other side. The wallet goes below zero only by REVERSE, and
    by MERGE with what was below zero in another.
    """
    wallet = posting.wallet
    balance, seq = wallet.posted + delta, wallet.seq + 1
    facts = LineFacts(
        wallet.community_id,
        wallet.id,
        seq,
        transaction.id,
        contra,
        delta,
        balance,
        posting.now,
        transaction.kind,
        transaction.source_kind,
        transaction.source_id,
        transaction.business_on,
    )
    link = chained(wallet.head_hash, facts)
    line = {name: value for name, value in facts._asdict().items() if name in ENTRIES.c}
    more = {"hash": link, "period_id": posting.period.id, "lot_id": lot_id}
    posting.session.execute(_LINE, line | more)
    debt = max(0, wallet.held + held - balance)
    may_owe = transaction.kind in MAY_OWE
    _update(
        posting,
        posted=balance,
        held=wallet.held + held,
        seq=seq,
        head_hash=link,
        debt_limit=debt if may_owe else min(wallet.debt_limit, debt),
    )


def move_held(posting: Posting, amount: int, due_at: datetime | None = None) -> None:
    """Keep `amount` more points of a wallet for reservations, or fewer; no passbook line.

    The wallet is looked at no later than `due_at`.
    """
    wallet = posting.wallet
    debt = max(0, wallet.held + amount - wallet.posted)
    kept: dict[str, object] = {"held": wallet.held + amount}
    if due_at is not None and _is_earlier(posting, due_at):
        kept["next_due_at"] = due_at
    _update(posting, debt_limit=min(wallet.debt_limit, debt), **kept)


def close(posting: Posting) -> None:
    """Let nothing be spent from this wallet any more, and nothing fall due on it."""
    _update(posting, state=WalletState.FROZEN, next_due_at=None)


def set_due(posting: Posting, at: datetime | None) -> None:
    """Note when this wallet next has something to lapse or expire."""
    if posting.wallet.next_due_at != at:
        _update(posting, next_due_at=at)


def due_by(posting: Posting, at: datetime) -> None:
    """Let the wallet be looked at no later than `at`."""
    if _is_earlier(posting, at):
        _update(posting, next_due_at=at)


def _is_earlier(posting: Posting, at: datetime) -> bool:
    seen = posting.wallet.next_due_at
    return seen is None or at < seen


@cache
def _changing(names: tuple[str, ...]) -> ReturningUpdate[int]:
    """Return what writes these columns of a wallet that still stands at the line it was read at."""
    return (
        update(WALLETS)
        .where(WALLETS.c.id == bindparam("the_wallet"), WALLETS.c.seq == bindparam("seen"))
        .values({name: bindparam(f"to_{name}") for name in names})
        .returning(WALLETS.c.id)
    )


def _update(posting: Posting, **values: object) -> None:
    wallet = posting.wallet
    told = {f"to_{name}": value for name, value in values.items()}
    which = {"the_wallet": wallet.id, "seen": wallet.seq}
    changed = posting.session.execute(_changing(tuple(sorted(values))), told | which).all()
    if len(changed) != 1:
        raise Stale
    for name, value in values.items():
        set_committed_value(wallet, name, value)


def refuse_amount(points: int) -> None:
    """Refuse to post what is not a whole number of points from 1 to a million."""
    if not 0 < points <= MOST_POINTS:
        raise AmountOutOfRange


def total(session: Session, column: InstrumentedAttribute[int], *where: ColumnElement[bool]) -> int:
    """Return a sum as a whole number, 0 when there is nothing to sum."""
    found = session.scalar(select(func.coalesce(func.sum(column), 0)).where(*where))
    return int(found or 0)


def placeholder() -> str:
    """Return what stands in a row for its own number until it has an id."""
    return secrets.token_hex(12)


def chained(head: str, line: LineFacts) -> str:
    """Return SHA-256 over the hash before and the facts of a line, in hexadecimal digits.

    No line can be changed, left out or put between without breaking every one after it.
    """
    community, wallet, seq, transaction, contra, delta, after, at, kind, source, of, day = line
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    who = f"{head}|{community}|{wallet}|{seq}|{transaction}|{contra}|{delta}|{after}|{moment}"
    return hashlib.sha256(f"{who}|{kind}|{source}|{of}|{day}".encode()).hexdigest()
