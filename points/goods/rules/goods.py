"""Shops, products and their prices; a price is never edited, a new version begins (T23)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.rules import audit
from core import name_keys
from core.errors import AlreadyDone, BadRequest
from core.permissions import Permission
from points.goods.models import LimitWindow, PriceVersion, Product
from points.ledger.rules.postings import MOST_POINTS
from teams.authority.rules import Authority
from teams.members.models import Community

MOST_OF_ONE = 99
"""So many pieces of one product may be taken at once."""


class CodeTaken(AlreadyDone):
    """Another product of the community has this code."""

    message = "编号“%(code)s”已经给了%(name)s，请换一个编号。"


class PriceOutOfRange(BadRequest):
    """A price is a whole number of points above zero."""

    message = "积分价要填 1 到 1000000 之间的整数。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """What a product is; `limit_quantity` 0 or window NONE means without limit."""

    code: str
    name: str
    unit: str
    specification: str = ""
    category: str = ""
    picture: str = "box"
    barcode: str | None = None
    limit_quantity: int = 0
    limit_window: LimitWindow = LimitWindow.NONE
    needs_best_before: bool = False
    row_key: str | None = None

    def columns(self) -> dict[str, Any]:
        """Return the columns of the product's row."""
        own = {name: getattr(self, name) for name in self.__slots__}
        return own | {"name_keys": name_keys.of_thing(self.name)}


def add_product(
    session: Session, community: Community, facts: ProductFacts, by: Authority, now: datetime
) -> Product:
    """Put a new product on the list; it needs a price before it is for sale.

    Raises NotAllowed, CodeTaken.
    """
    by.refuse_unless(Permission.STOCK_MANAGE)
    _refuse_taken_code(session, community.id, facts.code, product_id=0)
    product = Product(community_id=community.id, **facts.columns())
    session.add(product)
    session.flush()
    _note(session, "product_added", product, by, now)
    return product


def change_product(
    session: Session, product: Product, facts: ProductFacts, by: Authority, now: datetime
) -> None:
    """Correct what a product is; slips already made keep the words they were made with.

    Raises NotAllowed, CodeTaken.
    """
    by.refuse_unless(Permission.STOCK_MANAGE)
    _refuse_taken_code(session, product.community_id, facts.code, product.id)
    for name, value in facts.columns().items():
        if name != "row_key":
            setattr(product, name, value)
    session.flush()
    _note(session, "product_changed", product, by, now)


def set_on_shelf(
    session: Session, product: Product, by: Authority, now: datetime, *, is_on_shelf: bool
) -> None:
    """Put a product on the shelf or take it off; reservations already made are honoured.

    Raises NotAllowed.
    """
    by.refuse_unless(Permission.STOCK_MANAGE)
    product.is_on_shelf = is_on_shelf
    session.flush()
    _note(session, "product_on_shelf" if is_on_shelf else "product_off_shelf", product, by, now)


def set_price(
    session: Session,
    product: Product,
    price_points: int,
    by: Authority,
    now: datetime,
    reason: str = "",
) -> PriceVersion:
    """Let a new price count from now on; the change log is public (T23).

    Raises NotAllowed, PriceOutOfRange.
    """
    by.refuse_unless(Permission.PRICE_SET)
    if not 0 < price_points <= MOST_POINTS:
        raise PriceOutOfRange
    latest = session.scalar(
        select(func.max(PriceVersion.version)).where(PriceVersion.product_id == product.id)
    )
    version = PriceVersion(
        community_id=product.community_id,
        product_id=product.id,
        version=(latest or 0) + 1,
        price_points=price_points,
        starts_at=now,
        set_by_id=by.person_id,
        reason=reason,
    )
    session.add(version)
    session.flush()
    _note(session, "price_changed", product, by, now, price_points=price_points, reason=reason)
    return version


def price_at(session: Session, product: Product, now: datetime) -> PriceVersion | None:
    """Return the newest price that has begun, None before the first."""
    return session.scalars(
        select(PriceVersion)
        .where(
            PriceVersion.community_id == product.community_id,
            PriceVersion.product_id == product.id,
            PriceVersion.starts_at <= now,
        )
        .order_by(PriceVersion.version.desc())
        .limit(1)
    ).one_or_none()


def _refuse_taken_code(session: Session, community_id: int, code: str, product_id: int) -> None:
    found = session.scalars(
        select(Product).where(
            Product.community_id == community_id, Product.code == code, Product.id != product_id
        )
    ).one_or_none()
    if found is not None:
        raise CodeTaken(code=code, name=found.name)


def _note(
    session: Session, event: str, product: Product, by: Authority, now: datetime, **details: object
) -> None:
    audit.record(
        session,
        event,
        ("product", product.id),
        actor_id=by.person_id,
        community_id=product.community_id,
        now=now,
        name=product.name,
        **details,
    )
