"""Goods received in a delivery, and spoilt goods written off."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accounts.act import Subject
from core.errors import BadRequest
from core.tenancy import row_in
from core.upsert import upsert
from points.goods.models import (
    Delivery,
    DeliverySource,
    MoveReason,
    Product,
    Stock,
    StockBatch,
    StockMove,
)
from points.goods.rules import restock_watches
from points.goods.rules.stock import Why, change, change_batch, shortage, write
from points.goods.rules.stock_statements import Enough, StockRow
from points.ledger.models import EntryKind
from points.ledger.rules import postings
from points.ledger.rules.postings import Books, Cause
from points.ledger.rules.refusals import (
    BestBeforeMissing,
    DonorMissing,
    OutOfStock,
    UnitCostMissing,
)
from points.permissions import Permission
from teams.authority.act import Act

MOST_PIECES = 100_000


class QuantityOutOfRange(BadRequest):
    """A quantity is a whole number above zero."""

    message = "数量要填 1 到 100000 之间的整数。"


class NothingArrived(BadRequest):
    """A delivery has at least one line."""

    message = "至少要有一行：选好商品，填上数量。"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One line of a delivery. `unit_cost_fen`: bought price or estimate, for the ledger alone."""

    product_id: int
    quantity: int
    expires_on: date | None = None
    unit_cost_fen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """Goods that came in together, bought or given."""

    shop_id: int
    delivery_lines: list[DeliveryLine]
    source: DeliverySource = DeliverySource.PURCHASE
    donor: str = ""
    note: str = ""


def receive(act: Act, community_id: int, brought: NewDelivery) -> Delivery:
    """Take goods into stock, a batch a line; nobody earns points by giving (T39).

    Who waited for one of them is told.

    Raises NotAllowed, NothingArrived, DonorMissing, then for each line NotFound,
    QuantityOutOfRange, BestBeforeMissing (T33), UnitCostMissing.
    """
    act.by.refuse_unless(Permission.STOCK_MANAGE)
    if not brought.delivery_lines:
        raise NothingArrived
    is_gift = brought.source is DeliverySource.DONATION
    if is_gift and not brought.donor and not brought.note:
        raise DonorMissing
    products = [
        _checked_line(act.session, community_id, each, is_gift=is_gift)
        for each in brought.delivery_lines
    ]
    books = postings.open_books(act, community_id)
    delivery = Delivery(
        community_id=community_id,
        shop_id=brought.shop_id,
        delivery_no=postings.placeholder(),
        source=brought.source,
        donor=brought.donor,
        note=brought.note,
        received_on=books.today,
        made_by_id=act.by.person_id,
        made_at=act.now,
    )
    act.session.add(delivery)
    act.session.flush()
    delivery.delivery_no = f"RK-{books.today:%y%m%d}-{delivery.id}"
    cause = Cause(source_kind="receipt", source_id=delivery.id, actor_id=act.by.person_id)
    transaction = postings.record(books, EntryKind.STOCK, cause)
    ordered = sorted(
        zip(brought.delivery_lines, products, strict=True), key=lambda pair: pair[1].id
    )
    for line_no, (delivery_line, product) in enumerate(ordered, start=1):
        batch = _put_in_stock(books, delivery, product, delivery_line)
        move = StockMove(
            line_no=line_no,
            delta_on_hand=delivery_line.quantity,
            reason=MoveReason.DELIVERY,
            batch_id=batch.id,
            document_kind="receipt",
            document_id=delivery.id,
        )
        write(books, move, brought.shop_id, product.id, Why(transaction.id, act.by.person_id))
    act.note(
        "goods_received",
        Subject("receipt", delivery.id, community_id),
        delivery_no=delivery.delivery_no,
    )
    act.session.flush()
    restock_watches.tell(act, community_id, brought.shop_id, [each.id for each in products])
    return delivery


def _checked_line(
    session: Session, community_id: int, delivery_line: DeliveryLine, *, is_gift: bool
) -> Product:
    product = row_in(session, Product, community_id, delivery_line.product_id)
    if not 0 < delivery_line.quantity <= MOST_PIECES:
        raise QuantityOutOfRange
    if product.needs_best_before and delivery_line.expires_on is None:
        raise BestBeforeMissing(name=product.name)
    if is_gift and delivery_line.unit_cost_fen <= 0:
        raise UnitCostMissing(name=product.name)
    return product


def _put_in_stock(
    books: Books, delivery: Delivery, product: Product, delivery_line: DeliveryLine
) -> StockBatch:
    """Add pieces to the shelf (made when new) and their batch beside it."""
    key = {
        "community_id": books.community.id,
        "shop_id": delivery.shop_id,
        "product_id": product.id,
    }
    first = {"on_hand": delivery_line.quantity, "reserved": 0}
    more = {"on_hand": Stock.on_hand + delivery_line.quantity}
    upsert(books.session, Stock.on_hand, key, first=first, again=more)
    batch = StockBatch(
        community_id=books.community.id,
        shop_id=delivery.shop_id,
        product_id=product.id,
        delivery_id=delivery.id,
        expires_on=delivery_line.expires_on,
        unit_cost_fen=delivery_line.unit_cost_fen,
        on_hand=delivery_line.quantity,
    )
    books.session.add(batch)
    books.session.flush()
    return batch


def write_off(act: Act, batch: StockBatch, quantity: int, reason: str) -> None:
    """Take spoilt pieces of one batch out of stock, reserved ones never.

    Raises NotAllowed, QuantityOutOfRange, OutOfStock.
    """
    act.by.refuse_unless(Permission.STOCK_MANAGE)
    if not 0 < quantity <= MOST_PIECES:
        raise QuantityOutOfRange
    books = postings.open_books(act, batch.community_id)
    cause = Cause(source_kind="batch", source_id=batch.id, actor_id=act.by.person_id, reason=reason)
    transaction = postings.record(books, EntryKind.STOCK, cause, is_once=False)
    product = act.session.get_one(Product, batch.product_id)
    at = StockRow(batch.shop_id, product.id)
    if not change(books, at, Enough.FREE_OR_DEAD, on_hand=-quantity):
        raise shortage(books, batch.shop_id, product, quantity)
    if not change_batch(books, batch.id, -quantity):
        raise OutOfStock(name=product.name, unit=product.unit, left=batch.on_hand)
    move = StockMove(
        line_no=1,
        delta_on_hand=-quantity,
        reason=MoveReason.WRITE_OFF,
        batch_id=batch.id,
        document_kind="write_off",
        document_id=transaction.id,
    )
    write(books, move, batch.shop_id, product.id, Why(transaction.id, act.by.person_id))
    act.note("goods_written_off", product, quantity=quantity, reason=reason)
