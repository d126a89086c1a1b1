"""The rows stock and batches stand in, and how they move."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, func, select, update
from sqlalchemy.orm import Session

from points.goods.models import Product, Stock, StockBatch, StockMove
from points.ledger.rules.postings import Books
from points.ledger.rules.refusals import BatchExpired, OutOfStock, SoldOut


def dead(books: Books, shop_id: int, product: Product) -> ScalarSelect[int]:
    """Return the pieces past their last day, as part of a statement."""
    return (
        select(func.coalesce(func.sum(StockBatch.on_hand), 0))
        .where(*batches_of(books, shop_id, product), StockBatch.expires_on < books.today)
        .scalar_subquery()
    )


def change(
    books: Books, where: list[ColumnElement[bool]], on_hand: int = 0, reserved: int = 0
) -> bool:
    """Move the figures of one row of stock where `where` holds; say whether it did."""
    changed = books.session.execute(
        update(Stock)
        .where(*where)
        .values(on_hand=Stock.on_hand + on_hand, reserved=Stock.reserved + reserved)
        .returning(Stock.product_id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(changed) == 1


def change_batch(books: Books, batch_id: int, pieces: int) -> bool:
    """Move the pieces of one batch, never below zero; say whether it did."""
    changed = books.session.execute(
        update(StockBatch)
        .where(StockBatch.id == batch_id, StockBatch.on_hand + pieces >= 0)
        .values(on_hand=StockBatch.on_hand + pieces)
        .returning(StockBatch.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(changed) == 1


def shortage(books: Books, shop_id: int, product: Product, asked: int) -> OutOfStock | BatchExpired:
    """Return the refusal that tells why pieces cannot be taken."""
    left = left_of(books.session, books.community.id, shop_id, product.id, books.today)
    spoilt = books.session.scalar(select(dead(books, shop_id, product))) or 0
    if left == 0 and spoilt >= asked:
        return BatchExpired(name=product.name)
    if left == 0:
        return SoldOut(name=product.name)
    return OutOfStock(name=product.name, unit=product.unit, left=left)


@dataclass(frozen=True, slots=True)
class Why:
    """By which transaction pieces move, and whose act it is; nobody's when it lapses by itself."""

    transaction_id: int
    actor_id: int | None


def write(books: Books, move: StockMove, shop_id: int, product_id: int, why: Why) -> None:
    """Append one line to the goods book."""
    move.community_id, move.shop_id, move.product_id = books.community.id, shop_id, product_id
    move.transaction_id, move.actor_id = why.transaction_id, why.actor_id
    move.recorded_at = books.now
    books.session.add(move)


def left_of(session: Session, community_id: int, shop_id: int, product_id: int, today: date) -> int:
    """Return how many pieces may still be taken: on hand, not reserved, not expired."""
    dead = func.coalesce(
        select(func.sum(StockBatch.on_hand))
        .where(
            StockBatch.community_id == community_id,
            StockBatch.shop_id == shop_id,
            StockBatch.product_id == product_id,
            StockBatch.expires_on < today,
        )
        .scalar_subquery(),
        0,
    )
    found = session.scalar(
        select(Stock.on_hand - Stock.reserved - dead).where(
            Stock.community_id == community_id,
            Stock.shop_id == shop_id,
            Stock.product_id == product_id,
        )
    )
    return max(0, int(found or 0))


def stock_row(books: Books, shop_id: int, product: Product) -> list[ColumnElement[bool]]:
    """Return what names a product's row of stock in a shop."""
    return [
        Stock.community_id == books.community.id,
        Stock.shop_id == shop_id,
        Stock.product_id == product.id,
    ]


def batches_of(books: Books, shop_id: int, product: Product) -> list[ColumnElement[bool]]:
    """Return what names a product's batches in a shop."""
    return [
        StockBatch.community_id == books.community.id,
        StockBatch.shop_id == shop_id,
        StockBatch.product_id == product.id,
    ]
