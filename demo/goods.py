"""The supermarket of a demo community: the price list of domain 9.3, deliveries, batches."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from demo.town import ADMIN, STOCK_KEEPER, Diary, Town
from points.goods.models import DeliverySource, LimitWindow, Product, Shop, Stock, StockBatch
from points.goods.rules import deliveries, goods, opening_changes, shops
from points.goods.rules.deliveries import DeliveryLine, NewDelivery
from points.goods.rules.goods import ProductFields
from points.goods.rules.opening_changes import SpecialDays, UsualHours
from points.goods.rules.shops import Span
from teams.authority.act import Act

MONTH, QUARTER, YEAR = LimitWindow.MONTH, LimitWindow.QUARTER, LimitWindow.YEAR
OPENED_DAYS_AGO, FIRST_DELIVERY, GIFT, SECOND_DELIVERY = 98, 96, 40, 12
FEN_A_POINT = 10
"""10 points are worth about one yuan of goods, so a point is 10 fen."""


@dataclass(frozen=True, slots=True)
class Good:
    """One line of the price list. lasts: days from delivery to the last day, 0 for none."""

    name: str
    specification: str
    unit: str
    points: int
    limit: int
    window: LimitWindow
    picture: str
    pieces: int
    category: str
    lasts: int = 0


GOODS = (
    Good("香皂", "", "块", 40, 2, MONTH, "soap", 60, "日用"),
    Good("牙膏", "", "支", 80, 2, MONTH, "toothpaste", 30, "日用"),
    Good("牙刷", "", "支", 40, 2, MONTH, "toothbrush", 40, "日用"),
    Good("抽纸", "3 包", "提", 100, 2, MONTH, "tissue", 40, "日用"),
    Good("卷纸", "10 卷", "提", 200, 1, MONTH, "roll", 20, "日用"),
    Good("洗衣液", "2 kg", "瓶", 220, 1, MONTH, "detergent", 16, "日用"),
    Good("洗洁精", "1 kg", "瓶", 90, 1, MONTH, "dish-soap", 30, "日用"),
    Good("毛巾", "", "条", 100, 2, MONTH, "towel", 30, "日用"),
    Good("食盐", "400 g", "袋", 25, 2, MONTH, "salt", 60, "粮油", 700),
    Good("酱油", "500 ml", "瓶", 80, 1, MONTH, "soy-sauce", 24, "粮油", 400),
    Good("挂面", "1 kg", "把", 70, 2, MONTH, "noodles", 30, "粮油", 92),
    Good("大米", "5 kg", "袋", 400, 1, QUARTER, "rice", 12, "粮油", 300),
    Good("面粉", "5 kg", "袋", 300, 1, QUARTER, "flour", 12, "粮油", 300),
    Good("食用油", "1.8 L", "桶", 320, 1, QUARTER, "oil", 12, "粮油", 500),
    Good("保温杯", "", "个", 300, 1, YEAR, "cup", 2, "日用"),
    Good("雨伞", "", "把", 250, 1, YEAR, "umbrella", 3, "日用"),
    Good("笔记本和笔", "", "套", 60, 2, MONTH, "notebook", 40, "文体"),
    Good("象棋", "", "副", 150, 1, YEAR, "chess", 3, "文体"),
    Good("跳绳", "", "根", 150, 1, YEAR, "rope", 6, "文体"),
    Good("理发券", "爱心商家", "次", 150, 1, MONTH, "haircut", 20, "服务券"),
    Good("家电清洗券", "爱心商家", "次", 300, 1, QUARTER, "repair", 10, "服务券"),
    Good("免费停车", "2 小时", "次", 50, 4, MONTH, "parking", 100, "服务券"),
)
EGGS = Good("鸡蛋", "30 枚", "板", 200, 1, MONTH, "eggs", 10, "粮油", 24)
"""Brought in by the second delivery, so that its batch is soon at its last days."""

MORNING, AFTERNOON = Span(9 * 60, 11 * 60 + 30), Span(14 * 60 + 30, 17 * 60)
HOURS = UsualHours(weekly=dict.fromkeys(range(7), (MORNING, AFTERNOON)))
COUNTED_IN = 8
"""So many days after it is said the shop is shut for counting."""

DONATED = {"洗衣液": 50, "毛巾": 20, "笔记本和笔": 10}
DEARER = {"抽纸": (90, "进价涨了"), "香皂": (35, "进价涨了")}
"""What was cheaper at first: the old price, and why it rose 40 days ago."""


def write_down(diary: Diary, town: Town) -> None:
    """Put into the diary how the shop opened, what came in, and how prices changed."""
    for days, hour, act in (
        (OPENED_DAYS_AGO, 9, open_shop),
        (FIRST_DELIVERY, 9, first_delivery),
        (GIFT, 10, gift),
        (GIFT, 15, raise_prices),
        (SECOND_DELIVERY, 9, second_delivery),
        (3, 10, break_cups),
        (3, 11, take_off_shelf),
        (2, 16, write_off),
        (2, 17, close_for_counting),
    ):
        diary.note(
            town.at(-days, hour),
            act,
            town,
        )


def open_shop(session: Session, town: Town, now: datetime) -> None:
    """Open the shop and put the price list on its shelf."""
    shop = shops.serving(session, town.id)
    shop.name = town.flavour.shop
    shop.address = f"{town.flavour.short}社区新时代文明实践站一楼"
    town.kept["shop"] = shop.id
    keeper = town.by(session, STOCK_KEEPER)
    opening_changes.set_usual(Act(session, now, by=keeper), shop, HOURS)
    for at, good in enumerate((*GOODS, EGGS), start=1):
        _add(session, town, good, f"{at:03d}", now)


def close_for_counting(session: Session, town: Town, now: datetime) -> None:
    """Say that the shop stays shut for one day next week, to count the goods."""
    shop = session.get_one(Shop, town.kept["shop"])
    day = clock.local_day(now) + timedelta(days=COUNTED_IN)
    days = SpecialDays(first_on=day, last_on=day, reason="盘点")
    opening_changes.set_special(Act(session, now, by=town.by(session, STOCK_KEEPER)), shop, days)


def _add(session: Session, town: Town, good: Good, code: str, now: datetime) -> None:
    fields = ProductFields(
        code=code,
        name=good.name,
        unit=good.unit,
        specification=good.specification,
        picture=good.picture,
        limit_quantity=good.limit,
        limit_window=good.window,
        category=good.category,
        needs_best_before=good.lasts > 0,
    )
    keeper, admin = town.by(session, STOCK_KEEPER), town.by(session, ADMIN)
    product = goods.add_product(
        Act(session, now, by=keeper, community=town.community(session)), fields
    )
    price = DEARER[good.name][0] if good.name in DEARER else good.points
    goods.set_price(Act(session, now, by=admin), product, price, "开业定价")
    town.kept[f"goods/{good.name}"] = product.id


def _delivery_line(town: Town, good: Good, pieces: int, now: datetime) -> DeliveryLine:
    expires = now + timedelta(days=good.lasts) if good.lasts else None
    return DeliveryLine(
        product_id=town.kept[f"goods/{good.name}"],
        quantity=pieces,
        expires_on=expires.date() if expires else None,
        unit_cost_fen=good.points * FEN_A_POINT,
    )


def first_delivery(session: Session, town: Town, now: datetime) -> None:
    """Buy the first stock; the noodles of it are past their last day by today."""
    delivery_lines = [_delivery_line(town, good, good.pieces, now) for good in GOODS]
    delivery = NewDelivery(
        shop_id=town.kept["shop"], delivery_lines=delivery_lines, note="开业进货"
    )
    deliveries.receive(Act(session, now, by=town.by(session, STOCK_KEEPER)), town.id, delivery)


def gift(session: Session, town: Town, now: datetime) -> None:
    """Take a gift of two partner units in, and one of somebody who gave no name."""
    keeper = town.by(session, STOCK_KEEPER)
    given = [good for good in GOODS if good.name in DONATED]
    for good, donor in zip(given, (*town.flavour.partners[:2], ""), strict=True):
        delivery = NewDelivery(
            shop_id=town.kept["shop"],
            delivery_lines=[_delivery_line(town, good, DONATED[good.name], now)],
            source=DeliverySource.DONATION,
            donor=donor,
            note="" if donor else "捐赠人不愿留名",
        )
        deliveries.receive(Act(session, now, by=keeper), town.id, delivery)


def raise_prices(session: Session, town: Town, now: datetime) -> None:
    """Begin the prices of today."""
    for good in GOODS:
        if good.name in DEARER:
            product = session.get_one(Product, town.kept[f"goods/{good.name}"])
            admin = town.by(session, ADMIN)
            goods.set_price(Act(session, now, by=admin), product, good.points, DEARER[good.name][1])


def second_delivery(session: Session, town: Town, now: datetime) -> None:
    """Buy eggs, whose batch is soon at its last days, and fresh noodles."""
    noodles = next(good for good in GOODS if good.name == "挂面")
    delivery_lines = [
        _delivery_line(town, EGGS, EGGS.pieces, now),
        _delivery_line(town, noodles, 20, now),
    ]
    delivery = NewDelivery(shop_id=town.kept["shop"], delivery_lines=delivery_lines)
    deliveries.receive(Act(session, now, by=town.by(session, STOCK_KEEPER)), town.id, delivery)


def break_cups(session: Session, town: Town, now: datetime) -> None:
    """Write the last cups off, so that one thing is sold out."""
    _write_off(session, town, "保温杯", 1, (now, "搬货时摔碎"))


def take_off_shelf(session: Session, town: Town, now: datetime) -> None:
    """Take a voucher off the shelf while its merchant is away."""
    product = session.get_one(Product, town.kept["goods/家电清洗券"])
    keeper = town.by(session, STOCK_KEEPER)
    goods.set_on_shelf(Act(session, now, by=keeper), product, is_on_shelf=False)


def write_off(session: Session, town: Town, now: datetime) -> None:
    """Take some of the expired noodles out; the rest waits on the list."""
    _write_off(session, town, "挂面", 2, (now, "过了保质期"))


def _write_off(
    session: Session, town: Town, name: str, share: int, why: tuple[datetime, str]
) -> None:
    """Write off one part in `share` of the oldest batch of a good."""
    now, reason = why
    batch = session.scalars(
        select(StockBatch)
        .where(
            StockBatch.community_id == town.id,
            StockBatch.product_id == town.kept[f"goods/{name}"],
            StockBatch.on_hand >= share,
        )
        .order_by(StockBatch.id)
    ).first()
    if batch is None:
        return
    stock = session.get_one(Stock, (town.id, town.kept["shop"], batch.product_id))
    pieces = min(batch.on_hand // share, stock.on_hand - stock.reserved)
    if pieces > 0:
        keeper = town.by(session, STOCK_KEEPER)
        deliveries.write_off(Act(session, now, by=keeper), batch, pieces, reason)
