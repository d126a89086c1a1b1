"""Tables of the points book and of the supermarket."""

from points.models.books import (
    EntryKind,
    Hold,
    HoldState,
    Lot,
    LotUse,
    Period,
    PeriodState,
    Transaction,
    Wallet,
    WalletEntry,
    WalletState,
)
from points.models.earning import EarnRule
from points.models.goods import (
    LimitWindow,
    MoveReason,
    PriceVersion,
    Product,
    Receipt,
    ReceiptSource,
    Shop,
    Stock,
    StockBatch,
    StockMove,
)
from points.models.redemptions import LimitCounter, Redemption, RedemptionLine, RedemptionState

__all__ = [
    "EarnRule",
    "EntryKind",
    "Hold",
    "HoldState",
    "LimitCounter",
    "LimitWindow",
    "Lot",
    "LotUse",
    "MoveReason",
    "Period",
    "PeriodState",
    "PriceVersion",
    "Product",
    "Receipt",
    "ReceiptSource",
    "Redemption",
    "RedemptionLine",
    "RedemptionState",
    "Shop",
    "Stock",
    "StockBatch",
    "StockMove",
    "Transaction",
    "Wallet",
    "WalletEntry",
    "WalletState",
]
