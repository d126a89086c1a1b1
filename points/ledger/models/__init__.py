"""Tables of `points.ledger`."""

from points.ledger.models.books import (
    AWARDED,
    EARNED,
    GIVEN_BACK,
    SPENT,
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
    "AWARDED",
    "EARNED",
    "GIVEN_BACK",
    "SPENT",
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
