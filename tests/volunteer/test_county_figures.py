"""What the county reads of hours, shifts and objections: which month, what is late, to the day."""

from datetime import date, timedelta

import pytest

from core import clock
from teams.authority.act import Act
from teams.county.queries.figures import figures_of
from teams.county_figures import FIGURES as OF_TEAMS
from tests.activity_builders import SATURDAY, a_shift, an_activity
from tests.builders import NOW, a_member
from tests.service_builders import a_station, confirmed, line_of, posted, present
from volunteer.county_figures import FIGURES as OF_VOLUNTEER
from volunteer.hours.rules import objections

MAY = date(2026, 5, 1)
FIGURES = (*OF_TEAMS, *OF_VOLUNTEER)


@pytest.fixture
def station(session):
    return a_station(session)


def number(session, station, name, month_on=MAY, now=NOW):
    """Return one figure of the station."""
    row = figures_of(session, [station], FIGURES, month_on, now)[0]
    return row.numbers[[each.name for each in FIGURES].index(name)]


@pytest.mark.parametrize(("month", "minutes"), [(4, 0), (5, 120), (6, 0)])
def test_hours_are_of_the_month_they_were_served_in(session, station, month, minutes):
    posted(session, station, 120)

    assert number(session, station, "hours", MAY.replace(month=month)) == minutes


def test_hours_that_are_not_posted_do_not_count(session, station):
    shift = a_shift(session, an_activity(session, station))
    confirmed(session, station, present(session, station, shift), 90)

    assert number(session, station, "hours") == 0


def test_shifts_of_the_month_and_those_with_a_policy(session, station):
    for policy_no in ("", "PICC-1"):
        a_shift(session, an_activity(session, station, policy_no=policy_no))
    june = SATURDAY + timedelta(days=30)
    a_shift(session, an_activity(session, station, policy_no="PICC-1"), starts_at=june)

    assert [number(session, station, name) for name in ("shifts", "covered")] == [2, 1]


@pytest.mark.parametrize(("minutes", "count"), [(0, 0), (1, 1)])
def test_minutes_nobody_confirmed_are_late_after_seven_days(session, station, minutes, count):
    shift = a_shift(session, an_activity(session, station))
    now = shift.ends_at + timedelta(days=7, minutes=minutes)

    assert number(session, station, "late-minutes", now=now) == count


@pytest.mark.parametrize(("days", "count"), [(0, 0), (1, 1)])
def test_an_answer_is_late_the_day_after_its_last(session, station, days, count):
    shift = a_shift(session, an_activity(session, station))
    record = confirmed(session, station, present(session, station, shift), 90)
    objector = a_member(session, station, "周玉芬")
    act = Act(session, shift.ends_at + timedelta(hours=1), community=station)
    made = objections.dispute(act, line_of(session, record).id, objector, "那天没见到")
    now = clock.at_local(made.due_on + timedelta(days=days), SATURDAY.time())

    assert number(session, station, "late-answers", now=now) == count
