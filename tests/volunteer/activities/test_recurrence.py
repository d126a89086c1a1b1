"""Which days a repeating activity falls on (T30)."""

from datetime import date, time, timedelta

import pytest

from volunteer.activities.rules import recurrence

D = date.fromisoformat


def days(rule, first, until):
    return [day.isoformat() for day in recurrence.dates(rule, D(first), D(until))]


def test_no_rule_is_one_day():
    assert days("", "2026-05-16", "2026-05-16") == ["2026-05-16"]


def test_every_wednesday_evening():
    rule = recurrence.weekly(D("2026-05-20"))

    assert rule == "FREQ=WEEKLY;BYDAY=WE"
    assert days(rule, "2026-05-20", "2026-06-03") == ["2026-05-20", "2026-05-27", "2026-06-03"]


def test_last_day_counts_and_the_next_does_not():
    rule = recurrence.weekly(D("2026-05-20"))

    assert len(days(rule, "2026-05-20", "2026-06-02")) == 2
    assert len(days(rule, "2026-05-20", "2026-06-03")) == 3


def test_months_without_the_day_are_left_out():
    rule = recurrence.monthly(D("2026-01-31"))

    assert days(rule, "2026-01-31", "2026-05-31") == ["2026-01-31", "2026-03-31", "2026-05-31"]


@pytest.mark.parametrize(
    ("year", "found"),
    [
        (2026, ["2026-02-09", "2026-02-19"]),
        (2028, ["2028-02-09", "2028-02-19", "2028-02-29"]),
    ],
)
def test_t30_nines_of_february(year, found):
    assert days(recurrence.NINES, f"{year}-02-01", f"{year}-03-08") == found


def test_t30_a_day_spanning_occasion_counts_by_its_start():
    night = recurrence.occasion(D("2026-02-09"), time(22, 30), time(0, 30))

    assert night.starts_at.isoformat() == "2026-02-09T14:30:00+00:00"
    assert night.ends_at - night.starts_at == timedelta(hours=2)


def test_occasion_stands_in_the_zone_of_the_community():
    there = recurrence.occasion(D("2026-02-09"), time(9), time(10), "Asia/Urumqi")

    assert there.starts_at.isoformat() == "2026-02-09T03:00:00+00:00"


@pytest.mark.parametrize(
    "rule",
    [
        "每周",
        "FREQ=SECONDLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;COUNT=3;BYSECOND=1",
        "FREQ=MONTHLY;BYMONTHDAY=oh",
        "FREQ=DAILY\nRRULE:FREQ=DAILY",
    ],
)
def test_unreadable_rule_is_refused(rule):
    with pytest.raises(recurrence.RuleUnreadable):
        days(rule, "2026-05-20", "2026-06-03")


def test_sixty_occasions_are_allowed_and_sixty_one_are_not():
    assert len(days("FREQ=DAILY", "2026-01-01", "2026-03-01")) == 60
    with pytest.raises(recurrence.TooManyOccasions):
        days("FREQ=DAILY", "2026-01-01", "2026-03-02")


def test_longer_than_four_hundred_days_is_refused():
    with pytest.raises(recurrence.TooManyOccasions):
        days("FREQ=MONTHLY;BYMONTHDAY=9", "2026-01-01", "2027-02-06")


def test_no_day_at_all_is_refused():
    with pytest.raises(recurrence.NoOccasion):
        days("FREQ=MONTHLY;BYMONTHDAY=29", "2026-02-01", "2026-02-28")
