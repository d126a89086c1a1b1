"""Checks of stock: moves, reservations, batches, lines handed out; one sentence a breach."""

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from core.declarations import Check
from points.goods.models import MoveReason, Shop, Stock, StockBatch, StockMove
from points.goods.rules import shops
from points.ledger.models import EntryKind, Transaction
from points.ledger.rules.breaches import MOST_SHOWN, sentences
from points.redemptions.models import HANDED_OUT, Redemption, RedemptionLine, RedemptionState
from teams.members.models import Community


def no_stock_out_of_reach(session: Session) -> list[str]:
    """Every piece on hand lies in the shop that serves, or waits there for its reservation."""
    rows = session.execute(
        select(Shop.name, Community.name, func.sum(Stock.on_hand))
        .join(Shop, Shop.id == Stock.shop_id)
        .join(Community, Community.id == Stock.community_id)
        .where(Stock.on_hand > 0, Stock.shop_id != shops.serving_key(Stock.community_id))
        .group_by(Shop.id, Shop.name, Community.name)
        .order_by(Shop.id)
        .limit(MOST_SHOWN)
    )
    return [
        f"{community}: {pieces} pieces lie in {shop}, from which nobody sells"
        for shop, community, pieces in rows
    ]


def stock_is_its_moves(session: Session) -> list[str]:
    """On hand and reserved equal the sums of their moves."""
    moved = (
        select(
            StockMove.shop_id,
            StockMove.product_id,
            func.sum(StockMove.delta_on_hand).label("on_hand"),
            func.sum(StockMove.delta_reserved).label("reserved"),
        )
        .group_by(StockMove.shop_id, StockMove.product_id)
        .subquery()
    )
    same = (moved.c.shop_id == Stock.shop_id) & (moved.c.product_id == Stock.product_id)
    wrong = (
        select(Stock.product_id)
        .outerjoin(moved, same)
        .where(
            or_(
                Stock.on_hand != func.coalesce(moved.c.on_hand, 0),
                Stock.reserved != func.coalesce(moved.c.reserved, 0),
            )
        )
    )
    return sentences(session, wrong, "product %s: stock is not the sum of its moves")


def reserved_is_open_lines(session: Session) -> list[str]:
    """Reserved equals the pieces of the redemptions still waiting."""
    waiting = (
        select(
            Redemption.shop_id,
            RedemptionLine.product_id,
            func.sum(RedemptionLine.quantity).label("pieces"),
        )
        .join(Redemption, Redemption.id == RedemptionLine.redemption_id)
        .where(Redemption.state == RedemptionState.RESERVED)
        .group_by(Redemption.shop_id, RedemptionLine.product_id)
        .subquery()
    )
    same = (waiting.c.shop_id == Stock.shop_id) & (waiting.c.product_id == Stock.product_id)
    wrong = (
        select(Stock.product_id)
        .outerjoin(waiting, same)
        .where(Stock.reserved != func.coalesce(waiting.c.pieces, 0))
    )
    return sentences(session, wrong, "product %s: reserved is not its open lines")


def batches_add_up(session: Session) -> list[str]:
    """Compare the batches of each product with its stock."""
    batches = (
        select(
            StockBatch.shop_id,
            StockBatch.product_id,
            func.sum(StockBatch.on_hand).label("pieces"),
        )
        .group_by(StockBatch.shop_id, StockBatch.product_id)
        .subquery()
    )
    same = (batches.c.shop_id == Stock.shop_id) & (batches.c.product_id == Stock.product_id)
    wrong = (
        select(Stock.product_id)
        .outerjoin(batches, same)
        .where(Stock.on_hand != func.coalesce(batches.c.pieces, 0))
    )
    return sentences(session, wrong, "product %s: its batches do not add up to its stock")


def no_expired_batch_left(session: Session) -> list[str]:
    """No piece was handed out after the last day of its batch."""
    wrong = (
        select(StockMove.id)
        .join(StockBatch, StockBatch.id == StockMove.batch_id)
        .join(Transaction, Transaction.id == StockMove.transaction_id)
        .where(
            StockMove.reason == MoveReason.HAND_OVER,
            StockBatch.expires_on < Transaction.business_on,
        )
    )
    return sentences(session, wrong, "stock move %s: handed out an expired batch")


def lines_left_once(session: Session) -> list[str]:
    """Each handed-out line left stock with its own pieces, by the act that took its points."""
    left = (
        select(
            StockMove.document_id,
            func.sum(-StockMove.delta_on_hand).label("pieces"),
            func.min(Transaction.source_id).label("first_redemption"),
            func.max(Transaction.source_id).label("last_redemption"),
        )
        .join(Transaction, Transaction.id == StockMove.transaction_id)
        .where(
            StockMove.document_kind == "redemption_line",
            StockMove.reason == MoveReason.HAND_OVER,
            Transaction.kind == EntryKind.REDEEM,
        )
        .group_by(StockMove.document_id)
        .subquery()
    )
    handed = case((Redemption.state.in_(HANDED_OUT), RedemptionLine.quantity), else_=0)
    wrong = (
        select(RedemptionLine.id)
        .join(Redemption, Redemption.id == RedemptionLine.redemption_id)
        .outerjoin(left, left.c.document_id == RedemptionLine.id)
        .where(
            or_(
                handed != func.coalesce(left.c.pieces, 0),
                left.c.first_redemption != Redemption.id,
                left.c.last_redemption != Redemption.id,
            )
        )
    )
    return sentences(
        session, wrong, "line of a redemption %s: did not leave stock once, with its points"
    )


CHECKS: dict[str, Check] = {
    "ledger 19: stock is the sum of its moves": stock_is_its_moves,
    "ledger 19: reserved is the open lines": reserved_is_open_lines,
    "ledger 21: batches add up to the stock": batches_add_up,
    "ledger 21: no expired batch was handed out": no_expired_batch_left,
    "ledger 22: a handed-out line left once, with its points": lines_left_once,
    "goods: no stock lies in a shop nobody sells from": no_stock_out_of_reach,
}
"""What must hold of goods, by name."""
