"""What the county reads of points: what came and went in a month, and months nobody closed."""

from datetime import date, timedelta

import pytest

from points.county_figures import FIGURES
from teams.county.queries.figures import figures_of
from tests.builders import NOW
from tests.shop_builders import a_store

MAY = date(2026, 5, 1)


@pytest.fixture
def store(session):
    """A shop in which 100 points were earned and 40 of them spent, in May."""
    made = a_store(session)
    member = made.member(100)
    made.sell(member, (made.product("香皂", 40), 1))
    return made


def numbers(session, store, month_on=MAY, now=NOW):
    """Return the figures of the store's community by name."""
    row = figures_of(session, [store.community], FIGURES, month_on, now)[0]
    return dict(zip([each.name for each in FIGURES], row.numbers, strict=True))


def test_points_that_came_and_went_in_the_month(session, store):
    found = numbers(session, store)

    assert (found["earned"], found["redeemed"]) == (100, 40)
    june = numbers(session, store, date(2026, 6, 1))
    assert (june["earned"], june["redeemed"]) == (0, 0)


@pytest.mark.parametrize(("days", "count"), [(16, 0), (17, 1)])
def test_a_month_is_late_once_it_is_over(session, store, days, count):
    """NOW is the 15th of May: the last day of May, and the first of June."""
    assert numbers(session, store, now=NOW + timedelta(days=days))["open-months"] == count
