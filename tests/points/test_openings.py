"""What the words on the door of a supermarket say of a day."""

from datetime import date, time

import pytest

from points.queries.openings import closes_at

FRIDAY, SATURDAY, FIFTEENTH = date(2026, 5, 22), date(2026, 5, 23), date(2026, 6, 15)
USUAL = "每周五 9:00—11:30，14:30—17:00；每月15日"


@pytest.mark.parametrize(
    ("words", "day", "closing"),
    [
        (USUAL, FRIDAY, time(17)),
        (USUAL, FIFTEENTH, time(17)),
        (USUAL, SATURDAY, time.min),
        ("周一至周五 8:30-12:00", FRIDAY, time(12)),
        ("周一至周五 8:30-12:00", SATURDAY, time.min),
        ("每天 9：00～18：30", SATURDAY, time(18, 30)),
        ("每周六、日 9:00—10:00；每周五 9:00—12:00", SATURDAY, time(10)),
        ("每周一、三、五 9:00—10:00", FRIDAY, time(10)),
        ("开门时间看门口的通知", FRIDAY, None),
        ("每周五", FRIDAY, None),
        ("每天 9:00—29:75", FRIDAY, None),
        ("", FRIDAY, None),
    ],
)
def test_closing_time_is_read_from_the_words(words, day, closing):
    assert closes_at(words, day) == closing
