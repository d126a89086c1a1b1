"""What a paper list says, volunteer/attendance/rules/paper.py."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from volunteer.activities.models import Shift
from volunteer.attendance.rules.paper import (
    AddedLine,
    NothingWritten,
    PrintedLine,
    Times,
    came_by,
    moment_on,
)

ZONE = "Asia/Shanghai"
NINE, ELEVEN = time(9), time(11)


def at(day, hour, minute=0):
    return datetime(2026, 5, day, hour, minute, tzinfo=ZoneInfo(ZONE))


MORNING = Shift(starts_at=at(16, 9), ends_at=at(16, 11))
NIGHT = Shift(starts_at=at(16, 22), ends_at=at(17, 1))


def line(arrived, left=None):
    return PrintedLine(1, 1, Times(arrived, left))


def test_who_has_no_time_of_arrival_was_not_there():
    sheet = came_by(MORNING, [line(NINE), line(None, ELEVEN)], [])

    assert list(sheet.printed) == [line(NINE)]


def test_a_line_below_without_a_number_says_nothing():
    written = AddedLine("DJ0001", Times(None, None))

    sheet = came_by(MORNING, [], [AddedLine("  ", Times(NINE, ELEVEN)), written])

    assert list(sheet.added) == [written]


def test_a_sheet_that_says_of_nobody_is_refused():
    with pytest.raises(NothingWritten):
        came_by(MORNING, [line(None)], [AddedLine("", Times(NINE, None))])


@pytest.mark.parametrize(
    ("shift", "written", "moment"),
    [
        (MORNING, time(8, 50), at(16, 8, 50)),
        (NIGHT, time(22, 10), at(16, 22, 10)),
        (NIGHT, time(0, 40), at(17, 0, 40)),
        (NIGHT, time(11, 59), at(17, 11, 59)),
        (NIGHT, time(12), at(16, 12)),
        (NIGHT, None, None),
    ],
)
def test_a_time_after_midnight_is_of_the_day_after(shift, written, moment):
    assert moment_on(shift, written, ZONE) == moment
