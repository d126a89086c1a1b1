"""Pieces reserved, released, handed out first-expired-first, taken back; the rows they move."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Executable, Result, func, select
from sqlalchemy.orm import Session

from points.goods.models import OVER_THE_COUNTER, MoveReason, Product, Stock, StockBatch, StockMove
from points.goods.rules.stock_statements import (
    CHANGE,
    CHANGE_BATCH,
    DEAD,
    FOLLOW,
    HAND_OUT,
    KEEP,
    Enough,
    StockRow,
)
from points.ledger.rules.postings import Books
from points.ledger.rules.refusals import BatchExpired, OutOfStock, SoldOut
from points.redemptions.models import RedemptionLine

LINE = "redemption_line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """Pieces of one product to move for one line of a redemption."""

    line: RedemptionLine
    product: Product
    quantity: int


@dataclass(frozen=True, slots=True)
class Why:
    """By which transaction pieces move, and whose act it is; nobody's when it lapses by itself."""

    transaction_id: int
    actor_id: int | None


def reserve(books: Books, shop_id: int, takings: list[Taking], why: Why) -> None:
    """Keep pieces for a reservation.

    The goods book is written first and the rows of stock move last, so that whoever wants the same
    product waits only until the commit. Raises SoldOut, OutOfStock (T22) or BatchExpired; expired
    batches are not counted on.
    """
    _write_all(books, KEEP, MoveReason.RESERVE, takings, shop_id, why, sign=1)
    for taking in _in_order(takings):
        at = StockRow(shop_id, taking.product.id)
        if not change(books, at, Enough.FREE, reserved=taking.quantity):
            raise shortage(books, shop_id, taking.product, taking.quantity)


def release(books: Books, shop_id: int, takings: list[Taking], why: Why) -> None:
    """Let reserved pieces go back to the shelf."""
    for taking in _in_order(takings):
        at = StockRow(shop_id, taking.product.id)
        if not change(books, at, Enough.RESERVED, reserved=-taking.quantity):
            raise shortage(books, shop_id, taking.product, taking.quantity)
    _write_all(books, KEEP, MoveReason.RELEASE, takings, shop_id, why, sign=-1)


def hand_out(
    books: Books,
    shop_id: int,
    takings: list[Taking],
    why: Why,
    *,
    were_reserved: bool,
) -> None:
    """Take pieces out of stock, first the batch that expires first; expired ones never (T33).

    The rows of stock move first, by product: whoever holds them has their batches to itself.
    Raises SoldOut, OutOfStock or BatchExpired.
    """
    enough = Enough.RESERVED if were_reserved else Enough.FREE
    for taking in _in_order(takings):
        at, asked = StockRow(shop_id, taking.product.id), taking.quantity
        kept = asked if were_reserved else 0
        if not change(books, at, enough, on_hand=-asked, reserved=-kept):
            raise shortage(books, shop_id, taking.product, asked)
    kept = int(were_reserved)
    eaten = Counter[int]()
    out = _write_all(books, HAND_OUT, MoveReason.HAND_OVER, takings, shop_id, why, kept=kept)
    for product_id, pieces in out:
        eaten[product_id] -= pieces
    for taking in _in_order(takings):
        if eaten[taking.product.id] < taking.quantity:
            raise BatchExpired(name=taking.product.name)
    which = {"the_community": books.community.id, "the_transaction": why.transaction_id}
    books.session.execute(FOLLOW, which)


def _write_all(
    books: Books,
    statement: Executable,
    reason: MoveReason,
    takings: list[Taking],
    shop_id: int,
    why: Why,
    **more: int,
) -> Result[int, int]:
    """Write every line of a redemption into the goods book, in one statement."""
    told = {
        "to_shop_id": shop_id,
        "to_transaction_id": why.transaction_id,
        "to_reason": reason,
        "to_document_kind": LINE,
        "to_actor_id": why.actor_id,
        "to_recorded_at": books.now,
    }
    which = {
        "the_community": books.community.id,
        "the_redemption": takings[0].line.redemption_id,
        "today": books.today,
    }
    return books.session.execute(statement, told | which | more)


def take_back(
    books: Books,
    shop_id: int,
    taking: Taking,
    why: Why,
    *,
    is_resellable: bool,
) -> None:
    """Put returned pieces back into the batches they came from, or write them off at once."""
    at = StockRow(shop_id, taking.product.id)
    wanted, line_no = taking.quantity, _returns_before(books, taking.line)
    for batch_id, pieces in _outside(books, taking.line):
        back = min(pieces, wanted)
        if not back:
            continue
        wanted, line_no = wanted - back, line_no + 1
        signs = (1,) if is_resellable else (1, -1)
        for sign in signs:
            change(books, at, Enough.ANY, on_hand=sign * back)
            change_batch(books, batch_id, sign * back)
            move = StockMove(
                line_no=line_no,
                delta_on_hand=sign * back,
                batch_id=batch_id,
                reason=MoveReason.RETURN if sign > 0 else MoveReason.WRITE_OFF,
                document_kind=LINE,
                document_id=taking.line.id,
            )
            write(books, move, shop_id, taking.product.id, why)


def _returns_before(books: Books, line: RedemptionLine) -> int:
    found = books.session.scalar(
        select(func.coalesce(func.max(StockMove.line_no), 0)).where(
            *_moves_of(books, line), StockMove.reason == MoveReason.RETURN
        )
    )
    return found or 0


def _moves_of(books: Books, line: RedemptionLine) -> list[ColumnElement[bool]]:
    return [
        StockMove.community_id == books.community.id,
        StockMove.document_kind == LINE,
        StockMove.document_id == line.id,
    ]


def _outside(books: Books, line: RedemptionLine) -> list[tuple[int, int]]:
    """Return the batches of a handed-out line with the pieces still outside, last batch first."""
    rows = books.session.execute(
        select(StockMove.batch_id, func.sum(-StockMove.delta_on_hand))
        .where(
            *_moves_of(books, line),
            StockMove.reason.in_(OVER_THE_COUNTER),
        )
        .group_by(StockMove.batch_id)
        .order_by(StockMove.batch_id.desc())
    )
    return [(batch_id, int(pieces)) for batch_id, pieces in rows if batch_id is not None]


def _in_order(takings: list[Taking]) -> list[Taking]:
    return sorted(takings, key=lambda taking: taking.product.id)


def change(books: Books, at: StockRow, enough: Enough, on_hand: int = 0, reserved: int = 0) -> bool:
    """Move the figures of one row of stock when there is enough; say whether they did."""
    pieces = {"more_on_hand": on_hand, "more_reserved": reserved, "asked": abs(on_hand or reserved)}
    return len(books.session.execute(CHANGE[enough], named(books, at) | pieces).all()) == 1


def change_batch(books: Books, batch_id: int, pieces: int) -> bool:
    """Move the pieces of one batch, never below zero; say whether it did."""
    which = {"the_batch": batch_id, "pieces": pieces}
    return len(books.session.execute(CHANGE_BATCH, which).all()) == 1


def named(books: Books, at: StockRow) -> dict[str, object]:
    """Return what a statement built once calls this row of stock, its batches, and today."""
    return {
        "the_community": books.community.id,
        "the_shop": at.shop_id,
        "the_product": at.product_id,
        "today": books.today,
    }


def shortage(books: Books, shop_id: int, product: Product, asked: int) -> OutOfStock | BatchExpired:
    """Return the refusal that tells why pieces cannot be taken."""
    left = left_of(books.session, books.community.id, shop_id, product.id, books.today)
    at = StockRow(shop_id, product.id)
    spoilt = books.session.scalar(select(DEAD), named(books, at)) or 0
    if left == 0 and spoilt >= asked:
        return BatchExpired(name=product.name)
    if left == 0:
        return SoldOut(name=product.name)
    return OutOfStock(name=product.name, unit=product.unit, left=left)


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
