"""What the one scan field means: a code, a person, or a product."""

from dataclasses import dataclass, field

from flask import url_for
from sqlalchemy.orm import Session

from points.models import Product
from points.queries import tills
from points.queries.baskets import Basket
from points.rules.slips import CODE_DIGITS
from teams.models import Community, Member


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: one thing leads on by itself, several are offered."""

    words: str
    people: list[Member] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    is_code: bool = False
    go_to: str = ""


def looked_up(
    session: Session, community: Community, words: str, *, member_id: int, chosen: dict[int, int]
) -> Found:
    """Return what the typed or scanned words mean.

    Nine digits are a pick-up code. With somebody at the till a single product goes on the slip;
    otherwise a single person comes to the till.
    """
    digits = "".join(words.split())
    if len(digits) == CODE_DIGITS and digits.isascii() and digits.isdigit():
        return Found(words, is_code=True)
    products = tills.products_named(session, community, words) if member_id else []
    if len(products) == 1:
        query = Basket.of(chosen).query(products[0].id, 1)
        return Found(words, go_to=url_for("points.counter", member=member_id, **query))  # type: ignore[arg-type]
    people = [] if products else tills.people_named(session, community, words)
    if len(people) == 1:
        return Found(words, go_to=url_for("points.counter", member=people[0].id))
    return Found(words, people, products)
