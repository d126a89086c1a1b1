"""The sheets of the points book and of the goods book."""

from __future__ import annotations

from bench.town.sheet import Sheet
from points.goods.models import StockMove
from points.goods.rules.stock import LINE
from points.ledger.models import (
    Hold,
    HoldState,
    Lot,
    LotUse,
    Transaction,
    Wallet,
    WalletEntry,
)
from points.redemptions.models import LimitCounter, Redemption, RedemptionLine


class BookSheets:
    """Points and goods."""

    def _of_books(self) -> None:
        self.transactions = Sheet(
            Transaction.id,
            Transaction.community_id,
            Transaction.kind,
            Transaction.source_kind,
            Transaction.source_id,
            Transaction.period_id,
            Transaction.business_on,
            Transaction.recorded_at,
            Transaction.actor_id,
            Transaction.shop_id,
            Transaction.rule_id,
            Transaction.earned_on,
            Transaction.service_minutes,
            Transaction.night_minutes,
            Transaction.reason,
        )
        self.wallets = Sheet(
            Wallet.id,
            Wallet.community_id,
            Wallet.owner_id,
            Wallet.posted,
            Wallet.held,
            Wallet.seq,
            Wallet.head_hash,
            Wallet.next_due_at,
        )
        self.lots = Sheet(
            Lot.id, Lot.community_id, Lot.wallet_id, Lot.expires_on, Lot.earned, Lot.remaining
        )
        self.entries = Sheet(
            WalletEntry.community_id,
            WalletEntry.wallet_id,
            WalletEntry.seq,
            WalletEntry.transaction_id,
            WalletEntry.contra,
            WalletEntry.delta,
            WalletEntry.balance_after,
            WalletEntry.hash,
            WalletEntry.recorded_at,
            WalletEntry.period_id,
            WalletEntry.lot_id,
        )
        self.lot_uses = Sheet(
            LotUse.id, LotUse.community_id, LotUse.transaction_id, LotUse.lot_id, LotUse.amount
        )

    def _of_goods(self) -> None:
        self.redemptions = Sheet(
            Redemption.id,
            Redemption.community_id,
            Redemption.shop_id,
            Redemption.member_id,
            Redemption.redemption_no,
            Redemption.state,
            Redemption.total_points,
            Redemption.code_sealed,
            Redemption.code_index,
            Redemption.made_at,
            Redemption.made_by_id,
            Redemption.collect_by,
            Redemption.collected_at,
            Redemption.handed_by_id,
            Redemption.credential,
        )
        self.redemption_lines = Sheet(
            RedemptionLine.id,
            RedemptionLine.community_id,
            RedemptionLine.redemption_id,
            RedemptionLine.product_id,
            RedemptionLine.product_words,
            RedemptionLine.price_each,
            RedemptionLine.price_version,
            constant={RedemptionLine.line_no: 1, RedemptionLine.quantity: 1},
        )
        self.limit_counters = Sheet(
            LimitCounter.community_id,
            LimitCounter.wallet_id,
            LimitCounter.rule,
            LimitCounter.window_starts_on,
            LimitCounter.used,
        )
        self.holds = Sheet(
            Hold.id,
            Hold.community_id,
            Hold.wallet_id,
            Hold.redemption_id,
            Hold.transaction_id,
            Hold.amount,
            Hold.expires_at,
            constant={Hold.state: HoldState.ACTIVE},
        )
        self.moves = Sheet(
            StockMove.id,
            StockMove.community_id,
            StockMove.shop_id,
            StockMove.product_id,
            StockMove.batch_id,
            StockMove.transaction_id,
            StockMove.delta_on_hand,
            StockMove.delta_reserved,
            StockMove.reason,
            StockMove.document_id,
            StockMove.actor_id,
            StockMove.recorded_at,
            constant={StockMove.document_kind: LINE, StockMove.line_no: 1},
        )
