"""Which row of stock moves and what must be there first: the statements, each built once."""

from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from sqlalchemy import BigInteger, Table, bindparam, func, or_, select, true, update

from points.goods.models import Stock, StockBatch


@dataclass(frozen=True, slots=True)
class StockRow:
    """Which row of stock: a product in a shop."""

    shop_id: int
    product_id: int


STOCKS = cast("Table", Stock.__table__)
BATCHES = cast("Table", StockBatch.__table__)

_IN_ROW = (
    BATCHES.c.community_id == bindparam("the_community"),
    BATCHES.c.shop_id == bindparam("the_shop"),
    BATCHES.c.product_id == bindparam("the_product"),
)
DEAD = (
    select(func.coalesce(func.sum(BATCHES.c.on_hand), 0))
    .where(*_IN_ROW, BATCHES.c.expires_on < bindparam("today"))
    .scalar_subquery()
)
"""The pieces past their last day."""

LIVE_BATCHES = (
    select(BATCHES.c.id, BATCHES.c.on_hand)
    .where(
        *_IN_ROW,
        BATCHES.c.on_hand > 0,
        or_(BATCHES.c.expires_on.is_(None), BATCHES.c.expires_on >= bindparam("today")),
    )
    .order_by(BATCHES.c.expires_on.is_(None), BATCHES.c.expires_on, BATCHES.c.id)
    .with_for_update()
)
"""What may still be handed out of a row, locked, what expires first before all."""


class Enough(StrEnum):
    """What must be there before the figures of a row move: as many pieces as are asked for."""

    FREE = "free"
    FREE_OR_DEAD = "free_or_dead"
    RESERVED = "reserved"
    ANY = "any"


_UNRESERVED = STOCKS.c.on_hand - STOCKS.c.reserved
_IS_ENOUGH = {
    Enough.FREE: bindparam("asked", type_=BigInteger) <= _UNRESERVED - DEAD,
    Enough.FREE_OR_DEAD: bindparam("asked", type_=BigInteger) <= _UNRESERVED,
    Enough.RESERVED: STOCKS.c.reserved >= bindparam("asked"),
    Enough.ANY: true(),
}
CHANGE = {
    enough: update(STOCKS)
    .where(
        STOCKS.c.community_id == bindparam("the_community"),
        STOCKS.c.shop_id == bindparam("the_shop"),
        STOCKS.c.product_id == bindparam("the_product"),
        condition,
    )
    .values(
        on_hand=STOCKS.c.on_hand + bindparam("more_on_hand"),
        reserved=STOCKS.c.reserved + bindparam("more_reserved"),
    )
    .returning(STOCKS.c.product_id)
    for enough, condition in _IS_ENOUGH.items()
}
CHANGE_BATCH = (
    update(BATCHES)
    .where(BATCHES.c.id == bindparam("the_batch"), BATCHES.c.on_hand + bindparam("pieces") >= 0)
    .values(on_hand=BATCHES.c.on_hand + bindparam("pieces"))
    .returning(BATCHES.c.id)
)
