"""Goods on the shelf with price and pieces left, and why this reader may not take one more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, Date, Select, bindparam, func, select
from sqlalchemy.orm import Session

from core import clock
from core.columns import UTCDateTime
from core.errors import NotFound
from points.goods.models import LimitWindow, Product, RestockWatch, Stock, StockBatch
from points.goods.queries.prices import price_at
from points.goods.rules import shops
from points.ledger.queries.balances import Balance
from points.redemptions.models import LimitCounter
from points.redemptions.rules import limits
from points.settings import PointsSettings
from teams.authority.kept_settings import settings_of
from teams.members.models import Community

Asked = Select[Product, int, int, date | None]

NEAR_DAYS = 15


@dataclass(frozen=True, slots=True)
class Good:
    """One product as the shelf shows it."""

    product: Product
    price_points: int
    left: int
    near_on: date | None


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one person may still take this month, and of each limited product."""

    points_cap: int
    points_used: int
    redemptions_cap: int
    redemptions_used: int
    used: dict[tuple[str, date], int]
    today: date
    collect_days: int

    @property
    def points_left(self) -> int:
        """Return the points that may still be exchanged this month."""
        return max(0, self.points_cap - self.points_used)

    @property
    def redemptions_left(self) -> int:
        """Return the redemptions that may still be made this month."""
        return max(0, self.redemptions_cap - self.redemptions_used)

    def pieces_left(self, product: Product) -> int | None:
        """Return how many of a product may still be taken, None without a limit."""
        counter = limits.counter_of(product, self.today)
        if counter is None:
            return None
        return max(0, counter.cap - self.used.get((counter.rule, counter.starts_on), 0))

    def again_on(self, product: Product) -> date:
        """Return the first day the product's limit begins anew."""
        return limits.next_window(product.limit_window, self.today)


@dataclass(frozen=True, slots=True)
class ProductLine:
    """One product with this reader's choice and the reason the button gives.

    `why`: "" may be taken, "full" chosen to the end, "sold-out", "limit", "redemptions", "month",
    "points" (too few), "look" (cannot redeem); `missing` goes with "points" and "month".
    `may_still`: how many more the product's own limit allows, None without a limit.
    """

    good: Good
    chosen: int
    why: str
    missing: int
    again_on: date | None
    may_still: int | None = None


def goods_chosen(
    session: Session, community: Community, product_ids: Iterable[int], now: datetime
) -> list[Good]:
    """Return those of some products that are on the shelf, by category and code."""
    ids = list(product_ids)
    asked = {**asked_at(community, now), "chosen": ids}
    return _read(session, _CHOSEN, asked) if ids else []


def watched(session: Session, community: Community, member_id: int) -> set[int]:
    """Return the products a member waits for."""
    return set(
        session.scalars(
            select(RestockWatch.product_id).where(
                RestockWatch.community_id == community.id, RestockWatch.member_id == member_id
            )
        )
    )


def good_in(session: Session, community: Community, product_id: int, now: datetime) -> Good:
    """Return one product of the community, on the shelf or off it. Raises NotFound."""
    found = _read(session, _ONE, {**asked_at(community, now), "the_product": product_id})
    if not found:
        raise NotFound
    return found[0]


def asked_at(community: Community, now: datetime) -> dict[str, object]:
    """Return what a question for goods is asked with: the community, the moment, its local day."""
    today = clock.local_day(now, community.zone)
    return {
        "the_community": community.id,
        "the_moment": now,
        "the_day": today,
        "the_near_day": today + timedelta(days=NEAR_DAYS),
    }


_COMMUNITY = bindparam("the_community", type_=BigInteger)
PRICE = price_at(bindparam("the_moment", type_=UTCDateTime))
ON_SHELF = (
    Product.community_id == _COMMUNITY,
    Product.is_on_shelf.is_(True),
    PRICE.is_not(None),
)
"""The conditions of a product that may be taken: on the shelf, with a price."""


def _goods() -> Asked:
    """Return the question for products with price, pieces that are good, and a near last day."""
    shop_id = shops.serving_key(_COMMUNITY)
    today = bindparam("the_day", type_=Date)
    of_product = (
        StockBatch.community_id == Product.community_id,
        StockBatch.shop_id == shop_id,
        StockBatch.product_id == Product.id,
        StockBatch.on_hand > 0,
    )
    dead = (
        select(func.coalesce(func.sum(StockBatch.on_hand), 0))
        .where(*of_product, StockBatch.expires_on < today)
        .correlate(Product)
        .scalar_subquery()
    )
    near = (
        select(func.min(StockBatch.expires_on))
        .where(*of_product, StockBatch.expires_on >= today)
        .where(StockBatch.expires_on <= bindparam("the_near_day", type_=Date))
        .correlate(Product)
        .scalar_subquery()
    )
    return (
        select(Product, PRICE, func.coalesce(Stock.on_hand - Stock.reserved, 0) - dead, near)
        .select_from(Product)
        .outerjoin(
            Stock,
            (Stock.community_id == Product.community_id)
            & (Stock.shop_id == shop_id)
            & (Stock.product_id == Product.id),
        )
        .where(Product.community_id == _COMMUNITY)
        .order_by(Product.category, Product.code, Product.id)
    )


GOODS = _goods()
_CHOSEN = GOODS.where(*ON_SHELF, Product.id.in_(bindparam("chosen", expanding=True)))
_ONE = GOODS.where(Product.id == bindparam("the_product"))


def _read(session: Session, asked: Asked, values: dict[str, object]) -> list[Good]:
    return [good_of(*row) for row in session.execute(asked, values)]


def good_of(product: Product, points: int | None, left: int, near_on: date | None) -> Good:
    """Return a row of `GOODS` as the shelf shows it."""
    return Good(product, points or 0, max(0, left), near_on)


def allowance_of(
    session: Session, community: Community, wallet_id: int | None, now: datetime
) -> Allowance:
    """Return what a wallet may still take of goods; one not yet opened has used nothing."""
    today = clock.local_day(now, community.zone)
    values = settings_of(session, community.id, PointsSettings, today)
    asked = {
        "the_community": community.id,
        "the_wallet": wallet_id or 0,
        "since": date(today.year, 1, 1),
    }
    used = {(rule, on): count for rule, on, count in session.execute(_USED, asked)}
    month_on = today.replace(day=1)
    return Allowance(
        points_cap=values.monthly_points,
        points_used=used.get((limits.POINTS, month_on), 0),
        redemptions_cap=values.monthly_redemptions,
        redemptions_used=used.get((limits.REDEMPTIONS, month_on), 0),
        used=used,
        today=today,
        collect_days=values.collect_days,
    )


_USED = select(LimitCounter.rule, LimitCounter.window_starts_on, LimitCounter.used).where(
    LimitCounter.community_id == bindparam("the_community"),
    LimitCounter.wallet_id == bindparam("the_wallet"),
    LimitCounter.window_starts_on >= bindparam("since"),
)


def product_lines(
    goods: list[Good],
    basket: dict[int, int],
    balance: Balance,
    allowance: Allowance,
    total: int,
) -> list[ProductLine]:
    """Judge each product for a reader with this basket: may they take one more, and if not, why.

    total: the points of the whole basket, what stands on other pages among it.
    """
    return [_judged(good, basket, total, balance, allowance) for good in goods]


def _judged(
    good: Good, basket: dict[int, int], total: int, balance: Balance, allowance: Allowance
) -> ProductLine:
    chosen = basket.get(good.product.id, 0)
    why, missing = reason_against(good, chosen, total, balance, allowance)
    if why in {"sold-out", "limit"} and chosen and good.left:
        why = "full"
    has_limit = good.product.limit_window is not LimitWindow.NONE
    again_on = allowance.again_on(good.product) if has_limit else None
    pieces = allowance.pieces_left(good.product)
    may_still = None if pieces is None else max(0, pieces - chosen)
    return ProductLine(good, chosen, why, missing, again_on, may_still)


def reason_against(
    good: Good, chosen: int, total: int, balance: Balance, allowance: Allowance
) -> tuple[str, int]:
    """Say why one piece more cannot be taken beside `chosen` of it and `total` points in all.

    "" when it can, else "sold-out", "limit", "redemptions", "points" or "month", in that order; the
    number goes with "points" (how many are missing) and "month" (how many are left).
    """
    pieces = allowance.pieces_left(good.product)
    if good.left <= chosen:
        return "sold-out", 0
    if pieces is not None and pieces <= chosen:
        return "limit", 0
    if allowance.redemptions_left == 0:
        return "redemptions", 0
    short = total + good.price_points - balance.available
    if short > 0:
        return "points", short
    over = total + good.price_points - allowance.points_left
    return ("month", allowance.points_left) if over > 0 else ("", 0)
