"""Ages at their edges."""

from datetime import date

import pytest

from core import ages
from core.ages import age_on


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2012, 5, 1), date(2026, 4, 30), 13),
        (date(2012, 5, 1), date(2026, 5, 1), 14),
        (date(2012, 2, 29), date(2026, 2, 28), 13),
        (date(2012, 2, 29), date(2026, 3, 1), 14),
        (date(2012, 2, 29), date(2028, 2, 29), 16),
    ],
)
def test_t26_birthday_counts_from_its_day_on(born, day, age):
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("day", "child", "minor"),
    [
        (date(2026, 4, 30), True, True),
        (date(2026, 5, 1), False, True),
        (date(2030, 4, 30), False, True),
        (date(2030, 5, 1), False, False),
    ],
)
def test_f16_a_child_is_under_14_and_a_minor_under_18_until_the_birthday(day, child, minor):
    born = date(2012, 5, 1)

    assert (ages.is_child(born, day), ages.is_minor(born, day)) == (child, minor)


def test_an_unknown_birthday_is_an_adults():
    assert not ages.is_child(None, date(2026, 5, 1))
    assert not ages.is_minor(None, date(2026, 5, 1))


@pytest.mark.parametrize(
    ("born", "may_be"),
    [("2026-05-02", False), ("2026-05-01", True), ("1905-05-02", True), ("1905-05-01", False)],
)
def test_nobody_is_born_ahead_or_more_than_120_years_ago(born, may_be):
    assert ages.may_be_born(date.fromisoformat(born), date(2026, 5, 1)) is may_be


def test_an_unknown_birthday_has_no_age():
    assert ages.known_age(None, date(2026, 5, 1)) is None
    assert ages.known_age(date(2020, 5, 2), date(2026, 5, 1)) == 5
