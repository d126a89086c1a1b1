"""The last day of points, by the mode the community chose."""

from datetime import date

import pytest

from points.ledger.rules.lots import last_day
from points.settings import Expiry


@pytest.mark.parametrize(
    ("expiry", "earned_on", "last"),
    [
        ("END_OF_NEXT_CALENDAR_YEAR", date(2026, 1, 1), date(2027, 12, 31)),
        ("END_OF_NEXT_CALENDAR_YEAR", date(2026, 12, 31), date(2027, 12, 31)),
        ("END_OF_CALENDAR_YEAR", date(2026, 1, 1), date(2026, 12, 31)),
        ("END_OF_CALENDAR_YEAR", date(2026, 12, 31), date(2026, 12, 31)),
        ("THREE_YEARS", date(2026, 5, 16), date(2029, 5, 15)),
        ("THREE_YEARS", date(2026, 3, 1), date(2029, 2, 28)),
        ("THREE_YEARS", date(2028, 2, 29), date(2031, 2, 28)),
    ],
)
def test_points_last_to_the_end_of_their_time(expiry, earned_on, last):
    assert last_day(Expiry(expiry), earned_on) == last
