"""What the stock keeper reads: shops, products with stock, batches, deliveries."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core.paging import Order, Page, Turn, count_of, turned
from core.tenancy import row_in
from points.goods.models import Delivery, Product, Shop, Stock, StockBatch, StockMove
from points.goods.queries.finding import is_found_by
from points.goods.queries.prices import price_at
from teams.members.models import Community

DELIVERIES_A_PAGE = 20
PRODUCTS_A_PAGE = 50


def shops_of(session: Session, community: Community) -> list[Shop]:
    """Return the shops of the community, by opening; there is one, unless more were opened."""
    asked = select(Shop).where(Shop.community_id == community.id).order_by(Shop.id)
    return list(session.scalars(asked))


def product_in(session: Session, community: Community, product_id: int) -> Product:
    """Return a product of the community. Raises NotFound."""
    return row_in(session, Product, community.id, product_id)


def batch_in(session: Session, community: Community, batch_id: int) -> StockBatch:
    """Return a batch of the community. Raises NotFound."""
    return row_in(session, StockBatch, community.id, batch_id)


def product_choices(session: Session, community: Community) -> list[tuple[int, str]]:
    """Return the products to choose from, by code: id and words."""
    rows = session.scalars(
        select(Product)
        .where(Product.community_id == community.id)
        .order_by(Product.code, Product.id)
    )
    return [(each.id, " ".join((each.code, each.name, each.specification))) for each in rows]


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """Which goods are read: of this community, in its shop, with the prices of this moment."""

    session: Session
    community: Community
    shop: Shop | None
    now: datetime


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One product with its price now, and what stands in the shop."""

    product: Product
    price_points: int | None
    on_hand: int
    reserved: int


@dataclass(frozen=True, slots=True)
class GoodsFilter:
    """What the list is narrowed to; `low_from`: on the shelf with so many free pieces or fewer."""

    words: str = ""
    low_from: int | None = None


def is_low(most: int) -> ColumnElement[bool]:
    """Return the condition of goods on the shelf, with their stock, that shall be bought again."""
    return Product.is_on_shelf & (Stock.on_hand - Stock.reserved <= most)


def products(at: PlaceNow, wanted: GoodsFilter, page: Turn) -> tuple[Page[ProductRow], int]:
    """Return a page of the products of the community by code, and how many a filter finds."""
    price = price_at(at.now)
    asked = (
        select(Product, price, Stock.on_hand, Stock.reserved)
        .outerjoin(
            Stock,
            (Stock.community_id == Product.community_id)
            & (Stock.shop_id == (at.shop.id if at.shop else 0))
            & (Stock.product_id == Product.id),
        )
        .where(Product.community_id == at.community.id)
    )
    if wanted.words.strip():
        asked = asked.where(is_found_by(wanted.words))
    if wanted.low_from is not None:
        asked = asked.where(is_low(wanted.low_from))
    found = turned(at.session, asked, Order(Product.id, Product.code), page, PRODUCTS_A_PAGE)
    rows = [ProductRow(each, points, on or 0, kept or 0) for each, points, on, kept in found.rows]
    return found.showing(rows), count_of(at.session, asked)


def batches(session: Session, community: Community, product_id: int) -> list[StockBatch]:
    """Return the batches of a product with pieces left, first to expire first."""
    return list(
        session.scalars(
            select(StockBatch)
            .where(
                StockBatch.community_id == community.id,
                StockBatch.product_id == product_id,
                StockBatch.on_hand > 0,
            )
            .order_by(StockBatch.expires_on.is_(None), StockBatch.expires_on, StockBatch.id)
        )
    )


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery with its goods in a few words."""

    delivery: Delivery
    goods: str


def deliveries(session: Session, community: Community, before: int | None) -> list[DeliveryRow]:
    """Return the newest deliveries, or those before an id; one too many."""
    asked = select(Delivery).where(Delivery.community_id == community.id)
    if before is not None:
        asked = asked.where(Delivery.id < before)
    found = session.scalars(asked.order_by(Delivery.id.desc()).limit(DELIVERIES_A_PAGE + 1)).all()
    lines = session.execute(
        select(StockBatch.delivery_id, Product.name, Product.unit, StockMove.delta_on_hand)
        .select_from(StockMove)
        .join(StockBatch, StockBatch.id == StockMove.batch_id)
        .join(Product, Product.id == StockBatch.product_id)
        .where(
            StockMove.community_id == community.id,
            StockMove.document_kind == "receipt",
            StockMove.document_id.in_([delivery.id for delivery in found]),
        )
        .order_by(StockBatch.id)
    )
    words: dict[int, list[str]] = {}
    for delivery_id, name, unit, quantity in lines:
        words.setdefault(delivery_id, []).append(f"{name} {quantity} {unit}")
    return [DeliveryRow(delivery, "、".join(words.get(delivery.id, []))) for delivery in found]
