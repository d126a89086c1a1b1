"""What an exchange asks: goods at the prices that count now, for whom, where; and its number."""

from typing import cast

from sqlalchemy import ColumnElement, ScalarSelect, Table, and_, bindparam, insert, select
from sqlalchemy.orm import aliased, joinedload, outerjoin

from core.columns import UTCDateTime
from core.upsert import next_number
from points.goods.models import OpeningHours, PriceVersion, Product, Shop
from points.goods.rules import shops
from points.redemptions.models import Redemption, RedemptionLine
from teams.members.models import Member
from teams.members.rules import numbers

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

_SERVES = shops.serving_key(bindparam("the_community"))
_NUMBER = select(next_number(Redemption)).scalar_subquery()


def _person(*which: ColumnElement[bool]) -> ScalarSelect[int]:
    here = Member.community_id == bindparam("the_community")
    return select(Member.person_id).where(here, *which).scalar_subquery()


DESK = (
    select(
        Shop.id,
        _NUMBER,
        _person(Member.id == bindparam("the_member")),
        _person(numbers.bears(bindparam("the_community"), bindparam("the_witness"))),
        OpeningHours,
    )
    .outerjoin(OpeningHours, shops.OF_SHOP)
    .where(Shop.id == _SERVES)
)
"""The shop that serves, the number of a redemption to come, who is asked, and the hours."""

NUMBER = select(next_number(Redemption))

LINES = insert(cast("Table", RedemptionLine.__table__))
"""The lines of a redemption just written, however many."""
