"""What was exchanged: sold on Fridays, reserved, collected, given up, brought back."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from demo.outings import FRIDAY
from demo.people import PIN
from demo.town import CLERK, SECOND_CLERK, SUPERVISOR, Diary, Town
from points.goods.models import PriceVersion, Product
from points.goods.queries import prices
from points.goods.rules.stock import left_of
from points.ledger.models import Wallet
from points.redemptions.models import Redemption
from points.redemptions.rules import (
    collecting,
    counter_credentials,
    exchanges,
    pick_up_codes,
    reservations,
    returns,
)
from points.redemptions.rules.collecting import Collection
from points.redemptions.rules.counter_credentials import Witness
from points.redemptions.rules.orders import Order, Sale, Wish
from points.redemptions.rules.proxies import Proxy
from points.redemptions.rules.returns import Comeback
from teams.authority.act import Act
from teams.members.models import Member

SALES_A_FRIDAY = 4
REDEMPTIONS_A_MONTH, POINTS_A_MONTH = 2, 400
"""Below the limits of domain 9.3, so that nobody is refused on the way."""
NEIGHBOURS = (14, 20)
"""Who collects for a neighbour: the first who is not the neighbour."""
NO_CUSTOMERS = frozenset({1, 11, CLERK, SECOND_CLERK})
"""Two with a story of their own, and the clerks, whom nobody serves alone (T25)."""


@dataclass
class Basket:
    """Who bought what, so that nobody comes near a limit."""

    bought: set[tuple[int, int]] = field(default_factory=set)
    redemptions: Counter[tuple[int, int]] = field(default_factory=Counter)
    points: Counter[tuple[int, int]] = field(default_factory=Counter)


class _Beside(TypedDict, total=False):
    proxy: Proxy
    witness: Witness


class Shopping:
    """The customers of one community's shop."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.basket = Basket()

    def write_down(self, diary: Diary) -> None:
        """Put every visit to the shop into the diary."""
        town = self.town
        for day in range(-88, 1):
            if town.day(day).weekday() == FRIDAY:
                for at in range(SALES_A_FRIDAY):
                    diary.note(town.at(day, 9, 20 + at * 8), self._on(self.sell, at))
        for day, hour, act, key in (
            (-30, 20, self.reserve, "first"),
            (-28, 10, self.collect, "first"),
            (-29, 20, self.reserve, "given up"),
            (-27, 21, self.give_up, "given up"),
            (-16, 20, self.reserve, "forgotten"),
            (-6, 20, self.reserve, "open"),
            (-1, 20, self.reserve, "fresh"),
            (-9, 9, self.sell_by_proxy, "proxy"),
            (-8, 9, self.sell_for_return, "back"),
            (-5, 10, self.bring_back, "back"),
            (-26, 9, self.own_sale, "own"),
            (-1, 19, self.own_reservation, "own reservation"),
        ):
            diary.note(town.at(day, hour, 40), self._on(act, key))

    def _on(
        self, act: Callable[..., object], what: int | str
    ) -> Callable[[Session, datetime], object]:
        return lambda session, now: act(session, now, what)

    def _customer(self, session: Session, now: datetime, least: int) -> tuple[int, int] | None:
        """Return who has most to spend and has not been often this month: member, points."""
        own = {self.town.members[number] for number in NO_CUSTOMERS}
        rows = session.execute(
            select(Wallet.owner_id, Wallet.posted - Wallet.held)
            .where(Wallet.community_id == self.town.id, Wallet.posted - Wallet.held >= least)
            .order_by((Wallet.posted - Wallet.held).desc(), Wallet.owner_id)
        )
        month = clock.local_day(now).month
        for owner_id, available in rows:
            held = (owner_id, month)
            is_often = self.basket.redemptions[held] >= REDEMPTIONS_A_MONTH
            if owner_id not in own and not is_often and self._is_active(session, owner_id):
                return owner_id, min(available, POINTS_A_MONTH - self.basket.points[held])
        return None

    def _is_active(self, session: Session, member_id: int) -> bool:
        return session.get_one(Member, member_id).state.value == "active"

    def _wish(
        self, session: Session, now: datetime, member_id: int, most: int
    ) -> tuple[Wish, int] | None:
        """Return the dearest thing on the shelf the member can pay and has not had yet."""
        prices = self._prices(session, now)
        wanted = sorted(
            (
                (-price, product_id)
                for product_id, price in prices.items()
                if price <= most and (member_id, product_id) not in self.basket.bought
            )
        )
        shop_id, today = self.town.kept["shop"], clock.local_day(now)
        for minus_price, product_id in wanted:
            if left_of(session, self.town.id, shop_id, product_id, today) > 0:
                wish = Wish(product_id=product_id, quantity=1, price_points=-minus_price)
                return wish, -minus_price
        return None

    def _prices(self, session: Session, now: datetime) -> dict[int, int]:
        """Return what everything costs now, by product."""
        rows = session.execute(
            select(PriceVersion.product_id, PriceVersion.price_points)
            .where(PriceVersion.community_id == self.town.id, PriceVersion.starts_at <= now)
            .order_by(PriceVersion.version)
        )
        return {row.product_id: row.price_points for row in rows}

    def _chosen(self, session: Session, now: datetime, least: int = 25) -> tuple[int, Wish] | None:
        customer = self._customer(session, now, least)
        if customer is None:
            return None
        member_id, most = customer
        wished = self._wish(session, now, member_id, most)
        if wished is None:
            return None
        wish, price = wished
        held = (member_id, clock.local_day(now).month)
        self.basket.bought.add((member_id, wish.product_id))
        self.basket.redemptions[held] += 1
        self.basket.points[held] += price
        return member_id, wish

    def sell(self, session: Session, now: datetime, at: int | str) -> int | None:
        """Sell one thing at the counter; the customer says a spoken code."""
        chosen = self._chosen(session, now)
        if chosen is None:
            return None
        clerk = SECOND_CLERK if at == 1 else CLERK
        return self._sell(session, now, chosen, clerk)

    def _sell(
        self,
        session: Session,
        now: datetime,
        chosen: tuple[int, Wish],
        clerk: int,
        **beside: Unpack[_Beside],
    ) -> int:
        member_id, wish = chosen
        person_id = session.get_one(Member, member_id).person_id
        sale = Sale(
            community_id=self.town.id,
            shop_id=self.town.kept["shop"],
            member_id=member_id,
            credential=counter_credentials.new_code(Act(session, now), person_id),
            wishes=[wish],
            **beside,
        )
        return exchanges.sell(Act(session, now, by=self.town.by(session, clerk)), sale).id

    def sell_by_proxy(self, session: Session, now: datetime, _key: str) -> None:
        """Hand over to somebody who came for the member."""
        chosen = self._chosen(session, now)
        if chosen is not None:
            neighbour = next(
                self.town.members[number]
                for number in NEIGHBOURS
                if self.town.members[number] != chosen[0]
            )
            number = session.get_one(Member, neighbour).volunteer_no
            proxy = Proxy(known_by=number, relation="邻居")
            self._sell(session, now, chosen, CLERK, proxy=proxy)

    def sell_for_return(self, session: Session, now: datetime, key: str) -> None:
        """Sell something that will come back."""
        sold = self.sell(session, now, 0)
        if sold is not None:
            self.town.kept[f"redemption/{key}"] = sold

    def bring_back(self, session: Session, now: datetime, key: str) -> None:
        """Take it back as damaged, a supervisor standing beside."""
        redemption_id = self.town.kept.get(f"redemption/{key}")
        if redemption_id is not None:
            comeback = Comeback(
                community_id=self.town.id,
                redemption_id=redemption_id,
                quantities={1: 1},
                reason="包装破损",
                witness=self._witness(SUPERVISOR),
            )
            returns.give_back(Act(session, now, by=self.town.by(session, CLERK)), comeback)

    def _witness(self, number: int) -> Witness:
        return Witness(volunteer_no=f"{self.town.flavour.prefix}{number:04d}", pin=PIN)

    def own_sale(self, session: Session, now: datetime, _key: str) -> None:
        """Sell salt to the first volunteer, by PIN, for the passbook."""
        self._sell(session, now, (self.town.members[1], self._named(session, "食盐", now)), CLERK)

    def _named(self, session: Session, name: str, now: datetime) -> Wish:
        product = session.get_one(Product, self.town.kept[f"goods/{name}"])
        price = session.scalar(select(prices.price_at(now)).where(Product.id == product.id))
        return Wish(product_id=product.id, quantity=1, price_points=price)

    def own_reservation(self, session: Session, now: datetime, key: str) -> None:
        """Keep toothpaste for the first volunteer, to be collected."""
        wish = self._named(session, "牙膏", now)
        self._reserve(session, now, (self.town.members[1], wish), key)

    def reserve(self, session: Session, now: datetime, key: str) -> None:
        """Keep something for somebody; the code opens it once."""
        chosen = self._chosen(session, now)
        if chosen is not None:
            self._reserve(session, now, chosen, key)

    def _reserve(self, session: Session, now: datetime, chosen: tuple[int, Wish], key: str) -> None:
        member_id, wish = chosen
        order = Order(
            community_id=self.town.id,
            shop_id=self.town.kept["shop"],
            member_id=member_id,
            wishes=[wish],
            actor_id=session.get_one(Member, member_id).person_id,
        )
        self.town.kept[f"redemption/{key}"] = reservations.reserve(Act(session, now), order).id

    def collect(self, session: Session, now: datetime, key: str) -> None:
        """Hand a reservation over by its code."""
        redemption_id = self.town.kept.get(f"redemption/{key}")
        if redemption_id is not None:
            code = pick_up_codes.code_of(session.get_one(Redemption, redemption_id))
            asked = Collection(community_id=self.town.id, shop_id=self.town.kept["shop"], code=code)
            collecting.collect(Act(session, now, by=self.town.by(session, CLERK)), asked)

    def give_up(self, session: Session, now: datetime, key: str) -> None:
        """Let a reservation go, as its member does."""
        redemption_id = self.town.kept.get(f"redemption/{key}")
        if redemption_id is not None:
            redemption = session.get_one(Redemption, redemption_id)
            number = next(n for n, m in self.town.members.items() if m == redemption.member_id)
            reservations.cancel(
                Act(session, now, by=self.town.by(session, number)), self.town.id, redemption.id
            )
