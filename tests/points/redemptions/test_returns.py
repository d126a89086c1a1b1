"""Goods coming back: the lots that paid, two people, seven days, never more than went out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from core.errors import NotAllowed, OwnCase
from points.goods.models import LimitWindow
from points.goods.rules.deliveries import QuantityOutOfRange
from points.redemptions.models import LimitCounter, RedemptionState
from points.redemptions.queries import counter_lists
from points.redemptions.rules import returns
from points.redemptions.rules.counter_credentials import SecondPersonNeeded
from points.redemptions.rules.returns import Comeback, MoreThanTaken, NotCollected, ReturnTooLate
from teams.authority.act import Act
from tests.builders import NOW, a_role, authority_of
from tests.shop_builders import (
    PIN,
    Role,
    Witness,
    a_witness,
    deltas,
    earn,
    lots_left,
    spend,
    wallet,
)

OLD_YEAR = datetime(2025, 12, 30, 2, 0, tzinfo=UTC)
NEW_YEAR = datetime(2026, 1, 2, 2, 0, tzinfo=UTC)


def give_back(store, redemption, quantities, now=NOW, **given):
    given.setdefault("witness", None)
    if given["witness"] is None:
        given["witness"] = a_witness(store)
    comeback = Comeback(
        community_id=store.community.id,
        redemption_id=redemption.id,
        quantities=quantities,
        reason=given.pop("reason", "杯盖有裂口"),
        **given,
    )
    return returns.give_back(Act(store.session, now, by=store.clerk), comeback)


def old_redemption(session, store):
    """An 80-point thing bought on 2025-12-30, 60 from a lot of that year, 20 from the next."""
    cup, member = store.product("保温杯", 80, now=OLD_YEAR), store.member()
    earn(session, member, 60, OLD_YEAR, date(2024, 6, 1))
    earn(session, member, 60, OLD_YEAR, date(2025, 6, 1))
    return member, store.sell(member, (cup, 1), now=OLD_YEAR)


def test_t13_points_go_back_to_the_same_lots(session, store):
    member, redemption = old_redemption(session, store)
    assert lots_left(session, member) == {"2025-12-31": 0, "2026-12-31": 40}

    give_back(store, redemption, {1: 1}, OLD_YEAR)

    assert lots_left(session, member) == {"2025-12-31": 60, "2026-12-31": 60}
    assert redemption.state is RedemptionState.RETURNED


def test_t13_a_lot_expired_meanwhile_gets_thirty_days_when_the_shop_is_at_fault(session, store):
    member, redemption = old_redemption(session, store)

    give_back(store, redemption, {1: 1}, NEW_YEAR)

    assert lots_left(session, member) == {"2025-12-31": 0, "2026-02-01": 60, "2026-12-31": 60}


def test_t13_else_those_points_expire_at_once(session, store):
    member, redemption = old_redemption(session, store)

    give_back(store, redemption, {1: 1}, NEW_YEAR, shop_at_fault=False)

    assert lots_left(session, member) == {"2025-12-31": 0, "2026-12-31": 60}
    assert deltas(session, member)[-2:] == [80, -60]


def test_part_of_a_redemption_comes_back_twice(session, store):
    soap, member = store.product(), store.member(points=200)
    redemption = store.sell(member, (soap, 3))
    witness = a_witness(store)

    give_back(store, redemption, {1: 1}, witness=witness)
    give_back(store, redemption, {1: 2}, witness=witness)

    assert wallet(session, member).posted == 200
    assert redemption.state is RedemptionState.RETURNED


def test_three_of_two_do_not_come_back(session, store):
    redemption = store.sell(store.member(points=200), (store.product(), 2))

    with pytest.raises(MoreThanTaken, match="领走 2 块"), session.begin_nested():
        give_back(store, redemption, {1: 3})


def test_a_whole_redemption_comes_back_once(session, store):
    redemption = store.sell(store.member(points=200), (store.product(), 1))
    give_back(store, redemption, {1: 1})

    with pytest.raises(NotCollected):
        give_back(store, redemption, {1: 1})


def test_a_reservation_does_not_come_back(session, store):
    redemption = store.reserve(store.member(points=200), (store.product(), 1))

    with pytest.raises(NotCollected):
        give_back(store, redemption, {1: 1})


@pytest.mark.parametrize("quantities", [{}, {1: 0}, {1: -1}])
def test_nothing_is_no_return(session, store, quantities):
    redemption = store.sell(store.member(points=200), (store.product(), 1))

    with pytest.raises(QuantityOutOfRange):
        give_back(store, redemption, quantities)


def test_the_last_second_of_the_seventh_day_is_in_time(session, store):
    redemption = store.sell(store.member(points=200), (store.product(), 1))

    give_back(store, redemption, {1: 1}, NOW + timedelta(days=7, seconds=-1))

    assert redemption.state is RedemptionState.RETURNED


def test_seven_whole_days_are_too_late(session, store):
    redemption = store.sell(store.member(points=200), (store.product(), 1))

    with pytest.raises(ReturnTooLate):
        give_back(store, redemption, {1: 1}, NOW + timedelta(days=7))


def test_a_clerk_alone_takes_nothing_back(session, store):
    redemption = store.sell(store.member(points=200), (store.product(), 1))
    alone = Witness(volunteer_no="XX0000", pin=PIN)

    with pytest.raises(SecondPersonNeeded):
        give_back(store, redemption, {1: 1}, witness=alone)


def test_the_second_person_is_not_the_one_who_gets_the_points(session, store):
    member = store.member(points=200)
    a_role(session, member, Role.SUPERVISOR)
    redemption = store.sell(member, (store.product(), 1))

    with pytest.raises(OwnCase):
        give_back(
            store, redemption, {1: 1}, witness=Witness(volunteer_no=member.volunteer_no, pin=PIN)
        )


def test_a_volunteer_takes_nothing_back(session, store):
    member = store.member(points=200)
    redemption = store.sell(member, (store.product(), 1))
    comeback = Comeback(
        community_id=store.community.id,
        redemption_id=redemption.id,
        quantities={1: 1},
        reason="",
        witness=a_witness(store),
    )

    with pytest.raises(NotAllowed):
        returns.give_back(Act(session, NOW, by=authority_of(session, member)), comeback)


@pytest.mark.parametrize(("is_resellable", "left"), [(True, 10), (False, 9)])
def test_broken_goods_are_written_off_and_good_ones_go_back(session, store, is_resellable, left):
    soap = store.product(stock=10)
    redemption = store.sell(store.member(points=200), (soap, 1))

    give_back(store, redemption, {1: 1}, is_resellable=is_resellable)

    assert store.left(soap) == left


def test_quota_comes_back_with_the_goods(session, store):
    soap = store.product(limit_quantity=1, limit_window=LimitWindow.MONTH)
    redemption = store.sell(store.member(points=200), (soap, 1))

    give_back(store, redemption, {1: 1})

    assert set(session.scalars(select(LimitCounter.used))) == {0}


def test_points_coming_back_fill_a_hole_first(session, store):
    from points.ledger.rules import ledger  # noqa: PLC0415 - here alone
    from tests.shop_builders import a_cause  # noqa: PLC0415

    member = store.member()
    record = earn(session, member, 100)
    redemption = store.sell(member, (store.product(price=80), 1))
    spend(session, member, 20)
    ledger.reverse(Act(session, NOW), store.community.id, record.id, a_cause())

    give_back(store, redemption, {1: 1})

    assert wallet(session, member).posted == -20
    assert sum(lots_left(session, member).values()) == 0


def test_f15_the_list_of_redemptions_says_what_came_back_of_one(session, store):
    soap, member = store.product("香皂", 40), store.member(points=200)
    redemption = store.sell(member, (soap, 3))
    store.sell(member, (soap, 1))
    give_back(store, redemption, {1: 2})

    found = counter_lists.redemptions_of(session, store.community, member.id)

    assert [(each.redemption.total_points, each.given_back) for each in found] == [
        (40, 0),
        (120, 80),
    ]
    assert sum(deltas(session, member)) == 200 - 40 - 120 + 80
