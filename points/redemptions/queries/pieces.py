"""What a redemption gave or a return brought back, in pieces and in a few words."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from points.goods.models import MoveReason, Product, StockMove
from points.goods.rules.stock import LINE
from points.redemptions.models import RedemptionLine
from teams.members.models import Community


@dataclass(frozen=True, slots=True)
class Piece:
    """So many of one product, at the price one cost on the redemption."""

    name: str
    unit: str
    quantity: int
    price: int

    @property
    def words(self) -> str:
        """Say what it is: 抽纸 1 提."""
        return f"{self.name} {self.quantity} {self.unit}"


def goods_words(
    session: Session, community: Community, redemption_ids: list[int]
) -> dict[int, str]:
    """Return the goods of each redemption in a few words: 抽纸 1 提、香皂 2 块."""
    found = _read(session, _of_redemptions(community, redemption_ids)) if redemption_ids else {}
    return {
        redemption_id: "、".join(each.words for each in pieces)
        for redemption_id, pieces in found.items()
    }


def pieces_of_returns(
    session: Session, community: Community, act_ids: list[int]
) -> dict[int, list[Piece]]:
    """Return the pieces that came back by each of these acts of the books."""
    return _read(session, _of_returns(community, act_ids)) if act_ids else {}


PIECE = (
    RedemptionLine.product_words,
    Product.unit,
    RedemptionLine.quantity,
    RedemptionLine.price_each,
)
"""The columns of a `Piece`, for statements that bring along what was redeemed."""


Row = Select[int, str, str, int, int]
Whole = ColumnElement[int] | InstrumentedAttribute[int]


def _of_redemptions(community: Community, redemption_ids: list[int]) -> Row:
    return _asked(community, RedemptionLine.redemption_id, RedemptionLine.quantity).where(
        RedemptionLine.redemption_id.in_(redemption_ids)
    )


def _of_returns(community: Community, act_ids: list[int]) -> Row:
    """Count what came back by line: goods written off at once came back before that."""
    came = func.sum(case((StockMove.reason == MoveReason.RETURN, StockMove.delta_on_hand), else_=0))
    return (
        _asked(community, StockMove.transaction_id, came)
        .join(StockMove, StockMove.document_id == RedemptionLine.id)
        .where(
            StockMove.community_id == community.id,
            StockMove.document_kind == LINE,
            StockMove.transaction_id.in_(act_ids),
        )
        .group_by(StockMove.transaction_id, RedemptionLine.id, Product.unit)
    )


def _asked(community: Community, of: Whole, quantity: Whole) -> Row:
    line = RedemptionLine
    return (
        select(of, line.product_words, Product.unit, quantity, line.price_each)
        .join(Product, Product.id == line.product_id)
        .where(line.community_id == community.id)
        .order_by(of, line.line_no)
    )


def _read(session: Session, asked: Row) -> dict[int, list[Piece]]:
    found: dict[int, list[Piece]] = {}
    for of, name, unit, quantity, price in session.execute(asked):
        found.setdefault(of, []).append(Piece(name, unit, int(quantity), price))
    return found
