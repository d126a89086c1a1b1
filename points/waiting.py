"""What waits in this room, for the page 今天: goods with few pieces left."""

from functools import lru_cache

from sqlalchemy import ScalarSelect, func, select

from core.menu import HERE, Asking
from points.goods.models import Product, Stock
from points.goods.queries import stock
from points.permissions import Permission
from points.settings import PointsSettings
from teams.authority.kept_settings import settings_of


def goods(asking: Asking) -> ScalarSelect[int] | None:
    """Count the goods on the shelf with `low_stock_items` free pieces or fewer (a setting)."""
    if not asking.by.may(Permission.STOCK_MANAGE):
        return None
    values = settings_of(asking.session, asking.community_id, PointsSettings, asking.today)
    return _goods(values.low_stock_items)


@lru_cache(maxsize=64)
def _goods(low: int) -> ScalarSelect[int]:
    return (
        select(func.count(func.distinct(Product.id)))
        .join(Stock, Stock.product_id == Product.id)
        .where(
            Product.community_id == HERE,
            stock.is_low(low),
        )
        .scalar_subquery()
    )
