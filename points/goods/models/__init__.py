"""Tables of `points.goods`."""

from points.goods.models.goods import (
    OVER_THE_COUNTER,
    Delivery,
    DeliverySource,
    LimitWindow,
    MoveReason,
    PriceVersion,
    Product,
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
    "Delivery",
    "DeliverySource",
    "LimitWindow",
    "MoveReason",
    "OpeningHours",
    "PriceVersion",
    "Product",
    "RestockWatch",
    "Shop",
    "Stock",
    "StockBatch",
    "StockMove",
]
