"""When a shift takes arrivals and departures, at both sides of every edge."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.activity_builders import SATURDAY
from volunteer.activities.rules.windows import Window, ended_since
from volunteer.settings import VolunteerSettings

OPENS, ENDS = SATURDAY - timedelta(minutes=30), SATURDAY + timedelta(minutes=90)
CLOSES = ENDS + timedelta(minutes=60)
SECOND = timedelta(seconds=1)

WINDOW = Window.of(SimpleNamespace(starts_at=SATURDAY, ends_at=ENDS), VolunteerSettings())


@pytest.mark.parametrize(
    ("now", "is_taken"),
    [(OPENS - SECOND, False), (OPENS, True), (ENDS - SECOND, True), (ENDS, False)],
)
def test_arrivals_are_taken_from_the_opening_to_the_end(now, is_taken):
    assert WINDOW.takes_arrivals(now) is is_taken


@pytest.mark.parametrize(("now", "is_taken"), [(CLOSES, True), (CLOSES + SECOND, False)])
def test_departures_are_taken_up_to_the_closing(now, is_taken):
    assert WINDOW.takes_departures(now) is is_taken


@pytest.mark.parametrize(
    ("moment", "is_inside"),
    [(OPENS - SECOND, False), (OPENS, True), (CLOSES, True), (CLOSES + SECOND, False)],
)
def test_a_time_written_down_lies_between_opening_and_closing(moment, is_inside):
    assert WINDOW.holds(moment) is is_inside


def test_the_shift_that_ended_longest_ago_still_takes_departures():
    assert WINDOW.takes_departures(CLOSES)
    assert ended_since(VolunteerSettings(), CLOSES) == ENDS
