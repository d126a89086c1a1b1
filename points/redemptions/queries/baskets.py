"""What was chosen on the shelf or at the counter; it stands in the address, not in the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from points.goods.models import LimitWindow
from points.ledger.queries.balances import Balance
from points.redemptions.queries.product_list import Allowance, Good, reason_against


@dataclass(frozen=True, slots=True)
class Basket:
    """Chosen pieces by product, with what they cost and what would be left."""

    chosen: Mapping[int, int] = field(default_factory=dict)
    goods: list[tuple[Good, int]] = field(default_factory=list)
    left: int = 0

    @classmethod
    def of(cls, chosen: Mapping[int, int]) -> "Basket":
        """Return a basket that knows its pieces only."""
        return cls(dict(chosen))

    @property
    def pieces(self) -> int:
        """Return how many pieces were chosen."""
        return sum(quantity for _, quantity in self.goods)

    @property
    def points(self) -> int:
        """Return what they cost together."""
        return sum(good.price_points * quantity for good, quantity in self.goods)

    @property
    def last_id(self) -> int:
        """Return the product chosen last, 0 when nothing is chosen."""
        return next(reversed(self.chosen), 0)

    def query(self, product_id: int = 0, change: int = 0) -> dict[str, int]:
        """Return the address's words with one product changed; none left means left out.

        What gains a piece stands last, so that it is the one that no longer fits.
        """
        chosen = dict(self.chosen)
        if product_id:
            count = chosen.pop(product_id, 0) if change > 0 else chosen.get(product_id, 0)
            chosen[product_id] = count + change
        return {f"p{key}": count for key, count in chosen.items() if count > 0}

    def beside(self, product_id: int) -> dict[str, int]:
        """Return the address's words of everything but one product."""
        return {f"p{key}": count for key, count in self.chosen.items() if key != product_id}

    def sent(self) -> list[str]:
        """Return the lines a form sends: product, pieces and the price shown."""
        return [f"{good.product.id}:{n}:{good.price_points}" for good, n in self.goods]


def basket_in(goods: list[Good], chosen: Mapping[int, int], available: int) -> Basket:
    """Return the basket of those chosen things that are on the shelf."""
    by_id = {good.product.id: good for good in goods}
    known = [(by_id[key], count) for key, count in chosen.items() if key in by_id]
    total = sum(good.price_points * quantity for good, quantity in known)
    return Basket({good.product.id: n for good, n in known}, known, available - total)


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """Pieces that were asked for and not added, with the reason of `reason_against`.

    `taken`: pieces of it that are on the redemption; `used`: pieces its limit has counted before.
    """

    good: Good
    why: str
    missing: int
    taken: int
    used: int
    again_on: date | None


def fitted(
    goods: list[Good], chosen: Mapping[int, int], balance: Balance, allowance: Allowance
) -> tuple[dict[int, int], list[RefusedLine]]:
    """Return what of `chosen` may be taken, and a line for each product that may not in full.

    In the order chosen, piece by piece: what was put down first stays, what no longer fits is
    left out, and the rest of the redemption is not held up by it.
    """
    by_id = {good.product.id: good for good in goods}
    taken: dict[int, int] = {}
    refused = []
    total = 0
    for product_id in [key for key in chosen if key in by_id]:
        good = by_id[product_id]
        count, why = _most(good, chosen[product_id], total, balance, allowance)
        total += count * good.price_points
        if count:
            taken[product_id] = count
        if why[0]:
            refused.append(_refused(good, why, count, allowance))
    return taken, refused


def _most(
    good: Good, asked: int, total: int, balance: Balance, allowance: Allowance
) -> tuple[int, tuple[str, int]]:
    """Return how many of `asked` pieces may be taken, and the reason against the next."""
    for count in range(asked):
        points = total + count * good.price_points
        why = reason_against(good, count, points, balance, allowance)
        if why[0]:
            return count, why
    return asked, ("", 0)


def _refused(good: Good, why: tuple[str, int], taken: int, allowance: Allowance) -> RefusedLine:
    product, used = good.product, 0
    left = allowance.pieces_left(product)
    if left is not None:
        used = max(0, product.limit_quantity - left)
    has_limit = product.limit_window is not LimitWindow.NONE
    again_on = allowance.again_on(product) if has_limit else None
    return RefusedLine(good, why[0], why[1], taken, used, again_on)
