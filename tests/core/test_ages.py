"""Ages at their edges."""

from datetime import date

import pytest

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
