"""What is asked of an exchange: the goods wished for, kept or handed out at once; the counter."""

from dataclasses import dataclass

from points.goods.rules.shops import Calendar
from points.redemptions.rules.counter_credentials import Witness
from points.redemptions.rules.proxies import Proxy
from points.redemptions.rules.signatures import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person asks for; `price_points` is the price they saw, compared and never charged.

    None where nobody saw a price: the server's counts (T23).
    """

    product_id: int
    quantity: int
    price_points: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a member asks to have kept at a shop; `actor_id` is who pressed the button.

    `number` was drawn by `exchanges.desk_of`, 0 where none was.
    """

    community_id: int
    shop_id: int
    member_id: int
    wishes: list[Wish]
    actor_id: int | None = None
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Goods about to go out at a shop, and who stands there besides the member.

    `off_hours_reason` says why they go out while the shop is closed. The `calendar` is that of the
    shop where the counter has read it already, else it is read.
    """

    community_id: int
    shop_id: int
    proxy: Proxy | None = None
    witness: Witness | None = None
    paper: Paper | None = None
    off_hours_reason: str = ""
    calendar: Calendar | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale(HandOver):
    """Goods handed over at once; `credential` is the member's PIN or spoken one-time code.

    `number` was drawn by `exchanges.desk_of`, 0 where none was.
    """

    member_id: int
    credential: str
    wishes: list[Wish]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter before an exchange: its shop and hours, and the number a redemption may take.

    `tried` are the people whose secrets will be looked at, member and witness, None for nobody.
    """

    shop_id: int
    number: int
    tried: list[int | None]
    calendar: Calendar
