"""The shelf page by page: goods of a page, its categories, what is affordable."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Select,
    Subquery,
    bindparam,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from core.paging import page_of
from points.goods.models import Product, RestockWatch
from points.redemptions.queries.product_list import (
    GOODS,
    ON_SHELF,
    PRICE,
    Good,
    ProductLine,
    asked_at,
    good_of,
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

    categories: those on the shelf, once each; watched: the products of the page the reader waits
    for.
    """

    goods: list[Good]
    chosen: list[Good]
    next_id: int | None
    categories: list[str]
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
    asked = {
        **asked_at(community, now),
        "the_member": wanted.member_id,
        "category": wanted.category,
        "most_points": wanted.most_points,
        "after": wanted.after_id,
        "chosen": list(chosen),
    }
    kind = _Kind(
        bool(wanted.category),
        wanted.most_points is not None,
        wanted.after_id is not None,
        bool(asked["chosen"]),
    )
    rows = session.execute(_page(kind), asked).all()
    found = [good_of(*row[:4]) for row in rows if row[4]]
    shown, following = page_of(found, GOODS_A_PAGE, lambda good: good.product.id)
    return Page(
        goods=shown,
        chosen=[good_of(*row[:4]) for row in rows if not row[4]],
        next_id=following,
        categories=_categories(session, community, rows[0][6] if rows else None),
        watched={row[0].id for row in rows if row[5]},
    )


class _Kind(NamedTuple):
    """What a question for a page asks for."""

    has_category: bool
    has_most_points: bool
    is_next_page: bool
    has_chosen: bool


_COMMUNITY = bindparam("the_community", type_=BigInteger)
_IS_WATCHED = (
    select(RestockWatch.product_id)
    .where(
        RestockWatch.community_id == Product.community_id,
        RestockWatch.product_id == Product.id,
        RestockWatch.member_id == bindparam("the_member", type_=BigInteger),
    )
    .exists()
)
_CATEGORIES = (
    select(Product.category)
    .where(Product.community_id == _COMMUNITY, Product.is_on_shelf, Product.category != "")
    .distinct()
    .order_by(Product.category)
)
_NAMED = _CATEGORIES.subquery("named")
_TOGETHER = select(
    func.coalesce(func.aggregate_strings(_NAMED.c.category, "\n"), "")
).scalar_subquery()
"""The categories in one column, beside every row, so that they need no statement of their own."""


@cache
def _page(kind: _Kind) -> Select[*tuple[Any, ...]]:
    """Return the question for a page of the shelf, built once for each kind."""
    page = _ids_of_page(kind)
    ids = select(page.c.id, literal(value=True).label("is_shown"))
    if kind.has_chosen:
        chosen = Product.id.in_(bindparam("chosen", expanding=True))
        picked = select(Product.id, literal(value=False)).where(*ON_SHELF, chosen)
        found = union_all(ids, picked).subquery("ids")
    else:
        found = ids.subquery("ids")
    return GOODS.where(found.c.id == Product.id).add_columns(
        found.c.is_shown, _IS_WATCHED, _TOGETHER
    )


def _ids_of_page(kind: _Kind) -> Subquery:
    asked = select(Product.id).select_from(Product).where(*ON_SHELF)
    if kind.is_next_page:
        last = (
            select(Product.category, Product.code, Product.id)
            .where(
                Product.community_id == _COMMUNITY,
                Product.id == bindparam("after", type_=BigInteger),
            )
            .subquery("last")
        )
        place = tuple_(Product.category, Product.code, Product.id)
        is_after = place > tuple_(last.c.category, last.c.code, last.c.id)
        asked = asked.outerjoin(last, true()).where(or_(last.c.id.is_(None), is_after))
    if kind.has_category:
        asked = asked.where(Product.category == bindparam("category"))
    if kind.has_most_points:
        asked = asked.where(bindparam("most_points", type_=BigInteger) >= PRICE)
    asked = asked.order_by(Product.category, Product.code, Product.id)
    return asked.limit(GOODS_A_PAGE + 1).subquery("page")


def _categories(session: Session, community: Community, together: str | None) -> list[str]:
    """Read the categories of a row; a page without one asks for them."""
    if together is not None:
        return together.split("\n") if together else []
    return list(session.scalars(_CATEGORIES, {"the_community": community.id}))


def affordable(lines: list[ProductLine]) -> list[ProductLine]:
    """Return the lines of which one piece more may be taken, or some were."""
    return [line for line in lines if line.chosen or line.why in {"", "full"}]
