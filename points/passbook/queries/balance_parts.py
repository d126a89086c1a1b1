"""What a balance is the sum of, by kind; and the lines of a passbook one row gave rise to."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from points.ledger.models import EntryKind, Transaction, WalletEntry
from points.passbook.queries.passbook_lines import of_member


@dataclass(frozen=True, slots=True)
class LineOfSource:
    """One line of a passbook a row gave rise to: its number, its kind, its change."""

    seq: int
    kind: EntryKind
    delta: int


def sums_by_kind(session: Session, community_id: int, member_id: int) -> dict[EntryKind, int]:
    """Return what each kind of line comes to; together they are the balance."""
    asked = of_member(select(Transaction.kind, func.sum(WalletEntry.delta)))
    rows = session.execute(
        asked.group_by(Transaction.kind), {"the_community": community_id, "the_member": member_id}
    )
    return {kind: int(total) for kind, total in rows}


def lines_of_source(
    session: Session, community_id: int, member_id: int, kinds: tuple[str, ...], source_id: int
) -> list[LineOfSource]:
    """Return the member's lines a row gave rise to, and those that took them back, oldest first."""
    taken_back = aliased(Transaction)
    is_of_source = and_(Transaction.source_kind.in_(kinds), Transaction.source_id == source_id)
    reversed_one = and_(
        taken_back.community_id == Transaction.community_id,
        taken_back.id == Transaction.reverses_id,
    )
    asked = (
        of_member(select(WalletEntry.seq, Transaction.kind, WalletEntry.delta))
        .outerjoin(taken_back, reversed_one)
        .where(
            or_(
                is_of_source,
                and_(taken_back.source_kind.in_(kinds), taken_back.source_id == source_id),
            )
        )
        .order_by(WalletEntry.seq)
    )
    rows = session.execute(asked, {"the_community": community_id, "the_member": member_id})
    return [LineOfSource(*row) for row in rows]
