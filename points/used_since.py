"""Which members had points moved, or goods, since a moment."""

from datetime import datetime

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from points.ledger.models import Wallet, WalletEntry
from points.redemptions.models import Redemption


def of_books(
    session: Session, community_id: int, member_ids: frozenset[int], since: datetime
) -> set[int]:
    """Return those whose passbook has a line, or who have a redemption, since then."""
    lines = (
        select(Wallet.owner_id)
        .join(
            WalletEntry,
            (WalletEntry.community_id == Wallet.community_id)
            & (WalletEntry.wallet_id == Wallet.id),
        )
        .where(
            Wallet.community_id == community_id,
            Wallet.owner_id.in_(member_ids),
            WalletEntry.recorded_at >= since,
        )
    )
    goods = select(Redemption.member_id).where(
        Redemption.community_id == community_id,
        Redemption.member_id.in_(member_ids),
        Redemption.made_at >= since,
    )
    return set(session.scalars(union(lines, goods)))
