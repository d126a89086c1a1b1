"""The shelf page by page: goods of a page, its categories, what is affordable."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, literal, or_, select, true, tuple_, union_all
from sqlalchemy.orm import Session

from core.paging import page_of
from points.goods.models import Product, RestockWatch
from points.goods.queries.prices import price_at
from points.redemptions.queries.product_list import (
    Good,
    ProductLine,
    asked_goods,
    good_of,
    is_on_shelf,
)
from teams.members.models import Community

GOODS_A_PAGE = 24


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which goods, for whom: of one category, of at most so many points, after one of them."""

    member_id: int = 0
    category: str = ""
    most_points: int | None = None
    after_id: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the shelf, what was chosen wherever it stands, and the key of the next page.

    watched: the products of the page the reader waits for.
    """

    goods: list[Good]
    chosen: list[Good]
    next_id: int | None
    watched: set[int]


def goods_page(
    session: Session,
    community: Community,
    wanted: Wanted,
    chosen: Iterable[int],
    now: datetime,
) -> Page:
    """Return a page of what is on the shelf with its present price, by category and code.

    The page is chosen before anything is joined to it, and so costs the same on any shelf. What was
    chosen (ids of products) comes along from whatever page.
    """
    page = _ids_of_page(community, wanted, now)
    picked = select(Product.id, literal(value=False)).where(
        *is_on_shelf(community, now), Product.id.in_(list(chosen))
    )
    of_page = select(page.c.id, literal(value=True).label("is_shown"))
    ids = union_all(of_page, picked).subquery("ids")
    asked = (
        asked_goods(community, now)
        .where(ids.c.id == Product.id)
        .add_columns(ids.c.is_shown, _is_watched_by(wanted.member_id))
    )
    rows = session.execute(asked).all()
    found = [good_of(*row[:4]) for row in rows if row[4]]
    shown, following = page_of(found, GOODS_A_PAGE, lambda good: good.product.id)
    return Page(
        goods=shown,
        chosen=[good_of(*row[:4]) for row in rows if not row[4]],
        next_id=following,
        watched={row[0].id for row in rows if row[5]},
    )


def _is_watched_by(member_id: int) -> ColumnElement[bool]:
    return (
        select(RestockWatch.product_id)
        .where(
            RestockWatch.community_id == Product.community_id,
            RestockWatch.product_id == Product.id,
            RestockWatch.member_id == member_id,
        )
        .exists()
    )


def _ids_of_page(community: Community, wanted: Wanted, now: datetime) -> Subquery:
    last = (
        select(Product.category, Product.code, Product.id)
        .where(Product.community_id == community.id, Product.id == (wanted.after_id or 0))
        .subquery("last")
    )
    place = tuple_(Product.category, Product.code, Product.id)
    asked = (
        select(Product.id)
        .select_from(Product)
        .outerjoin(last, true())
        .where(
            *is_on_shelf(community, now),
            or_(last.c.id.is_(None), place > tuple_(last.c.category, last.c.code, last.c.id)),
            Product.category == wanted.category if wanted.category else true(),
            true() if wanted.most_points is None else price_at(now) <= wanted.most_points,
        )
        .order_by(Product.category, Product.code, Product.id)
        .limit(GOODS_A_PAGE + 1)
    )
    return asked.subquery("page")


def categories(session: Session, community: Community) -> list[str]:
    """Return the categories on the shelf, once each."""
    asked = select(Product.category).where(
        Product.community_id == community.id, Product.is_on_shelf, Product.category != ""
    )
    return list(session.scalars(asked.distinct().order_by(Product.category)))


def affordable(lines: list[ProductLine]) -> list[ProductLine]:
    """Return the lines of which one piece more may be taken, or some were."""
    return [line for line in lines if line.chosen or line.why in {"", "full"}]
