"""What one person may take in a month, quarter or year: what is over it, told in one order."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from points.goods.models import LimitWindow
from points.ledger.rules.refusals import (
    LimitReached,
    MonthlyPointsReached,
    MonthlyRedemptionsReached,
    YearLimitReached,
)
from points.redemptions.models import LimitCounter
from teams.members.models import CommunitySetting
from tests.builders import NOW


def setting(session, store, name, value):
    session.add(
        CommunitySetting(
            community_id=store.community.id,
            name=name,
            value=value,
            starts_on=date(2020, 1, 1),
            set_at=NOW,
        )
    )
    session.flush()


def test_t21_four_hundred_and_sixty_used_leaves_forty(session, store):
    member, lot = store.member(points=1000), store.product(price=460)
    store.reserve(member, (lot, 1))

    with pytest.raises(MonthlyPointsReached, match="剩余 40 分"), session.begin_nested():
        store.reserve(member, (store.product(price=80), 1))
    assert store.reserve(member, (store.product(price=40), 1)).total_points == 40


def test_the_first_redemption_alone_may_not_pass_the_monthly_points(session, store):
    member = store.member(points=1000)

    with pytest.raises(MonthlyPointsReached, match="剩余 500 分"), session.begin_nested():
        store.reserve(member, (store.product(price=501), 1))


def test_a_fourth_redemption_in_a_month_is_refused(session, store):
    soap, member = store.product(price=10), store.member(points=1000)
    for _ in range(3):
        store.reserve(member, (soap, 1))

    with pytest.raises(MonthlyRedemptionsReached, match="2026-06-01"), session.begin_nested():
        store.reserve(member, (soap, 1))


def test_a_monthly_limit_says_what_is_left(session, store):
    soap = store.product(limit_quantity=2, limit_window=LimitWindow.MONTH)
    member = store.member(points=500)
    store.reserve(member, (soap, 1))

    with pytest.raises(LimitReached, match="本月还可换 1 块"), session.begin_nested():
        store.reserve(member, (soap, 2))


def test_of_several_limits_the_points_are_told_first_then_the_redemptions(session, store):
    setting(session, store, "monthly_points", 50)
    setting(session, store, "monthly_redemptions", 1)
    member = store.member(points=500)
    soap = store.product("香皂", 40, limit_quantity=1, limit_window=LimitWindow.MONTH)
    store.reserve(member, (soap, 1))

    with pytest.raises(MonthlyPointsReached, match="剩余 10 分"), session.begin_nested():
        store.reserve(member, (soap, 1))
    setting(session, store, "monthly_points", 500)
    with pytest.raises(MonthlyRedemptionsReached), session.begin_nested():
        store.reserve(member, (soap, 1))
    setting(session, store, "monthly_redemptions", 9)
    with pytest.raises(LimitReached), session.begin_nested():
        store.reserve(member, (soap, 1))


def test_the_limit_of_the_second_good_refuses_both(session, store):
    soap = store.product("香皂", 10, limit_quantity=5, limit_window=LimitWindow.MONTH)
    towel = store.product("毛巾", 10, limit_quantity=2, limit_window=LimitWindow.MONTH, unit="条")
    member = store.member(points=500)
    store.reserve(member, (soap, 1), (towel, 1))

    with pytest.raises(LimitReached, match="本月还可换 1 条"), session.begin_nested():
        store.reserve(member, (soap, 1), (towel, 2))

    counted = select(LimitCounter.used).where(LimitCounter.rule.startswith("month:"))
    assert list(session.scalars(counted)) == [1, 1]


def test_a_yearly_limit_lasts_the_calendar_year(session, store):
    cup = store.product("保温杯", 30, limit_quantity=1, limit_window=LimitWindow.YEAR)
    member = store.member(points=500)
    store.reserve(member, (cup, 1))

    with pytest.raises(YearLimitReached, match="2027-01-01"), session.begin_nested():
        store.reserve(member, (cup, 1), now=datetime(2026, 12, 31, 15, 0, tzinfo=UTC))


def test_the_monthly_caps_are_settings(session, store):
    setting(session, store, "monthly_points", 30)
    member = store.member(points=100)

    with pytest.raises(MonthlyPointsReached), session.begin_nested():
        store.reserve(member, (store.product(price=40), 1))
