"""Reserving, cancelling and lapsing; prices, limits and stock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from core.errors import NotFound
from points.goods.models import LimitWindow
from points.goods.rules import goods
from points.ledger.rules.refusals import (
    BatchExpired,
    CodeExpired,
    NotAnActiveMember,
    NotEnoughPoints,
    NotForSale,
    OutOfStock,
    PriceChanged,
    QuarterLimitReached,
    RedemptionCancelled,
    SoldOut,
)
from points.redemptions.models import LimitCounter, Redemption, RedemptionState
from points.redemptions.rules import reservations
from points.redemptions.rules.exchanges import BasketWrong
from points.redemptions.rules.orders import Order, Wish
from teams.authority.act import Act
from teams.members.models import MemberState
from tests.builders import NOW, authority_of
from tests.shop_builders import a_store, deltas, earn, lots_left, wallet

LAST_DAYS_OF_2025 = datetime(2025, 12, 30, 2, 0, tzinfo=UTC)
EARLY_2026 = datetime(2026, 1, 3, 2, 0, tzinfo=UTC)
WAY_PAST = datetime(2026, 1, 7, 2, 0, tzinfo=UTC)


def wish(product, quantity=1, price=None):
    return Wish(product_id=product.id, quantity=quantity, price_points=price)


def order(store, member, *wishes):
    return Order(
        community_id=store.community.id,
        shop_id=store.shop.id,
        member_id=member.id,
        wishes=list(wishes),
    )


def test_reserving_keeps_points_and_pieces(session, store):
    soap, member = store.product(price=40, stock=5), store.member(points=100)

    redemption = store.reserve(member, (soap, 2))

    assert redemption.state is RedemptionState.RESERVED
    assert (wallet(session, member).posted, wallet(session, member).held) == (100, 80)
    assert store.left(soap) == 3


def test_a_reservation_waits_seven_whole_days_after_today(session, store):
    soap, member = store.product(), store.member(points=100)

    redemption = store.reserve(member, (soap, 1))

    assert redemption.collect_by == datetime(2026, 5, 22, 16, 0, tzinfo=UTC)


def test_a_refused_reservation_leaves_nothing_behind(session, store):
    soap, member = store.product(price=40), store.member(points=39)

    with pytest.raises(NotEnoughPoints, match="还差 1 分"), session.begin_nested():
        store.reserve(member, (soap, 1))

    assert store.left(soap) == 10
    assert session.scalar(select(Redemption.id)) is None


def test_sold_out_says_so(session, store):
    soap, member = store.product(stock=0), store.member(points=100)

    with pytest.raises(SoldOut, match="香皂刚刚换完了"), session.begin_nested():
        store.reserve(member, (soap, 1))


def test_one_left_offers_the_one(session, store):
    soap, member = store.product(stock=1), store.member(points=100)

    with pytest.raises(OutOfStock, match="香皂只剩 1 块，改成 1 块？"), session.begin_nested():
        store.reserve(member, (soap, 2))


def test_what_is_reserved_is_not_there_for_others(session, store):
    soap = store.product(stock=1)
    store.reserve(store.member(points=100), (soap, 1))

    with pytest.raises(SoldOut), session.begin_nested():
        store.reserve(store.member(points=100), (soap, 1))


def test_expired_pieces_cannot_be_reserved(session, store):
    eggs = store.product("鸡蛋", stock=0)
    store.receive(eggs, 3, date(2026, 5, 14))

    with pytest.raises(BatchExpired), session.begin_nested():
        store.reserve(store.member(points=100), (eggs, 1))


def test_pieces_on_their_last_day_can_be_reserved(session, store):
    eggs = store.product("鸡蛋", stock=0)
    store.receive(eggs, 3, date(2026, 5, 15))

    assert store.reserve(store.member(points=100), (eggs, 1)).total_points == 40


def test_off_the_shelf_is_not_for_sale(session, store):
    soap, member = store.product(), store.member(points=100)
    goods.set_on_shelf(Act(session, NOW, by=store.keeper), soap, is_on_shelf=False)

    with pytest.raises(NotForSale):
        store.reserve(member, (soap, 1))


def test_a_product_without_a_price_is_not_for_sale(session, store):
    given = goods.ProductFields(code="N1", name="新货", unit="个")
    fresh = goods.add_product(Act(session, NOW, by=store.keeper, community=store.community), given)

    with pytest.raises(NotForSale):
        store.reserve(store.member(points=100), (fresh, 1))


def test_another_communitys_product_does_not_exist(session, store):
    elsewhere = a_store(session, "nanguan")

    with pytest.raises(NotFound):
        store.reserve(store.member(points=100), (elsewhere.product(), 1))


def test_only_an_active_member_reserves(session, store):
    soap, member = store.product(), store.member(points=100)
    member.state = MemberState.SUSPENDED

    with pytest.raises(NotAnActiveMember):
        store.reserve(member, (soap, 1))


@pytest.mark.parametrize("quantity", [0, -1, 100])
def test_a_quantity_out_of_range_is_refused(session, store, quantity):
    soap, member = store.product(), store.member(points=100)

    with pytest.raises(BasketWrong):
        store.reserve(member, (soap, quantity))


def test_an_empty_basket_is_refused(session, store):
    with pytest.raises(BasketWrong):
        store.reserve(store.member(points=100))


def test_t23_a_price_that_rose_is_asked_again(session, store):
    soap, member = store.product(price=44), store.member(points=100)
    goods.set_price(Act(session, NOW, by=store.admin), soap, 50)

    with pytest.raises(PriceChanged, match="50 分"):
        reservations.reserve(Act(session, NOW), order(store, member, wish(soap, 1, 44)))


def test_t23_a_price_that_fell_is_passed_on(session, store):
    soap, member = store.product(price=44), store.member(points=100)
    goods.set_price(Act(session, NOW, by=store.admin), soap, 40)

    redemption = reservations.reserve(Act(session, NOW), order(store, member, wish(soap, 1, 44)))

    assert redemption.total_points == 40


def test_t23_a_reservation_keeps_its_price(session, store):
    soap, member = store.product(price=40), store.member(points=100)
    redemption = store.reserve(member, (soap, 1))
    goods.set_price(Act(session, NOW, by=store.admin), soap, 90)

    store.collect(redemption)

    assert wallet(session, member).posted == 60


def t12(session, store):
    """Thirty points from a lot ending 2025-12-31, reserved on 12-30."""
    soap, member = store.product(price=30, now=LAST_DAYS_OF_2025), store.member()
    earn(session, member, 30, LAST_DAYS_OF_2025, date(2024, 6, 1))
    return member, store.reserve(member, (soap, 1), now=LAST_DAYS_OF_2025)


def test_t12_points_reserved_in_time_are_honoured_after_their_last_day(session, store):
    member, redemption = t12(session, store)

    store.collect(redemption, now=EARLY_2026)

    assert deltas(session, member) == [30, -30]


def test_t12_cancelled_after_the_last_day_the_points_expire_at_once(session, store):
    member, redemption = t12(session, store)

    reservations.cancel(
        Act(session, EARLY_2026, by=authority_of(session, member)),
        store.community.id,
        redemption.id,
    )

    assert wallet(session, member).posted == 0
    assert deltas(session, member) == [30, -30]
    assert redemption.state is RedemptionState.CANCELLED


def test_t12_lapsed_after_the_last_day_the_points_expire_at_once(session, store):
    member, redemption = t12(session, store)

    assert reservations.lapse(Act(session, WAY_PAST), store.community.id, redemption.id)
    assert wallet(session, member).posted == 0
    assert not reservations.lapse(Act(session, WAY_PAST), store.community.id, redemption.id)


def test_cancelling_gives_points_pieces_and_quota_back(session, store):
    soap = store.product(limit_quantity=1, limit_window=LimitWindow.MONTH)
    member = store.member(points=100)
    redemption = store.reserve(member, (soap, 1))

    reservations.cancel(
        Act(session, NOW, by=authority_of(session, member)), store.community.id, redemption.id
    )

    assert wallet(session, member).held == 0
    assert store.left(soap) == 10
    assert set(session.scalars(select(LimitCounter.used))) == {0}
    assert store.reserve(member, (soap, 1)).total_points == 40


def test_cancelling_twice_is_refused(session, store):
    member = store.member(points=100)
    redemption = store.reserve(member, (store.product(), 1))
    own = authority_of(session, member)
    reservations.cancel(Act(session, NOW, by=own), store.community.id, redemption.id)

    with pytest.raises(RedemptionCancelled):
        reservations.cancel(Act(session, NOW, by=own), store.community.id, redemption.id)


def test_somebody_elses_reservation_does_not_exist(session, store):
    redemption = store.reserve(store.member(points=100), (store.product(), 1))
    stranger = authority_of(session, store.member())

    with pytest.raises(NotFound):
        reservations.cancel(Act(session, NOW, by=stranger), store.community.id, redemption.id)


def test_cancelling_at_the_last_moment_is_in_time(session, store):
    member = store.member(points=100)
    redemption = store.reserve(member, (store.product(), 1))
    last = redemption.collect_by - timedelta(seconds=1)

    reservations.cancel(
        Act(session, last, by=authority_of(session, member)), store.community.id, redemption.id
    )

    assert redemption.state is RedemptionState.CANCELLED


def test_cancelling_when_the_time_is_over_is_too_late(session, store):
    member = store.member(points=100)
    redemption = store.reserve(member, (store.product(), 1))
    own = authority_of(session, member)

    with pytest.raises(CodeExpired):
        reservations.cancel(
            Act(session, redemption.collect_by, by=own), store.community.id, redemption.id
        )


def test_a_lapsed_hold_is_free_for_the_next_posting_before_any_sweep(session, store):
    soap, member = store.product(price=40), store.member(points=40)
    first = store.reserve(member, (soap, 1))

    second = store.reserve(member, (soap, 1), now=first.collect_by)

    assert wallet(session, member).held == 40
    assert second.state is RedemptionState.RESERVED
    assert reservations.lapse(Act(session, first.collect_by), store.community.id, first.id)


def test_t21_a_quarter_limit_is_free_again_on_the_first_of_april(session, store):
    rice = store.product("大米", 40, limit_quantity=1, limit_window=LimitWindow.QUARTER)
    member = store.member()
    march = datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC)
    goods.set_price(Act(session, march - timedelta(days=1), by=store.admin), rice, 40)
    earn(session, member, 200, march - timedelta(days=1))
    store.reserve(member, (rice, 1), now=march)

    with pytest.raises(QuarterLimitReached, match="2026-04-01"), session.begin_nested():
        store.reserve(member, (rice, 1), now=march)
    assert store.reserve(member, (rice, 1), now=march + timedelta(seconds=1)).total_points == 40


def test_a_reservation_eats_the_earliest_lot(session, store):
    member = store.member()
    earn(session, member, 60, LAST_DAYS_OF_2025, date(2025, 6, 1))
    earn(session, member, 60)

    store.reserve(member, (store.product(price=80), 1))

    assert lots_left(session, member) == {"2026-12-31": 0, "2027-12-31": 40}
