"""What a passbook shows: balance, lots, lines and why each line has its figure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from core import clock
from core.errors import NotFound
from points.models import (
    EarnRule,
    EntryKind,
    Hold,
    HoldState,
    Lot,
    LotUse,
    Transaction,
    Wallet,
    WalletEntry,
    WalletState,
)
from points.queries.pieces import Piece, pieces_of
from points.rules import explanations
from points.rules.explanations import Explanation
from teams.models import Community

LINES_A_PAGE = 20

Whole = int | InstrumentedAttribute[int]


@dataclass(frozen=True, slots=True)
class Balance:
    """What a member has, as the next posting would find it: what is due counts as done.

    `posted` − `held` = `available`; `lots` are pairs of last day and points and sum to it.
    """

    posted: int = 0
    held: int = 0
    lots: list[tuple[date, int]] = field(default_factory=list)
    is_frozen: bool = False

    @property
    def available(self) -> int:
        """Return what may be spent; below zero after a reversal (T14)."""
        return self.posted - self.held


def balance_of(session: Session, community: Community, member_id: int, now: datetime) -> Balance:
    """Return a member's balance; nothing yet is a balance of zero.

    Between the moment something falls due and the sweep, expired lots are gone and lapsed holds
    are free, just as a posting would make them first.
    """
    asked: Select[Wallet, Lot | None] = (
        select(Wallet, Lot)
        .outerjoin(Lot, _left_in(Wallet.community_id, Wallet.id))
        .where(Wallet.community_id == community.id, Wallet.owner_id == member_id)
    )
    rows = session.execute(asked).all()
    if not rows:
        return Balance()
    lots = [lot for _, lot in rows if lot is not None]
    return _balance(session, community, rows[0][0], lots, now)


def balance_in(
    session: Session, community: Community, wallet: Wallet | None, now: datetime
) -> Balance:
    """Return the balance of a wallet already read."""
    if wallet is None:
        return Balance()
    found = session.scalars(select(Lot).where(_left_in(wallet.community_id, wallet.id))).all()
    return _balance(session, community, wallet, found, now)


def _balance(
    session: Session, community: Community, wallet: Wallet, found: Sequence[Lot], now: datetime
) -> Balance:
    today = clock.local_day(now, community.zone)
    lots = {row.id: (row.expires_on, row.remaining) for row in found}
    posted, held = wallet.posted, wallet.held
    if wallet.next_due_at is not None and wallet.next_due_at <= now:
        held -= _free_lapsed(session, wallet, lots, now)
        posted -= sum(left for last_on, left in lots.values() if last_on < today)
    shown = sorted((last_on, left) for last_on, left in lots.values() if left and last_on >= today)
    return Balance(posted, held, shown, wallet.state is WalletState.FROZEN)


def figures_in(
    session: Session, community: Community, wallet: Wallet | None, now: datetime
) -> Balance:
    """Return the balance of a wallet already read, without its lots."""
    if wallet is None or (wallet.next_due_at is not None and wallet.next_due_at <= now):
        return balance_in(session, community, wallet, now)
    return Balance(wallet.posted, wallet.held, [], wallet.state is WalletState.FROZEN)


def wallet_in(session: Session, community: Community, member_id: int) -> Wallet | None:
    """Return the member's wallet, None before the first points."""
    return session.scalars(
        select(Wallet).where(Wallet.community_id == community.id, Wallet.owner_id == member_id)
    ).one_or_none()


def _left_in(community_id: Whole, wallet_id: Whole) -> ColumnElement[bool]:
    return and_(Lot.community_id == community_id, Lot.wallet_id == wallet_id, Lot.remaining > 0)


def _free_lapsed(
    session: Session, wallet: Wallet, lots: dict[int, tuple[date, int]], now: datetime
) -> int:
    """Put the points of lapsed holds back into `lots`; return how many they are."""
    rows = session.execute(
        select(Lot.id, Lot.expires_on, LotUse.amount)
        .join(LotUse, LotUse.lot_id == Lot.id)
        .join(Hold, Hold.transaction_id == LotUse.transaction_id)
        .where(
            Hold.community_id == wallet.community_id,
            Hold.wallet_id == wallet.id,
            Hold.state == HoldState.ACTIVE,
            Hold.expires_at <= now,
        )
    ).all()
    for lot_id, last_on, amount in rows:
        lots[lot_id] = (last_on, lots.get(lot_id, (last_on, 0))[1] + amount)
    return sum(amount for _, _, amount in rows)


@dataclass(frozen=True, slots=True)
class PassbookLine:
    """One line of a passbook with its cause in plain facts; `explained` says why its figure."""

    seq: int
    kind: EntryKind
    on: date
    delta: int
    balance_after: int
    reason: str
    goods: str
    slip_id: int | None
    rule: EarnRule | None
    explained: Explanation
    transaction_id: int


def passbook_lines(
    session: Session, community: Community, member_id: int, before_seq: int | None = None
) -> list[PassbookLine]:
    """Return the newest lines of a passbook, or those before line `before_seq`; one too many."""
    asked = lines_of(community, member_id).order_by(WalletEntry.seq.desc()).limit(LINES_A_PAGE + 1)
    if before_seq is not None:
        asked = asked.where(WalletEntry.seq < before_seq)
    return read_lines(session, community, asked)


def lines_of(community: Community, member_id: int) -> Select[WalletEntry, Transaction, EarnRule]:
    """Return the statement of all lines of a member's passbook, for a caller to narrow."""
    return (
        select(WalletEntry, Transaction, EarnRule)
        .join(
            Wallet,
            (Wallet.community_id == WalletEntry.community_id)
            & (Wallet.id == WalletEntry.wallet_id),
        )
        .join(Transaction, Transaction.id == WalletEntry.transaction_id)
        .outerjoin(EarnRule, EarnRule.id == Transaction.rule_id)
        .where(Wallet.community_id == community.id, Wallet.owner_id == member_id)
    )


def read_lines(
    session: Session,
    community: Community,
    asked: Select[WalletEntry, Transaction, EarnRule],
) -> list[PassbookLine]:
    """Return the lines a statement of `lines_of` finds, with the goods of their slips in words."""
    rows = session.execute(asked).all()
    pieces = pieces_of(session, community, [act for _, act, _ in rows])
    return [_line(entry, act, rule, pieces.get(act.id, [])) for entry, act, rule in rows]


def _line(
    entry: WalletEntry, act: Transaction, rule: EarnRule | None, pieces: list[Piece]
) -> PassbookLine:
    return PassbookLine(
        seq=entry.seq,
        kind=act.kind,
        on=act.business_on,
        delta=entry.delta,
        balance_after=entry.balance_after,
        reason=act.reason,
        goods="、".join(piece.words for piece in pieces),
        slip_id=act.source_id if act.source_kind == "redemption" else None,
        rule=rule,
        explained=_explained(act, rule, pieces, abs(entry.delta)),
        transaction_id=act.id,
    )


def _explained(
    act: Transaction, rule: EarnRule | None, pieces: list[Piece], points: int
) -> Explanation:
    if act.kind is EntryKind.EARN:
        minutes = (act.service_minutes or 0, act.night_minutes or 0)
        return explanations.of_award(rule, *minutes, points)
    return explanations.of_pieces(
        act.kind, [(each.quantity, each.price) for each in pieces], points
    )


def bonuses_of(
    session: Session, community_id: int, source_kinds: tuple[str, ...], source_ids: Sequence[int]
) -> dict[int, tuple[tuple[str, int], ...]]:
    """Return source → kinds and points of what was given on top of it and not taken back."""
    taken_back = aliased(Transaction)
    rows = session.execute(
        select(Transaction.source_id, Transaction.source_kind, WalletEntry.delta)
        .join(WalletEntry, WalletEntry.transaction_id == Transaction.id)
        .where(
            Transaction.community_id == community_id,
            Transaction.kind == EntryKind.BONUS,
            Transaction.source_kind.in_(source_kinds),
            Transaction.source_id.in_(source_ids),
            ~exists().where(
                taken_back.community_id == community_id, taken_back.reverses_id == Transaction.id
            ),
        )
        .order_by(Transaction.id)
    )
    found: dict[int, tuple[tuple[str, int], ...]] = {}
    for source_id, kind, points in rows:
        found[source_id] = (*found.get(source_id, ()), (kind, points))
    return found


def passbook_line(session: Session, community: Community, member_id: int, seq: int) -> PassbookLine:
    """Return one line of the member's own passbook. Raises NotFound."""
    found = [
        line
        for line in passbook_lines(session, community, member_id, before_seq=seq + 1)
        if line.seq == seq
    ]
    if not found:
        raise NotFound
    return found[0]


@dataclass(frozen=True, slots=True)
class Correction:
    """How a line and the line that took it back point at each other."""

    reversed_by_seq: int | None = None
    reverses_seq: int | None = None


def correction_of(
    session: Session, community: Community, member_id: int, line: PassbookLine
) -> Correction:
    """Return the reversal of a line, or the line it reverses."""
    act = session.get_one(Transaction, line.transaction_id)
    reversal = session.scalar(
        select(Transaction.id).where(
            Transaction.community_id == community.id, Transaction.reverses_id == act.id
        )
    )
    return Correction(
        _seq_of(session, community, member_id, reversal),
        _seq_of(session, community, member_id, act.reverses_id),
    )


def _seq_of(
    session: Session, community: Community, member_id: int, transaction_id: int | None
) -> int | None:
    if transaction_id is None:
        return None
    return session.scalar(
        select(func.min(WalletEntry.seq))
        .join(Wallet, Wallet.id == WalletEntry.wallet_id)
        .where(
            WalletEntry.community_id == community.id,
            WalletEntry.transaction_id == transaction_id,
            Wallet.owner_id == member_id,
        )
    )
