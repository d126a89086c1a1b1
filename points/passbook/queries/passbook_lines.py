"""The lines of a passbook, and why each has its figure: bonuses, corrections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVarTuple

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from core.errors import NotFound
from points.ledger.models import EarnRule, EntryKind, Transaction, Wallet, WalletEntry
from points.ledger.rules import explanations
from points.ledger.rules.explanations import Bonus, Explanation
from points.redemptions.queries.pieces import Piece, pieces_of
from teams.members.models import Community

Columns = TypeVarTuple("Columns")

LINES_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class PassbookLine:
    """One line of a passbook with its cause in plain words; `explained` says why its figure."""

    seq: int
    kind: EntryKind
    on: date
    delta: int
    balance_after: int
    reason: str
    goods: str
    redemption_id: int | None
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
    asked = of_member(select(WalletEntry, Transaction, EarnRule), community, member_id)
    return asked.outerjoin(EarnRule, EarnRule.id == Transaction.rule_id)


def of_member(asked: Select[*Columns], community: Community, member_id: int) -> Select[*Columns]:
    """Return what is asked of lines in the book, of those alone of a member's passbook."""
    return (
        asked.select_from(WalletEntry)
        .join(
            Wallet,
            (Wallet.community_id == WalletEntry.community_id)
            & (Wallet.id == WalletEntry.wallet_id),
        )
        .join(Transaction, Transaction.id == WalletEntry.transaction_id)
        .where(Wallet.community_id == community.id, Wallet.owner_id == member_id)
    )


def read_lines(
    session: Session,
    community: Community,
    asked: Select[WalletEntry, Transaction, EarnRule],
) -> list[PassbookLine]:
    """Return the lines a statement of `lines_of` finds, with the goods they are for in words."""
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
        redemption_id=act.source_id if act.source_kind == "redemption" else None,
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
) -> dict[int, tuple[Bonus, ...]]:
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
    found: dict[int, tuple[Bonus, ...]] = {}
    for source_id, kind, points in rows:
        found[source_id] = (*found.get(source_id, ()), Bonus(kind, points))
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
