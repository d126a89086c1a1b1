"""The redemption of an exchange: priced lines written down, numbered, and read again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.act import Subject
from core import clock
from core.errors import BadRequest, NotFound
from points.goods.models import PriceVersion, Product
from points.goods.rules import goods
from points.goods.rules.goods import MOST_OF_ONE
from points.goods.rules.stock import Taking
from points.ledger.rules import postings
from points.ledger.rules.refusals import NotForSale, PriceChanged
from points.permissions import Permission
from points.redemptions.models import Redemption, RedemptionLine, RedemptionState
from points.redemptions.rules.reservations import SOURCE
from teams.authority.act import Act
from teams.members.models import Community

MOST_LINES = 20


class BasketWrong(BadRequest):
    """Nothing was chosen, too many kinds, or a quantity that is no count."""

    message = "请先选好东西，每样 1 到 99 件，一单最多 20 样。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person asks for; `price_points` is the price they saw, compared and never charged.

    None where nobody saw a price: the server's counts (T23).
    """

    product_id: int
    quantity: int
    price_points: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """One wish at the server's own price."""

    product: Product
    quantity: int
    price: PriceVersion

    @property
    def points(self) -> int:
        """Return what the line costs."""
        return self.quantity * self.price.price_points


def priced(act: Act, community_id: int, wishes: list[Wish]) -> list[PricedLine]:
    """Return the wishes at the prices of now, one line a product, by ascending product id.

    Raises BasketWrong, NotFound, NotForSale, PriceChanged for a rise; a fall is passed on.
    """
    quantities: dict[int, int] = {}
    seen: dict[int, int | None] = {}
    for wish in wishes:
        quantities[wish.product_id] = quantities.get(wish.product_id, 0) + wish.quantity
        seen[wish.product_id] = wish.price_points
    amounts = [wish.quantity for wish in wishes] + list(quantities.values())
    if not 0 < len(quantities) <= MOST_LINES or not all(0 < n <= MOST_OF_ONE for n in amounts):
        raise BasketWrong
    products = act.session.scalars(
        select(Product)
        .where(Product.community_id == community_id, Product.id.in_(quantities))
        .order_by(Product.id)
    ).all()
    if len(products) != len(quantities):
        raise NotFound
    return [_priced(act, each, quantities[each.id], seen[each.id]) for each in products]


def _priced(act: Act, product: Product, quantity: int, seen: int | None) -> PricedLine:
    price = goods.price_at(act, product)
    if price is None or not product.is_on_shelf:
        raise NotForSale(name=product.name)
    if seen is not None and price.price_points > seen:
        raise PriceChanged(name=product.name, price_points=price.price_points)
    return PricedLine(product=product, quantity=quantity, price=price)


def write_down(session: Session, redemption: Redemption, lines: list[PricedLine]) -> list[Taking]:
    """Insert the redemption and its lines, give it its number, and return what is to be taken.

    The number is the day and the row's own id: no counter that everybody would wait for.
    """
    community = session.get_one(Community, redemption.community_id)
    redemption.redemption_no = postings.placeholder()
    redemption.total_points = sum(line.points for line in lines)
    session.add(redemption)
    session.flush()
    redemption.redemption_no = (
        f"{clock.local(redemption.made_at, community.zone):%y%m%d}-{redemption.id}"
    )
    takings = []
    for line_no, each in enumerate(lines, start=1):
        line = RedemptionLine(
            community_id=redemption.community_id,
            redemption_id=redemption.id,
            line_no=line_no,
            product_id=each.product.id,
            product_words=each.product.name,
            quantity=each.quantity,
            price_each=each.price.price_points,
            price_version=each.price.version,
        )
        session.add(line)
        takings.append(Taking(line=line, product=each.product, quantity=each.quantity))
    session.flush()
    return takings


def takings_of(session: Session, redemption: Redemption) -> list[Taking]:
    """Return the lines of a redemption with their products, by ascending product id."""
    rows = session.execute(
        select(RedemptionLine, Product)
        .join(Product, Product.id == RedemptionLine.product_id)
        .where(
            RedemptionLine.community_id == redemption.community_id,
            RedemptionLine.redemption_id == redemption.id,
        )
        .order_by(Product.id)
    )
    return [Taking(line=line, product=product, quantity=line.quantity) for line, product in rows]


def redemption_in(session: Session, community_id: int, redemption_id: int) -> Redemption:
    """Return a redemption of this community, read afresh. Raises NotFound."""
    found = session.scalars(
        select(Redemption)
        .where(Redemption.community_id == community_id, Redemption.id == redemption_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def is_open(redemption: Redemption, now: datetime) -> bool:
    """Say whether the redemption can still be collected: reserved, and its time not over."""
    return (
        redemption.state is RedemptionState.RESERVED
        and redemption.collect_by is not None
        and now < redemption.collect_by
    )


def note_print(act: Act, community_id: int, redemption_id: int) -> int:
    """Count one more print of a redemption that went out; return how many there are now.

    Every print after the first is a copy (ledger 4, case 55). Raises NotAllowed, NotFound.
    """
    act.by.refuse_unless(Permission.SHOP_SELL)
    printed = act.session.scalar(
        update(Redemption)
        .where(
            Redemption.community_id == community_id,
            Redemption.id == redemption_id,
            Redemption.collected_at.is_not(None),
        )
        .values(prints=Redemption.prints + 1)
        .returning(Redemption.prints)
        .execution_options(synchronize_session=False)
    )
    if printed is None:
        raise NotFound
    act.note("slip_printed", Subject(SOURCE, redemption_id, community_id), copy=printed)
    return int(printed)
