"""Working days: the state's calendar, the operator's table, and years nobody knows yet."""

from datetime import date

from core import calendar

NOTHING: dict[date, bool] = {}


def test_weekend_that_is_worked_counts():
    assert calendar.is_workday(date(2025, 10, 11), NOTHING)


def test_holiday_on_a_weekday_does_not_count():
    assert not calendar.is_workday(date(2026, 4, 6), NOTHING)


def test_table_of_the_operator_wins():
    assert not calendar.is_workday(date(2026, 5, 15), {date(2026, 5, 15): False})
    assert calendar.is_workday(date(2026, 5, 16), {date(2026, 5, 16): True})


def test_unknown_year_is_monday_to_friday_but_new_year():
    assert not calendar.is_known(2031)
    assert calendar.is_workday(date(2031, 1, 2), NOTHING)
    assert not calendar.is_workday(date(2031, 1, 1), NOTHING)
    assert not calendar.is_workday(date(2031, 1, 4), NOTHING)


def test_t17_three_working_days_after_2_april_2026():
    days = calendar.working_days_after(date(2026, 4, 2), 3, NOTHING)

    assert days == [date(2026, 4, 3), date(2026, 4, 7), date(2026, 4, 8)]


def test_t18_five_working_days_after_25_february_2025():
    days = calendar.working_days_after(date(2025, 2, 25), 5, NOTHING)

    assert (days[0], days[-1]) == (date(2025, 2, 26), date(2025, 3, 4))


def test_t18_five_working_days_from_29_september_2025_end_on_the_exchanged_saturday():
    days = calendar.working_days_from(date(2025, 9, 29), 5, NOTHING)

    assert days == [
        date(2025, 9, 29),
        date(2025, 9, 30),
        date(2025, 10, 9),
        date(2025, 10, 10),
        date(2025, 10, 11),
    ]
