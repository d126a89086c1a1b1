"""Builders of wallets, goods and stock: one valid thing each."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules.hashing import hashed
from points.goods.models import Product, Shop
from points.goods.rules import deliveries, goods, shops
from points.goods.rules.deliveries import DeliveryLine, NewDelivery
from points.goods.rules.goods import ProductFields
from points.goods.rules.stock import left_of
from points.ledger.models import EarnRule, EntryKind, Lot, Wallet, WalletEntry
from points.ledger.rules import earning, ledger
from points.ledger.rules.ledger import Award, Spending
from points.ledger.rules.postings import Cause
from points.redemptions.rules import collecting, exchanges, pick_up_codes, reservations
from points.redemptions.rules.collecting import Collection
from points.redemptions.rules.counter_credentials import Witness
from points.redemptions.rules.orders import Order, Sale, Wish
from teams.authority.act import Act
from teams.authority.models import Role
from teams.authority.rules import Authority
from teams.members.models import Community, Member
from tests.builders import NOW, a_community, a_member, a_role, authority_of, staff

PIN = "246810"
PIN_HASH = hashed(PIN)
_sources = itertools.count(1)


def a_cause(**given: Any) -> Cause:
    """A source of its own."""
    return Cause(**{"source_kind": "service_record", "source_id": next(_sources)} | given)


def earn(
    session: Session,
    member: Member,
    points: int,
    now: datetime = NOW,
    ended_on: date | None = None,
    **given: Any,
) -> Any:
    """Credit points of a service that ended on `ended_on` (the day of NOW unless said)."""
    award = Award(
        community_id=member.community_id,
        member_id=member.id,
        points=points,
        ended_on=ended_on or date(2026, 5, 15),
        cause=given.pop("cause", None) or a_cause(),
        **given,
    )
    return ledger.credit(Act(session, now), award)


def spend(session: Session, member: Member, points: int, now: datetime = NOW, **given: Any) -> Any:
    """Debit points."""
    spending = Spending(
        community_id=member.community_id,
        member_id=member.id,
        points=points,
        cause=given.pop("cause", None) or a_cause(source_kind="redemption"),
        kind=given.pop("kind", EntryKind.REDEEM),
    )
    return ledger.debit(Act(session, now), spending)


def wallet(session: Session, member: Member) -> Wallet:
    """The member's wallet, read afresh."""
    return session.scalars(
        select(Wallet).where(Wallet.owner_id == member.id).execution_options(populate_existing=True)
    ).one()


def lots_left(session: Session, member: Member) -> dict[str, int]:
    """What is left in each lot, by last day."""
    rows = session.execute(
        select(Lot.expires_on, Lot.remaining)
        .where(Lot.wallet_id == wallet(session, member).id)
        .order_by(Lot.expires_on)
    )
    return {day.isoformat(): left for day, left in rows}


def deltas(session: Session, member: Member) -> list[int]:
    """The passbook's changes in order."""
    return list(
        session.scalars(
            select(WalletEntry.delta)
            .where(WalletEntry.wallet_id == wallet(session, member).id)
            .order_by(WalletEntry.seq)
        )
    )


@dataclass
class Store:
    """A community with a shop, and the people who work in it."""

    session: Session
    community: Community
    shop: Shop
    clerk_member: Member
    clerk: Authority
    keeper: Authority
    admin: Authority

    def product(
        self, name: str = "香皂", price: int = 40, stock: int = 10, **given: Any
    ) -> Product:
        """A product on the shelf with a price and one batch of stock."""
        batch = {k: given.pop(k) for k in ("expires_on", "now") if k in given}
        number = next(_sources)
        made = goods.add_product(
            Act(self.session, NOW, by=self.keeper, community=self.community),
            ProductFields(**{"code": f"P{number}", "name": name, "unit": "块"} | given),
        )
        goods.set_price(Act(self.session, batch.get("now", NOW), by=self.admin), made, price)
        if stock:
            self.receive(made, stock, batch.get("expires_on"))
        return made

    def receive(self, product: Product, quantity: int, expires_on: date | None = None) -> Any:
        """A bought batch."""
        return self._deliver(
            DeliveryLine(product_id=product.id, quantity=quantity, expires_on=expires_on)
        )

    def receive_of_each(self, products: list[Product], quantity: int) -> Any:
        """A bought batch of each product, in one delivery."""
        return self._deliver(
            *(DeliveryLine(product_id=each.id, quantity=quantity) for each in products)
        )

    def _deliver(self, *lines: DeliveryLine) -> Any:
        delivery = NewDelivery(shop_id=self.shop.id, delivery_lines=list(lines))
        return deliveries.receive(
            Act(self.session, NOW, by=self.keeper), self.community.id, delivery
        )

    def member(self, points: int = 0, name: str = "王秀兰", **given: Any) -> Member:
        """A member with points of the default last day and the PIN 246810."""
        made = a_member(self.session, self.community, name, pin_hash=PIN_HASH, **given)
        assert made.person.name
        if points:
            earn(self.session, made, points)
        return made

    def reserve(self, member: Member, *wishes: tuple[Product, int], now: datetime = NOW) -> Any:
        """Reserve pieces for the member."""
        order = Order(
            community_id=self.community.id,
            shop_id=self.shop.id,
            member_id=member.id,
            wishes=[Wish(product_id=p.id, quantity=n) for p, n in wishes],
            actor_id=member.person_id,
        )
        return reservations.reserve(Act(self.session, now), order)

    def collect(self, redemption: Any, now: datetime = NOW, **given: Any) -> Any:
        """Hand over a reservation by its code."""
        by = given.pop("by", self.clerk)
        defaults = {"shop_id": self.shop.id, "code": pick_up_codes.code_of(redemption)}
        asked = Collection(community_id=self.community.id, **defaults | given)
        return collecting.collect(Act(self.session, now, by=by), asked)

    def sell(self, member: Member, *wishes: tuple[Product, int], **given: Any) -> Any:
        """Sell at the counter with the member's PIN."""
        now, by = given.pop("now", NOW), given.pop("by", self.clerk)
        sale = Sale(
            **{
                "community_id": self.community.id,
                "shop_id": self.shop.id,
                "member_id": member.id,
                "credential": PIN,
                "wishes": [Wish(product_id=p.id, quantity=n) for p, n in wishes],
            }
            | given
        )
        return exchanges.sell(Act(self.session, now, by=by), sale)

    def left(self, product: Product) -> int:
        """Pieces that may still be taken."""
        day = date(2026, 5, 15)
        return left_of(self.session, self.community.id, self.shop.id, product.id, day)


def a_store(session: Session, slug: str = "dongjie") -> Store:
    """A community with a shop, a clerk, a stock keeper and an admin."""
    community = a_community(session, slug)
    clerk = a_member(session, community, "马红霞", pin_hash=PIN_HASH)
    a_role(session, clerk, Role.SHOP_CLERK)
    assert clerk.person.name
    return Store(
        session=session,
        community=community,
        shop=shops.open_shop(session, community),
        clerk_member=clerk,
        clerk=authority_of(session, clerk),
        keeper=staff(session, community, Role.STOCK_KEEPER, "库管"),
        admin=staff(session, community, Role.COMMUNITY_ADMIN, "管理员"),
    )


def a_witness(store: Store, role: Role = Role.SUPERVISOR) -> Witness:
    """A second person who knows the PIN."""
    member = store.member(name="监督员")
    a_role(store.session, member, role)
    return Witness(volunteer_no=member.volunteer_no, pin=PIN)


def rule_on(session: Session, community: Community, kind: str, on: date) -> EarnRule | None:
    """The version of a kind's rule that counts for a service which ended on `on`."""
    versions = session.scalars(
        select(EarnRule).filter_by(community_id=community.id, kind_code=kind)
    )
    return earning.in_force(versions, on)
