"""What this room keeps of a member, for the own copy (PIPL 45)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.declarations import OwnWords
from points.ledger.models import Transaction, Wallet, WalletEntry
from points.ledger.rules import wallets
from points.ledger.rules.on_the_way import on_the_way
from points.ledger.words import ENTRY_KIND_WORDS
from points.redemptions.models import Redemption, RedemptionLine
from points.redemptions.words import REDEMPTION_STATE_WORDS
from teams.authority.act import Act
from teams.members.models import Community

WORDS = OwnWords(
    {
        "points": "积分",
        "seq": "第几笔",
        "kind": "种类",
        "business_on": "日期",
        "balance_after": "余额",
        "points_on_notice": "公示中的积分",
        "redemptions": "兑换",
        "redemption_no": "单号",
        "collected_at": "领取的时间",
        "product": "商品",
        "quantity": "件数",
        "price_each": "每件积分",
        "returned": "退回件数",
    },
    (ENTRY_KIND_WORDS, REDEMPTION_STATE_WORDS),
)


def of_member(
    session: Session, community_id: int, member_id: int, now: datetime
) -> dict[str, object]:
    """Return every line of the passbook in order, what hangs beside it, each redemption."""
    community = session.get_one(Community, community_id)
    entries = (
        select(
            WalletEntry.seq,
            Transaction.kind,
            Transaction.business_on,
            WalletEntry.delta.label("points"),
            WalletEntry.balance_after,
            Transaction.reason,
        )
        .join(
            Wallet,
            (Wallet.community_id == WalletEntry.community_id)
            & (Wallet.id == WalletEntry.wallet_id),
        )
        .join(Transaction, Transaction.id == WalletEntry.transaction_id)
        .where(
            Wallet.community_id == community_id,
            Wallet.owner_id.in_(wallets.owners(community_id, member_id)),
        )
        .order_by(WalletEntry.recorded_at, WalletEntry.wallet_id, WalletEntry.seq)
    )
    redemptions = (
        select(
            Redemption.redemption_no,
            Redemption.state,
            Redemption.made_at,
            Redemption.collected_at,
            RedemptionLine.product_words.label("product"),
            RedemptionLine.quantity,
            RedemptionLine.price_each,
            RedemptionLine.returned,
        )
        .join(
            RedemptionLine,
            (RedemptionLine.community_id == Redemption.community_id)
            & (RedemptionLine.redemption_id == Redemption.id),
        )
        .where(Redemption.community_id == community_id, Redemption.member_id == member_id)
        .order_by(Redemption.id, RedemptionLine.line_no)
    )
    return {
        "points": [dict(row) for row in session.execute(entries).mappings()],
        "points_on_notice": sum(
            each.points for each in on_the_way(Act(session, now, community=community), member_id)
        ),
        "redemptions": [dict(row) for row in session.execute(redemptions).mappings()],
    }
