"""What an exchange asks: goods at the prices that count now, for whom, where; and its number."""

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased, joinedload, outerjoin

from core.columns import UTCDateTime
from core.upsert import next_number
from points.goods.models import PriceVersion, Product, Shop
from points.goods.rules import shops
from points.redemptions.models import Redemption
from teams.members.models import Member

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
_CHOSEN = (
    Product.community_id == bindparam("the_community"),
    Product.id.in_(bindparam("products", expanding=True)),
)
_AT_PRICE = outerjoin(Product, PriceVersion, PriceVersion.id == _COUNTS_NOW)
PRICED = select(PriceVersion).select_from(_AT_PRICE).where(*_CHOSEN)
ASKED_FOR = (
    select(Product, PriceVersion, Member, Shop.id.label("shop_id"))
    .select_from(
        _AT_PRICE.outerjoin(
            Member,
            and_(Member.community_id == Product.community_id, Member.id == bindparam("the_member")),
        ).outerjoin(
            Shop, and_(Shop.community_id == Product.community_id, Shop.id == bindparam("the_shop"))
        )
    )
    .where(*_CHOSEN)
    .options(joinedload(Member.person))
    .order_by(Product.id)
)
"""Goods at their prices, and on each row whose points they cost and where they lie, if known."""

BEGUN = select(shops.serving_key(bindparam("the_community")), next_number(Redemption))
"""The shop that serves, and the number of a redemption to come."""

NUMBER = select(next_number(Redemption))
