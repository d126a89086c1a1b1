"""What an exchange asks: products at the prices that count now; and how it is numbered."""

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import aliased

from core.columns import UTCDateTime
from points.goods.models import PriceVersion, Product
from points.redemptions.models import Redemption

_NEWEST = aliased(PriceVersion)
_COUNTS_NOW = (
    select(_NEWEST.id)
    .where(
        _NEWEST.community_id == Product.community_id,
        _NEWEST.product_id == Product.id,
        _NEWEST.starts_at <= bindparam("now", type_=UTCDateTime),
    )
    .order_by(_NEWEST.version.desc())
    .limit(1)
    .correlate(Product)
    .scalar_subquery()
)
PRICED = (
    select(Product, PriceVersion)
    .outerjoin(PriceVersion, PriceVersion.id == _COUNTS_NOW)
    .where(
        Product.community_id == bindparam("the_community"),
        Product.id.in_(bindparam("products", expanding=True)),
    )
    .order_by(Product.id)
)
NUMBERED = (
    update(Redemption)
    .where(Redemption.id == bindparam("the_row"))
    .values(redemption_no=bindparam("number"), code_sealed=bindparam("sealed"))
    .returning(Redemption)
    .execution_options(synchronize_session=False, populate_existing=True)
)
