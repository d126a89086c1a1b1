"""Products added, changed, put on the shelf or off; a price never edited but set anew (T23)."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import name_keys
from core.errors import AlreadyDone, BadRequest
from points.goods.models import LimitWindow, PriceVersion, Product
from points.ledger.rules.postings import MOST_POINTS
from points.permissions import Permission
from teams.authority.act import Act

MOST_OF_ONE = 99
"""So many pieces of one product may be taken at once."""


class CodeTaken(AlreadyDone):
    """Another product of the community has this code."""

    message = "编号“%(code)s”已经给了%(name)s，请换一个编号。"


class PriceOutOfRange(BadRequest):
    """A price is a whole number of points above zero."""

    message = "积分价要填 1 到 1000000 之间的整数。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFields:
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

    def columns(self) -> dict[str, object]:
        """Return the columns of the product's row."""
        own = {name: getattr(self, name) for name in self.__slots__}
        return own | {"name_keys": name_keys.of_thing(self.name)}


def add_product(act: Act, fields: ProductFields) -> Product:
    """Put a new product on the list; it needs a price before it is for sale.

    Raises NotAllowed, CodeTaken.
    """
    act.by.refuse_unless(Permission.STOCK_MANAGE)
    _refuse_taken_code(act.session, act.community.id, fields.code, product_id=0)
    product = Product(community_id=act.community.id, **fields.columns())
    act.session.add(product)
    act.session.flush()
    act.note("product_added", product, name=product.name)
    return product


def change_product(act: Act, product: Product, fields: ProductFields) -> None:
    """Correct what a product is; redemptions already made keep the words they were made with.

    Raises NotAllowed, CodeTaken.
    """
    act.by.refuse_unless(Permission.STOCK_MANAGE)
    _refuse_taken_code(act.session, product.community_id, fields.code, product.id)
    for name, value in fields.columns().items():
        if name != "row_key":
            setattr(product, name, value)
    act.session.flush()
    act.note("product_changed", product, name=product.name)


def set_on_shelf(act: Act, product: Product, *, is_on_shelf: bool) -> None:
    """Put a product on the shelf or take it off; reservations already made are honoured.

    Raises NotAllowed.
    """
    act.by.refuse_unless(Permission.STOCK_MANAGE)
    product.is_on_shelf = is_on_shelf
    act.session.flush()
    act.note("product_on_shelf" if is_on_shelf else "product_off_shelf", product, name=product.name)


def set_price(act: Act, product: Product, price_points: int, reason: str = "") -> PriceVersion:
    """Let a new price count from now on; the change log is public (T23).

    Raises NotAllowed, PriceOutOfRange.
    """
    act.by.refuse_unless(Permission.PRICE_SET)
    if not 0 < price_points <= MOST_POINTS:
        raise PriceOutOfRange
    latest = act.session.scalar(
        select(func.max(PriceVersion.version)).where(PriceVersion.product_id == product.id)
    )
    version = PriceVersion(
        community_id=product.community_id,
        product_id=product.id,
        version=(latest or 0) + 1,
        price_points=price_points,
        starts_at=act.now,
        set_by_id=act.by.person_id,
        reason=reason,
    )
    act.session.add(version)
    act.session.flush()
    act.note("price_changed", product, name=product.name, price_points=price_points, reason=reason)
    return version


def _refuse_taken_code(session: Session, community_id: int, code: str, product_id: int) -> None:
    found = session.scalars(
        select(Product).where(
            Product.community_id == community_id, Product.code == code, Product.id != product_id
        )
    ).one_or_none()
    if found is not None:
        raise CodeTaken(code=code, name=found.name)
