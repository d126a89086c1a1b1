"""Products, prices and stock: who may, what is refused, what is written down."""

from datetime import date

import pytest
from sqlalchemy import select

from core.errors import NotAllowed, NotFound
from points.goods.models import DeliverySource, PriceVersion, StockBatch
from points.goods.rules import deliveries, goods, shops
from points.goods.rules.deliveries import DeliveryLine, NewDelivery, QuantityOutOfRange
from points.goods.rules.goods import CodeTaken, PriceOutOfRange, ProductFields
from points.ledger.rules.refusals import (
    BestBeforeMissing,
    DonorMissing,
    OutOfStock,
    UnitCostMissing,
)
from teams.authority.act import Act
from tests.builders import NOW
from tests.shop_builders import a_store
from tests.trail import lines


def fields(**given):
    return ProductFields(**{"code": "X1", "name": "毛巾", "unit": "条"} | given)


def gift(store, product, **given):
    line = {"product_id": product.id, "quantity": 50, "unit_cost_fen": 2200}
    words = {key: given.pop(key) for key in ("donor", "note") if key in given}
    delivery_line = DeliveryLine(**line | given)
    delivery = NewDelivery(
        shop_id=store.shop.id,
        delivery_lines=[delivery_line],
        source=DeliverySource.DONATION,
        **words,
    )
    return deliveries.receive(
        Act(store.session, NOW, by=store.keeper), store.community.id, delivery
    )


def batch(session):
    return session.scalars(select(StockBatch)).one()


def test_a_product_can_be_found_by_its_initials(session, store):
    made = goods.add_product(
        Act(session, NOW, by=store.keeper, community=store.community), fields()
    )

    assert made.name_keys.split()[1] == "mj"


def test_two_products_do_not_share_a_code(session, store):
    goods.add_product(Act(session, NOW, by=store.keeper, community=store.community), fields())

    with pytest.raises(CodeTaken, match="X1"):
        goods.add_product(Act(session, NOW, by=store.keeper, community=store.community), fields())


def test_another_community_may_use_the_same_code(session, store):
    goods.add_product(Act(session, NOW, by=store.keeper, community=store.community), fields())
    elsewhere = a_store(session, "nanguan")

    assert goods.add_product(
        Act(session, NOW, by=elsewhere.keeper, community=elsewhere.community), fields()
    )


def test_a_product_keeps_its_own_code_when_changed(session, store):
    made = goods.add_product(
        Act(session, NOW, by=store.keeper, community=store.community), fields()
    )

    goods.change_product(Act(session, NOW, by=store.keeper), made, fields(name="大毛巾"))

    assert made.name_keys.split()[1] == "dmj"


def test_a_clerk_neither_adds_nor_prices(session, store):
    with pytest.raises(NotAllowed):
        goods.add_product(Act(session, NOW, by=store.clerk, community=store.community), fields())
    with pytest.raises(NotAllowed):
        goods.set_price(Act(session, NOW, by=store.clerk), store.product(), 50)


def test_the_stock_keeper_does_not_set_prices(session, store):
    with pytest.raises(NotAllowed):
        goods.set_price(Act(session, NOW, by=store.keeper), store.product(), 50)


@pytest.mark.parametrize("price", [0, -1, 1_000_001])
def test_a_price_out_of_range_is_refused(session, store, price):
    with pytest.raises(PriceOutOfRange):
        goods.set_price(Act(session, NOW, by=store.admin), store.product(), price)


def test_t23_every_price_stays_in_the_log(session, store):
    soap = store.product(price=40)
    goods.set_price(Act(session, NOW, by=store.admin), soap, 50, "进价涨了")

    log = session.scalars(select(PriceVersion).order_by(PriceVersion.version)).all()
    assert [(each.version, each.price_points) for each in log] == [(1, 40), (2, 50)]


def test_t39_a_gift_comes_in_with_donor_and_estimate(session, store):
    delivery = gift(store, store.product(stock=0), donor="县农商行")

    assert delivery.delivery_no.startswith("RK-260515-")
    assert batch(session).unit_cost_fen == 2200


def test_t39_an_anonymous_donor_needs_a_note(session, store):
    soap = store.product(stock=0)

    with pytest.raises(DonorMissing):
        gift(store, soap)
    assert gift(store, soap, note="热心居民，不愿留名").donor == ""


def test_t39_a_gift_without_an_estimate_is_refused(session, store):
    with pytest.raises(UnitCostMissing):
        gift(store, store.product(stock=0), donor="县农商行", unit_cost_fen=0)


def test_t33_food_without_a_best_before_day_is_refused(session, store):
    salt = store.product("食盐", stock=0, needs_best_before=True)

    with pytest.raises(BestBeforeMissing, match="食盐"):
        store.receive(salt, 5)
    assert store.receive(salt, 5, date(2027, 1, 1))


@pytest.mark.parametrize("quantity", [0, -1, 100_001])
def test_a_delivery_of_nothing_is_refused(session, store, quantity):
    with pytest.raises(QuantityOutOfRange):
        store.receive(store.product(stock=0), quantity)


def test_another_communitys_product_is_not_received(session, store):
    elsewhere = a_store(session, "nanguan")

    with pytest.raises(NotFound):
        store.receive(elsewhere.product(stock=0), 5)


def test_spoilt_pieces_are_written_off(session, store):
    soap = store.product(stock=5)

    deliveries.write_off(Act(session, NOW, by=store.keeper), batch(session), 2, "受潮")

    assert store.left(soap) == 3


def test_reserved_pieces_are_not_written_off(session, store):
    soap = store.product(stock=5)
    store.reserve(store.member(points=200), (soap, 4))

    with pytest.raises(OutOfStock), session.begin_nested():
        deliveries.write_off(Act(session, NOW, by=store.keeper), batch(session), 2, "受潮")


def test_a_shop_is_opened_once(session, store):
    assert shops.open_shop(session, store.community).id == store.shop.id


def test_a_community_without_a_shop_has_none(session, store):
    from tests.builders import a_community  # noqa: PLC0415 - here alone

    with pytest.raises(NotFound):
        shops.serving(session, a_community(session, "beiguan").id)


def test_what_is_done_to_goods_is_in_the_trail(session, store):
    soap = store.product(stock=5)
    for is_on in (False, True):
        goods.set_on_shelf(Act(session, NOW, by=store.keeper), soap, is_on_shelf=is_on)
    deliveries.write_off(Act(session, NOW, by=store.keeper), batch(session), 1, "受潮")

    words = (
        "product_added",
        "price_changed",
        "goods_received",
        "product_off_shelf",
        "product_on_shelf",
        "goods_written_off",
    )
    noted = lines(session, *words)
    assert [event for event, _subject, _actor in noted] == list(words)
    assert {actor for event, _id, actor in noted if event != "price_changed"} == {
        store.keeper.person_id
    }
