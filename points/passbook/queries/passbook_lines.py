"""The lines of a passbook, and why each has its figure: bonuses, corrections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVarTuple

from sqlalchemy import BigInteger, Row, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from core.errors import NotFound
from points.goods.models import Product
from points.ledger.models import EarnRule, EntryKind, Transaction, Wallet, WalletEntry
from points.ledger.rules import explanations
from points.ledger.rules.explanations import Bonus, Explanation
from points.redemptions.models import RedemptionLine
from points.redemptions.queries.pieces import PIECE, Piece, pieces_of_returns
from teams.members.models import Community

Columns = TypeVarTuple("Columns")

LINES_A_PAGE = 20
REDEMPTION = "redemption"


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
    source_kind: str
    source_id: int


def passbook_lines(
    session: Session, community: Community, member_id: int, before_seq: int | None = None
) -> list[PassbookLine]:
    """Return the newest lines of a passbook, or those before line `before_seq`; one too many."""
    asked = {
        "the_community": community.id,
        "the_member": member_id,
        "before": LAST_SEQ if before_seq is None else before_seq,
    }
    return _read(session, community, session.execute(_NEWEST, asked).all())


def lines_of_days(
    session: Session, community: Community, member_id: int, days: tuple[date, date]
) -> list[PassbookLine]:
    """Return all lines of business days from the first to the last, both counted, oldest first."""
    asked = {"the_community": community.id, "the_member": member_id}
    asked_days = {"first": days[0], "last": days[1]}
    return _read(session, community, session.execute(_OF_DAYS, asked | asked_days).all())


def of_member(asked: Select[*Columns]) -> Select[*Columns]:
    """Return what is asked of lines in the book, of those alone of a member's passbook.

    The statement is sent with `the_community` and `the_member`.
    """
    return (
        asked.select_from(WalletEntry)
        .join(
            Wallet,
            (Wallet.community_id == WalletEntry.community_id)
            & (Wallet.id == WalletEntry.wallet_id),
        )
        .join(Transaction, Transaction.id == WalletEntry.transaction_id)
        .where(
            Wallet.community_id == bindparam("the_community"),
            Wallet.owner_id == bindparam("the_member"),
        )
    )


_COLUMNS = (
    WalletEntry.seq,
    Transaction.kind,
    Transaction.business_on,
    WalletEntry.delta,
    WalletEntry.balance_after,
    Transaction.reason,
    Transaction.id,
    Transaction.source_kind,
    Transaction.source_id,
    Transaction.service_minutes,
    Transaction.night_minutes,
)


class _Row(NamedTuple):
    """What a line is read from: `_COLUMNS`, each under its own name."""

    seq: int
    kind: EntryKind
    business_on: date
    delta: int
    balance_after: int
    reason: str
    id: int
    source_kind: str
    source_id: int
    service_minutes: int | None
    night_minutes: int | None


def _with_rule_and_pieces(
    asked: Select[*tuple[Any, ...]], *, is_newest_first: bool
) -> Select[*tuple[Any, ...]]:
    """Return lines as often as what was redeemed has pieces, each with its rule.

    What came back by a return is asked for apart: it is counted from the moves of the stock.
    """
    line = asked.add_columns(Transaction.rule_id).subquery("line")
    is_redeemed = and_(
        line.c.source_kind == REDEMPTION,
        line.c.kind != EntryKind.RETURN,
        RedemptionLine.community_id == bindparam("the_community"),
        RedemptionLine.redemption_id == line.c.source_id,
    )
    seq = line.c.seq.desc() if is_newest_first else line.c.seq
    return (
        select(*(line.c[each.key] for each in _COLUMNS), EarnRule, *PIECE)
        .select_from(line)
        .outerjoin(EarnRule, EarnRule.id == line.c.rule_id)
        .outerjoin(RedemptionLine, is_redeemed)
        .outerjoin(Product, Product.id == RedemptionLine.product_id)
        .order_by(seq, RedemptionLine.line_no)
    )


LAST_SEQ = 2**62
_LINES = of_member(select(*_COLUMNS))
_NEWEST = _with_rule_and_pieces(
    _LINES.where(WalletEntry.seq < bindparam("before", type_=BigInteger))
    .order_by(WalletEntry.seq.desc())
    .limit(LINES_A_PAGE + 1),
    is_newest_first=True,
)
_OF_DAYS = _with_rule_and_pieces(
    _LINES.where(
        Transaction.business_on >= bindparam("first"), Transaction.business_on <= bindparam("last")
    ),
    is_newest_first=False,
)


def _read(
    session: Session, community: Community, rows: Sequence[Row[*tuple[Any, ...]]]
) -> list[PassbookLine]:
    """Read the lines of a statement above, with the goods they are for in words."""
    width = len(_COLUMNS)
    lines: dict[int, tuple[_Row, EarnRule | None, list[Piece]]] = {}
    for row in rows:
        found = lines.setdefault(row[0], (_Row(*row[:width]), row[width], []))
        if row[width + 1] is not None:
            found[2].append(Piece(*row[width + 1 :]))
    back = [line.id for line, _rule, _pieces in lines.values() if line.kind is EntryKind.RETURN]
    came_back = pieces_of_returns(session, community, back)
    return [
        _line(line, rule, came_back.get(line.id, pieces)) for line, rule, pieces in lines.values()
    ]


def _line(line: _Row, rule: EarnRule | None, pieces: list[Piece]) -> PassbookLine:
    return PassbookLine(
        seq=line.seq,
        kind=line.kind,
        on=line.business_on,
        delta=line.delta,
        balance_after=line.balance_after,
        reason=line.reason,
        goods="、".join(piece.words for piece in pieces),
        redemption_id=line.source_id if line.source_kind == REDEMPTION else None,
        rule=rule,
        explained=_explained(line, rule, pieces, abs(line.delta)),
        transaction_id=line.id,
        source_kind=line.source_kind,
        source_id=line.source_id,
    )


def _explained(line: _Row, rule: EarnRule | None, pieces: list[Piece], points: int) -> Explanation:
    if line.kind is EntryKind.EARN:
        minutes = (line.service_minutes or 0, line.night_minutes or 0)
        return explanations.of_award(rule, *minutes, points)
    return explanations.of_pieces(
        line.kind, [(each.quantity, each.price) for each in pieces], points
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
