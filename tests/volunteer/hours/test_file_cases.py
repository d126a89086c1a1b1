"""Small workbooks that people's own hours sheets look like, each with its right value."""

from datetime import date

from tests.workbook_builders import TODAY, real_book
from volunteer.hours.rules.hours_names import Volunteer
from volunteer.hours.rules.hours_sheet import check_hours

KNOWN = {"何冬青": [Volunteer("1", born_on=date(1990, 5, 1))], "何春芽": [Volunteer("2")]}


def hours(case, known=KNOWN):
    return check_hours(real_book(f"cases/{case}"), known, TODAY)


def test_nights_spans_and_words_are_the_minutes_they_say():
    answer = hours("hours_night.xlsx")
    minutes = {one.row: one.duration.minutes for one in answer.accepted}

    assert answer.refused == []
    assert [minutes[row] for row in range(3, 16)] == [
        180,
        120,
        210,
        360,
        150,
        120,
        80,
        120,
        120,
        120,
        120,
        120,
        120,
    ]
    assert [one.day for one in answer.accepted if one.row == 10] == [date(2026, 10, 10)]


def test_the_line_that_takes_a_day_over_24_hours_is_asked_about_and_no_line_alone():
    answer = hours("hours_40h.xlsx")

    assert [one.row for one in answer.asked] == [4, 6]
    assert [one.row for one in answer.accepted] == [3, 5, 7]


def test_a_year_with_a_comment_each_month_is_read():
    answer = hours("hours_year_comments.xlsx")

    assert len(answer.accepted) == 12


def test_hours_before_birth_are_refused_and_before_joining_asked_about():
    unborn = {"何冬青": [Volunteer("1", born_on=date(2025, 1, 10))]}
    later = {"何冬青": [Volunteer("1", joined_on=date(2025, 2, 9))]}

    assert [one.row for one in hours("hours_year_comments.xlsx", unborn).refused] == [3]
    assert [one.row for one in hours("hours_year_comments.xlsx", later).asked] == [3]
