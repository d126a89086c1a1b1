"""How days, times, hours and points read."""

from datetime import UTC, date, datetime

import pytest

from core import wording

ZONE = "Asia/Shanghai"
TODAY = date(2026, 5, 15)  # a Friday
NOW = datetime(2026, 5, 15, 1, 14, tzinfo=UTC)  # 9:14 in the community


def at(day, hour, minute=0):
    """Give a moment of May 2026 by the community's own clock."""
    return datetime(2026, 5, day, hour, minute, tzinfo=wording.ZoneInfo(ZONE))


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2026, 5, 14), "昨天", "yesterday"),
        (date(2026, 5, 15), "今天", "today"),
        (date(2026, 5, 16), "明天", "tomorrow"),
        (date(2026, 5, 17), "周日 5月17日", "Sun 17 May"),
        (date(2025, 12, 31), "周三 2025年12月31日", "Wed 31 Dec 2025"),
    ],
)
def test_a_day_is_said_as_a_neighbour_would(day, zh, en):
    assert wording.day_words(day, TODAY) == zh
    assert wording.day_words(day, TODAY, "en") == en


def test_the_day_is_that_of_the_community():
    late = datetime(2026, 5, 15, 16, 30, tzinfo=UTC)  # half past midnight on the 16th

    assert wording.day_of(late, ZONE, NOW) == "明天"
    assert wording.day_of(late, "UTC", NOW) == "今天"


def test_a_moment_has_no_leading_zero():
    assert wording.moment(at(15, 9, 5), ZONE, NOW) == "今天 9:05"
    assert wording.moment(at(18, 18), ZONE, NOW, "en") == "Mon 18 May 18:00"


def test_a_deadline_at_midnight_belongs_to_the_day_before():
    assert wording.deadline(at(21, 0), ZONE, NOW) == "周三 5月20日 24:00"
    assert wording.deadline(at(21, 0, 1), ZONE, NOW) == "周四 5月21日 0:01"


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        (at(16, 9), at(16, 10, 30), "9:00—10:30", "9:00–10:30"),
        (at(16, 22), at(17, 0), "22:00—24:00", "22:00–24:00"),
        (at(16, 22), at(17, 0, 30), "22:00—次日 0:30", "22:00–0:30 next day"),
        (at(16, 9), at(18, 17), "9:00—5月18日 17:00", "9:00–18 May 17:00"),
    ],
)
def test_a_range_says_when_it_ends_on_another_day(start, end, zh, en):
    assert wording.time_range(start, end, ZONE) == zh
    assert wording.time_range(start, end, ZONE, "en") == en


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (0, "0 小时", "0 hours"),
        (1, "1 分钟", "1 minute"),
        (59, "59 分钟", "59 minutes"),
        (60, "1 小时", "1 hour"),
        (90, "1.5 小时", "1.5 hours"),
        (125, "2 小时 5 分钟", "2 hours 5 minutes"),
        (36750, "612.5 小时", "612.5 hours"),
        (63000, "1,050 小时", "1,050 hours"),
        (-90, "−1.5 小时", "−1.5 hours"),
    ],
)
def test_service_time_is_exact(minutes, zh, en):
    assert wording.hours(minutes) == zh
    assert wording.hours(minutes, "en") == en


def test_changes_always_show_their_sign():
    assert [wording.signed(n) for n in (24, -100, 0, 12840)] == ["+24", "−100", "0", "+12,840"]


def test_points_carry_their_unit():
    assert wording.points(386) == "386 分"
    assert wording.points(-35) == "−35 分"
    assert wording.points(1, "en") == "1 point"
    assert wording.points(12840, "en") == "12,840 points"


def test_a_month_names_its_year_only_when_it_is_another():
    assert wording.month(2026, 5, TODAY) == "5 月"
    assert wording.month(2025, 12, TODAY) == "2025 年 12 月"
    assert wording.month(2025, 12, TODAY, "en") == "Dec 2025"


@pytest.mark.parametrize(
    ("first", "last", "zh", "en"),
    [
        (date(2026, 5, 6), date(2026, 5, 8), "5月6日至 8日", "6 May to 8 May"),
        (date(2026, 4, 28), date(2026, 5, 3), "4月28日至 5月3日", "28 Apr to 3 May"),
        (date(2026, 5, 6), date(2026, 5, 6), "5月6日", "6 May"),
        (date(2025, 12, 30), date(2026, 1, 2), "2025年12月30日至 2026年1月2日", None),
    ],
)
def test_days_from_first_to_last(first, last, zh, en):
    assert wording.day_range(first, last, TODAY) == zh
    if en:
        assert wording.day_range(first, last, TODAY, "en") == en


def test_dates_of_papers_and_page_heads():
    assert wording.full_date(TODAY) == "2026年5月15日"
    assert wording.full_date(TODAY, "en") == "15 May 2026"
    assert wording.long_date(TODAY) == "5月15日，星期五"
    assert wording.long_date(TODAY, "en") == "Friday 15 May"
    assert wording.ledger_day(date(2026, 5, 9), date(2026, 5, 15)) == "5-09"
    assert wording.ledger_day(date(2025, 12, 31), date(2026, 5, 15)) == "2025-12-31"


@pytest.mark.parametrize(
    ("hour", "words"),
    [(10, "早上好"), (11, "中午好"), (13, "下午好"), (17, "下午好"), (18, "晚上好")],
)
def test_the_greeting_follows_the_hour(hour, words):
    assert wording.greeting(at(15, hour), ZONE) == words
