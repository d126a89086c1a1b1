"""The shelf of a station: goods with a price, a delivery of each, by the product's own rules."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bench.town.station import ADMIN, KEEPER, Station
from points.goods.models import Stock, StockBatch
from points.goods.rules import deliveries, goods
from points.goods.rules.deliveries import DeliveryLine, NewDelivery
from points.goods.rules.goods import ProductFields
from teams.authority.act import Act
from teams.authority.queries import membership
from teams.authority.rules import Authority
from teams.members.models import Community

PIECES = 90_000
LINES = 50
CATEGORIES = ("粮油", "清洁", "日用", "文具", "厨房")


def stock_shelf(session: Session, station: Station) -> None:
    """Put the goods of a station on its shelf, each with one batch."""
    community = session.get_one(Community, station.id)
    at = station.at(station.began_on, 8)
    keeper, admin = (_by(session, station, place) for place in (KEEPER, ADMIN))
    by_keeper = Act(session, at, by=keeper, community=community)
    by_admin = Act(session, at, by=admin, community=community)
    for number in range(station.scale.goods_in(station.number)):
        name = f"{CATEGORIES[number % 5]}用品{number}"
        fields = ProductFields(
            code=f"P{number:05d}", name=name, unit="件", category=CATEGORIES[number % 5]
        )
        price = 3 + number % 7
        product = goods.add_product(by_keeper, fields)
        goods.set_price(by_admin, product, price)
        station.goods.append((product.id, 0, price, name))
    for first in range(0, len(station.goods), LINES):
        lines = [
            DeliveryLine(product_id=each[0], quantity=PIECES)
            for each in station.goods[first : first + LINES]
        ]
        brought = NewDelivery(shop_id=station.shop_id, delivery_lines=lines)
        moment = at + timedelta(minutes=first)
        deliveries.receive(Act(session, moment, by=keeper), station.id, brought)
    batches = dict(
        session.execute(
            select(StockBatch.product_id, StockBatch.id).where(
                StockBatch.community_id == station.id
            )
        ).all()
    )
    station.goods = [(one, batches[one], *rest) for one, _, *rest in station.goods]  # type: ignore[misc]  # four again


def _by(session: Session, station: Station, place: int) -> Authority:
    community = session.get_one(Community, station.id)
    found = membership.authority_of(session, community, station.people[place])
    if found is None:
        raise LookupError(f"{station.slug}: nobody holds role {place}")
    return found


def settle(session: Session, station: Station, left: Counter[int], kept: Counter[int]) -> None:
    """Take off what was handed out, by batch, and note what is kept for somebody, by product."""
    for product_id, batch_id, *_ in station.goods:
        gone, held = left[batch_id], kept[product_id]
        if gone:
            session.execute(
                update(StockBatch)
                .where(StockBatch.id == batch_id)
                .values(on_hand=StockBatch.on_hand - gone)
            )
        if gone or held:
            session.execute(
                update(Stock)
                .where(Stock.shop_id == station.shop_id, Stock.product_id == product_id)
                .values(on_hand=Stock.on_hand - gone, reserved=Stock.reserved + held)
            )
