"""What the one scan field means: a code, a person or a product; and where a find leads on."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from core.addresses import address
from core.folding import plain
from points.goods.models import Product
from points.ledger.rules.refusals import SecretInScanField
from points.redemptions.queries import counter_lists
from points.redemptions.queries.baskets import Basket
from points.redemptions.rules.counter_credentials import is_secret
from points.redemptions.rules.pick_up_codes import CODE_DIGITS
from teams.members.models import Community, Member
from teams.members.queries import finding


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
    """Return what the typed or scanned words mean; a single find leads on by itself.

    Nine digits are a pick-up code. A barcode or a shop's own code is a product, with somebody at
    the counter or before; other words are a product for who is served, and a person for who is not,
    whom what was scanned before waits for. Raises SecretInScanField for six digits that are no
    product's code: they are sought in nothing else.
    """
    digits = "".join(plain(words).split())
    if len(digits) == CODE_DIGITS and digits.isascii() and digits.isdigit():
        return Found(words, is_code=True)
    products = counter_lists.products_coded(session, community, words)
    if is_secret(digits) and not products:
        raise SecretInScanField
    found = Found(words, [], products)
    if not is_secret(digits):
        found = _named(session, community, found, is_served=member_id > 0)
    return _single(found, member_id, chosen)


def _named(session: Session, community: Community, found: Found, *, is_served: bool) -> Found:
    """Return people before goods for who is not served yet, goods before people for who is."""
    words, products = found.words, found.products
    people = [] if is_served else finding.people_found(session, community, words)
    if not products and not people:
        products = counter_lists.products_named(session, community, words)
    if not products and is_served:
        people = finding.people_found(session, community, words)
    return Found(words, people, [] if people else products)


def _single(found: Found, member_id: int, chosen: dict[int, int]) -> Found:
    """Return the find with where it leads, when it is one thing alone."""
    if len(found.products) == 1 and not found.people:
        return Found(found.words, go_to=counter_url(member_id, chosen, found.products[0].id))
    if len(found.people) == 1:
        return Found(found.words, go_to=counter_url(found.people[0].id, chosen))
    return found


def counter_url(member_id: int, chosen: dict[int, int], product_id: int = 0) -> str:
    """Return the counter with this member and these goods, one piece of a product more."""
    member = {"member": member_id} if member_id else {}
    goods = Basket.of(chosen).query(product_id, 1) if product_id else Basket.of(chosen).query()
    return address("points.counter", {**member, **goods})
