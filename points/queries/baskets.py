"""What was chosen on the shelf or at the counter; it stands in the address, not in the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from points.queries.shelf import Good


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

    def query(self, product_id: int = 0, change: int = 0) -> dict[str, int]:
        """Return the address's words with one product changed; none left means left out."""
        chosen = dict(self.chosen)
        if product_id:
            chosen[product_id] = chosen.get(product_id, 0) + change
        return {f"p{key}": count for key, count in chosen.items() if count > 0}

    def sent(self) -> list[str]:
        """Return the lines a form sends: product, pieces and the price shown."""
        return [f"{good.product.id}:{n}:{good.price_points}" for good, n in self.goods]


def basket_in(goods: list[Good], chosen: Mapping[int, int], available: int) -> Basket:
    """Return the basket of those chosen things that are on the shelf."""
    known = [(good, chosen[good.product.id]) for good in goods if good.product.id in chosen]
    total = sum(good.price_points * quantity for good, quantity in known)
    return Basket({good.product.id: n for good, n in known}, known, available - total)
