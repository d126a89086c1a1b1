"""Goods of a checked list come onto the shelf: products, prices, one delivery a donor, stock."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.act import Subject
from core import name_keys
from core.workbook import Book
from core.workbook_check import Checked
from points.goods.models import (
    Delivery,
    DeliverySource,
    LimitWindow,
    MoveReason,
    PriceVersion,
    Product,
    Stock,
    StockBatch,
    StockMove,
)
from points.goods.rules import shops
from points.goods.rules.goods_known import settle
from points.goods.rules.goods_sheet import GOODS_LIST, LAYOUT, GoodsRow, check_goods
from points.ledger.models import EntryKind
from points.ledger.rules import postings
from points.ledger.rules.postings import Books, Cause
from points.permissions import Permission
from teams.authority.act import Act
from teams.imports.rules.import_rows import sealed_key
from teams.imports.rules.imports import ImportRules, Reading, Running

PICTURES = {
    "皂": "soap", "牙膏": "toothpaste", "牙刷": "toothbrush", "卷纸": "roll", "纸": "tissue",
    "洗衣": "detergent", "洗洁": "dish-soap", "毛巾": "towel", "盐": "salt", "酱油": "soy-sauce",
    "挂面": "noodles", "面粉": "flour", "米": "rice", "油": "oil", "蛋": "eggs", "杯": "cup",
    "伞": "umbrella", "笔": "notebook", "棋": "chess", "跳绳": "rope", "理发": "haircut",
}  # fmt: skip


def read(_session: Session, reading: Reading, book: Book) -> Checked[GoodsRow]:
    """Check the rows of a list of goods by themselves. Raises WorkbookRefused."""
    return check_goods(book, reading.today, reading.mends, reading.taught)


@dataclass(frozen=True, slots=True)
class _Arriving:
    """A product that is new on the shelf, and the row that says how much of it comes."""

    product: Product
    goods: GoodsRow


def add(session: Session, running: Running, checked: Checked[GoodsRow]) -> int:
    """Put everything accepted on the shelf of the community's first shop; return how many kinds.

    The price counts from this moment. Pieces come in by one delivery for each source and donor,
    dated today; goods without a code get the next free one. Raises PeriodClosed.
    """
    books = postings.open_books(Act(session, running.now), running.community_id)
    shop_id = shops.serving_or_opened(books.session, books.community).id
    products = _products(books, running, checked.accepted)
    deliveries: dict[tuple[DeliverySource, str], list[_Arriving]] = defaultdict(list)
    for product, goods in zip(products, checked.accepted, strict=True):
        if goods.stock:
            deliveries[_source(goods), goods.donor].append(_Arriving(product, goods))
    for (source, donor), delivery_lines in deliveries.items():
        _receive(books, running, _delivery(books, running, shop_id, source, donor), delivery_lines)
    return len(products)


GOODS = ImportRules(GOODS_LIST, LAYOUT, read, settle, add, Permission.PRICE_SET)
"""Each of them gets a price, and prices are the administrator's (contract 8)."""


def _products(books: Books, running: Running, rows: Sequence[GoodsRow]) -> list[Product]:
    codes = _free_codes(books, {row.code for row in rows})
    products = [_product(running, row, row.code or next(codes)) for row in rows]
    books.session.add_all(products)
    books.session.flush()
    books.session.add_all(
        PriceVersion(
            community_id=running.community_id,
            product_id=product.id,
            version=1,
            price_points=goods.points,
            starts_at=running.now,
            set_by_id=running.by_id,
            reason="导入物品清单",
        )
        for product, goods in zip(products, rows, strict=True)
    )
    return products


def _product(running: Running, goods: GoodsRow, code: str) -> Product:
    limit = goods.limit
    return Product(
        community_id=running.community_id,
        code=code,
        name=goods.name,
        name_keys=name_keys.of_thing(goods.name),
        specification=goods.specification,
        unit=goods.unit,
        picture=next((kind for word, kind in PICTURES.items() if word in goods.name), "box"),
        barcode=goods.barcode,
        limit_quantity=limit.quantity if limit else 0,
        limit_window=LimitWindow(limit.period) if limit else LimitWindow.NONE,
        needs_best_before=goods.expires_on is not None,
        row_key=sealed_key(GOODS_LIST, goods.row_key),
    )


def _free_codes(books: Books, taken: set[str]) -> Iterator[str]:
    used = taken | set(
        books.session.scalars(
            select(Product.code).where(Product.community_id == books.community.id)
        )
    )
    return (code for number in range(1, 1_000_000) if (code := f"S{number:03d}") not in used)


def _source(goods: GoodsRow) -> DeliverySource:
    is_gift = goods.source == "given" or (not goods.source and goods.donor)
    return DeliverySource.DONATION if is_gift else DeliverySource.PURCHASE


def _delivery(
    books: Books, running: Running, shop_id: int, source: DeliverySource, donor: str
) -> Delivery:
    delivery = Delivery(
        community_id=running.community_id,
        shop_id=shop_id,
        delivery_no=f"DR-{running.batch_id}-{source}-{running.now:%H%M%S%f}"[:32],
        source=source,
        donor=donor,
        note=running.file_name,
        received_on=running.today,
        made_by_id=running.by_id,
        made_at=running.now,
    )
    books.session.add(delivery)
    books.session.flush()
    delivery.delivery_no = f"RK-{running.today:%y%m%d}-{delivery.id}"
    return delivery


def _receive(
    books: Books,
    running: Running,
    delivery: Delivery,
    delivery_lines: Sequence[_Arriving],
) -> None:
    """Shelve one delivery: a batch and a move for each kind, stock as the sum of the moves."""
    cause = Cause(source_kind="receipt", source_id=delivery.id, actor_id=running.by_id)
    transaction = postings.record(books, EntryKind.STOCK, cause)
    batches = [_batch(running, delivery, each.product, each.goods) for each in delivery_lines]
    books.session.add_all(batches)
    books.session.flush()
    for line_no, batch in enumerate(batches, start=1):
        place = {
            "community_id": running.community_id,
            "shop_id": delivery.shop_id,
            "product_id": batch.product_id,
        }
        books.session.add(Stock(**place, on_hand=batch.on_hand, reserved=0))
        books.session.add(
            StockMove(
                **place,
                batch_id=batch.id,
                transaction_id=transaction.id,
                delta_on_hand=batch.on_hand,
                reason=MoveReason.DELIVERY,
                document_kind="receipt",
                document_id=delivery.id,
                line_no=line_no,
                actor_id=running.by_id,
                recorded_at=running.now,
            )
        )
    books.session.flush()
    Act(books.session, running.now).made_by(running.by_id).note(
        "goods_received",
        Subject("receipt", delivery.id, running.community_id),
        import_batch=running.batch_id,
    )


def _batch(running: Running, delivery: Delivery, product: Product, goods: GoodsRow) -> StockBatch:
    return StockBatch(
        community_id=running.community_id,
        shop_id=delivery.shop_id,
        product_id=product.id,
        delivery_id=delivery.id,
        expires_on=goods.expires_on,
        unit_cost_fen=goods.cost_cents or 0,
        on_hand=goods.stock,
    )
