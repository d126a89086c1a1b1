"""Tables of `points.ledger`."""

from points.ledger.models.books import (
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
from points.ledger.models.earning import EarnRule

__all__ = [
    "EarnRule",
    "EntryKind",
    "Hold",
    "HoldState",
    "Lot",
    "LotUse",
    "Period",
    "PeriodState",
    "Transaction",
    "Wallet",
    "WalletEntry",
    "WalletState",
]
