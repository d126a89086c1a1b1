"""到货提醒: who waits for a product that is sold out, told once when it is there again."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.errors import RuleError
from core.upsert import insert_new
from points.goods.models import Product, RestockWatch, Stock
from points.goods.rules.stock import left_of
from points.ledger.rules import ledger
from points.ledger.rules.refusals import NotForSale
from teams.authority.act import Act
from teams.members.models import Member

PRODUCTS_AT_ONCE = 50
ARRIVED = "您等的%(name)s到货了，想换的请早点来。"


class StillThere(RuleError):
    """Nobody waits for what is on the shelf."""

    code = "already_done"
    message = "%(name)s还有，不用等，现在就能换。"


def watch(act: Act, product: Product, shop_id: int, member_id: int) -> None:
    """Remember that the member wants to be told; twice is once.

    Raises NotAnActiveMember, NotForSale, StillThere, in that order.
    """
    member = ledger.active_member(act.session, product.community_id, member_id)
    if not product.is_on_shelf:
        raise NotForSale(name=product.name)
    today = _today(act, product.community_id)
    if left_of(act.session, product.community_id, shop_id, product.id, today) > 0:
        raise StillThere(name=product.name)
    watched = {
        "community_id": product.community_id,
        "product_id": product.id,
        "member_id": member.id,
        "asked_at": act.now,
    }
    insert_new(act.session, RestockWatch.asked_at, watched)
    act.made_by(member.person_id).note("arrival_watched", product)


def tell(act: Act, community_id: int, shop_id: int, product_ids: Iterable[int]) -> int:
    """Tell those who wait for products that can be taken now, and forget that they waited.

    Returns how many were told.
    """
    today = _today(act, community_id)
    there = [
        each
        for each in sorted(set(product_ids))
        if left_of(act.session, community_id, shop_id, each, today) > 0
    ]
    waited = act.session.execute(
        delete(RestockWatch)
        .where(RestockWatch.community_id == community_id, RestockWatch.product_id.in_(there))
        .where(
            RestockWatch.product_id.in_(
                select(Product.id).where(
                    Product.community_id == community_id, Product.is_on_shelf, Product.id.in_(there)
                )
            )
        )
        .returning(RestockWatch.product_id, RestockWatch.member_id)
        .execution_options(synchronize_session=False)
    ).all()
    slug = act.within(community_id).community.slug
    for product_id, member_id in sorted((product, member) for product, member in waited):
        person_id = act.session.get_one(Member, member_id).person_id
        name = act.session.get_one(Product, product_id).name
        link = f"/c/{slug}/supermarket/products/{product_id}"
        act.tell(person_id, ARRIVED, link, name=name)
    return len(waited)


def tell_all(session: Session, now: datetime) -> int:
    """Tell those who wait for products that came back otherwise: returned, let go, lapsed."""
    rows = session.execute(
        select(Stock.community_id, Stock.shop_id, Stock.product_id)
        .join(
            Product,
            (Product.community_id == Stock.community_id) & (Product.id == Stock.product_id),
        )
        .where(
            Product.is_on_shelf,
            Stock.on_hand > Stock.reserved,
            select(RestockWatch.member_id)
            .where(
                RestockWatch.community_id == Stock.community_id,
                RestockWatch.product_id == Stock.product_id,
            )
            .exists(),
        )
        .order_by(Stock.community_id, Stock.product_id)
        .limit(PRODUCTS_AT_ONCE)
    ).all()
    return sum(tell(Act(session, now), place, shop, [product]) for place, shop, product in rows)


def _today(act: Act, community_id: int) -> date:
    return act.within(community_id).today
