"""Tables of `points.goods`."""

from points.goods.models.goods import (
    OVER_THE_COUNTER,
    LimitWindow,
    MoveReason,
    PriceVersion,
    Product,
    Receipt,
    ReceiptSource,
    RestockWatch,
    Shop,
    Stock,
    StockBatch,
    StockMove,
)
from points.goods.models.openings import DAY_MINUTES, OpeningHours

__all__ = [
    "DAY_MINUTES",
    "OVER_THE_COUNTER",
    "LimitWindow",
    "MoveReason",
    "OpeningHours",
    "PriceVersion",
    "Product",
    "Receipt",
    "ReceiptSource",
    "RestockWatch",
    "Shop",
    "Stock",
    "StockBatch",
    "StockMove",
]
