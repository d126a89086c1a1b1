"""Which row of stock moves and what must be there first: the statements, each built once."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Executable,
    Table,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    true,
    update,
)

from points.goods.models import Stock, StockBatch, StockMove
from points.redemptions.models import RedemptionLine


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

MOVES = cast("Table", StockMove.__table__)
LINES = cast("Table", RedemptionLine.__table__)
_WRITTEN = (
    "community_id",
    "shop_id",
    "product_id",
    "batch_id",
    "transaction_id",
    "delta_on_hand",
    "delta_reserved",
    "reason",
    "document_kind",
    "document_id",
    "line_no",
    "actor_id",
    "recorded_at",
)
_OF_REDEMPTION = (
    LINES.c.community_id == bindparam("the_community"),
    LINES.c.redemption_id == bindparam("the_redemption"),
)


def _said(name: str) -> ColumnElement[Any]:
    return bindparam(f"to_{name}", type_=MOVES.c[name].type)


def _move(**of_line: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """Return the columns of a line of the goods book: those of the line moved, else as told."""
    return [of_line[name] if name in of_line else _said(name) for name in _WRITTEN]


def _keeping() -> Executable:
    columns = _move(
        community_id=LINES.c.community_id,
        product_id=LINES.c.product_id,
        batch_id=null(),
        delta_on_hand=literal(0),
        delta_reserved=LINES.c.quantity * bindparam("sign", type_=BigInteger),
        document_id=LINES.c.id,
        line_no=literal(1),
    )
    kept = select(*columns).where(*_OF_REDEMPTION).order_by(LINES.c.product_id)
    return insert(MOVES).from_select(list(_WRITTEN), kept)


def _handing_out() -> Executable:
    first_out = (BATCHES.c.expires_on.is_(None), BATCHES.c.expires_on, BATCHES.c.id)
    so_far = func.sum(BATCHES.c.on_hand).over(partition_by=LINES.c.id, order_by=first_out)
    live = (
        select(
            LINES.c.id,
            LINES.c.community_id,
            LINES.c.product_id,
            LINES.c.quantity,
            BATCHES.c.id.label("batch_id"),
            BATCHES.c.on_hand,
            (so_far - BATCHES.c.on_hand).label("before"),
            func.row_number().over(partition_by=LINES.c.id, order_by=first_out).label("line_no"),
        )
        .join(
            BATCHES,
            and_(
                BATCHES.c.community_id == LINES.c.community_id,
                BATCHES.c.shop_id == _said("shop_id"),
                BATCHES.c.product_id == LINES.c.product_id,
            ),
        )
        .where(
            *_OF_REDEMPTION,
            BATCHES.c.on_hand > 0,
            or_(BATCHES.c.expires_on.is_(None), BATCHES.c.expires_on >= bindparam("today")),
        )
        .subquery()
    )
    wanted = live.c.quantity - live.c.before
    pieces = case((live.c.on_hand < wanted, live.c.on_hand), else_=wanted)
    columns = _move(
        community_id=live.c.community_id,
        product_id=live.c.product_id,
        batch_id=live.c.batch_id,
        delta_on_hand=-pieces,
        delta_reserved=-pieces * bindparam("kept", type_=BigInteger),
        document_id=live.c.id,
        line_no=live.c.line_no,
    )
    chosen = select(*columns).where(live.c.before < live.c.quantity)
    chosen = chosen.order_by(live.c.product_id, live.c.line_no)
    told = (MOVES.c.product_id, MOVES.c.delta_on_hand)
    return insert(MOVES).from_select(list(_WRITTEN), chosen).returning(*told)


def _following() -> Executable:
    out = (
        select(MOVES.c.batch_id, func.sum(MOVES.c.delta_on_hand).label("pieces"))
        .where(
            MOVES.c.community_id == bindparam("the_community"),
            MOVES.c.transaction_id == bindparam("the_transaction"),
        )
        .group_by(MOVES.c.batch_id)
        .subquery()
    )
    left = BATCHES.c.on_hand + out.c.pieces.cast(BigInteger)
    return update(BATCHES).where(BATCHES.c.id == out.c.batch_id).values(on_hand=left)


KEEP = _keeping()
"""Each line of a redemption kept (sign 1) or let go (sign -1), as lines of the goods book."""

HAND_OUT = _handing_out()
"""Each line of a redemption taken out of its live batches, what expires first before all."""

FOLLOW = _following()
"""The batches follow what a transaction took of them; none goes below zero, by its own check."""
