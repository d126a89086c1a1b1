"""Tables of `points.ledger`."""

from points.ledger.models.books import (
    AWARDED,
    EARNED,
    ERASURE,
    MAY_OWE,
    MERGE,
    SPENT,
    EntryKind,
    Period,
    PeriodState,
    Transaction,
    Wallet,
    WalletEntry,
    WalletState,
)
from points.ledger.models.chain_marks import ChainMark
from points.ledger.models.earning import EarnRule
from points.ledger.models.holds import GIVEN_BACK, HOLD_LIFE, Hold, HoldMove, HoldState
from points.ledger.models.lots import Lot, LotUse

__all__ = [
    "AWARDED",
    "EARNED",
    "ERASURE",
    "GIVEN_BACK",
    "HOLD_LIFE",
    "MAY_OWE",
    "MERGE",
    "SPENT",
    "ChainMark",
    "EarnRule",
    "EntryKind",
    "Hold",
    "HoldMove",
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
