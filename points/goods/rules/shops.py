"""The community's shop: which one serves, opened, chosen, found.

A community has one. Where there are several, the one the keeper chose last serves, else the first.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, UnaryExpression, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from core.errors import NotFound
from core.tenancy import row_in
from points.goods.models import Shop
from points.permissions import Permission
from teams.authority.act import Act
from teams.members.models import Community

DEFAULT_SHOP = "积分超市"

Served = int | InstrumentedAttribute[int]
FirstServes = tuple[ColumnElement[bool], UnaryExpression[datetime | None], UnaryExpression[int]]


def _serving_first(shop: type[Shop]) -> FirstServes:
    return shop.chosen_at.is_(None), shop.chosen_at.desc(), shop.id.asc()


def serving_key(community_id: Served) -> ScalarSelect[int]:
    """Return the id of the shop that serves, as part of a statement."""
    each = aliased(Shop)
    asked = select(each.id).where(each.community_id == community_id)
    return asked.order_by(*_serving_first(each)).limit(1).scalar_subquery()


def serving_or_none(session: Session, community_id: int) -> Shop | None:
    """Return the shop that serves, None before one was opened."""
    asked = select(Shop).where(Shop.community_id == community_id)
    return session.scalars(asked.order_by(*_serving_first(Shop)).limit(1)).one_or_none()


def serving(session: Session, community_id: int) -> Shop:
    """Return the shop that serves. Raises NotFound before one was opened."""
    found = serving_or_none(session, community_id)
    if found is None:
        raise NotFound
    return found


def serving_or_opened(session: Session, community: Community) -> Shop:
    """Return the shop that serves; the usual one is opened when there is none."""
    return serving_or_none(session, community.id) or open_shop(session, community)


def open_shop(session: Session, community: Community, name: str = DEFAULT_SHOP) -> Shop:
    """Open a shop in the community; the one of that name is returned when it is there already."""
    found = session.scalars(
        select(Shop).where(Shop.community_id == community.id, Shop.name == name)
    ).one_or_none()
    if found is None:
        found = Shop(community_id=community.id, name=name)
        session.add(found)
        session.flush()
    return found


def choose(act: Act, community_id: int, shop_id: int) -> Shop:
    """Let this shop serve from now on. Raises NotAllowed, NotFound, in that order."""
    act.by.refuse_unless(Permission.STOCK_MANAGE)
    found = row_in(act.session, Shop, community_id, shop_id)
    found.chosen_at = act.now
    act.session.flush()
    act.note("shop_chosen", found, name=found.name)
    return found


def shop_in(session: Session, community_id: int, shop_id: int) -> Shop:
    """Return the shop. Raises NotFound."""
    return row_in(session, Shop, community_id, shop_id)
