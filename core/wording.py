"""Words for days, times, hours, points and greetings as a page prints them, Chinese and English."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from core.clock import local_day

Language = Literal["zh", "en"]

OTHER_LANGUAGE: dict[Language, tuple[Language, str, str]] = {
    "zh": ("en", "en", "English"),
    "en": ("zh", "zh-CN", "中文"),
}
"""The language a switch leads to: as we name it, as HTML does, and as its readers do."""

MINUS = "\N{MINUS SIGN}"

_WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_WEEKDAYS_ZH = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_LONG_WEEKDAYS_EN = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_MONTHS_EN = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_NEAR_ZH = {-1: "昨天", 0: "今天", 1: "明天"}
_NEAR_EN = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def thousands(number: int) -> str:
    """Group by threes with a comma, minus as U+2212: 12,840 and −2,150."""
    return f"{MINUS if number < 0 else ''}{abs(number):,}"


def signed(number: int) -> str:
    """Show a change with its sign, +24 or −100; nothing changed is a bare 0."""
    return f"+{number:,}" if number > 0 else thousands(number)


def points(number: int, language: Language = "zh") -> str:
    """Write points with their unit: 386 分."""
    if language == "zh":
        return f"{thousands(number)} 分"
    return f"{thousands(number)} {'point' if abs(number) == 1 else 'points'}"


def hours(minutes: int, language: Language = "zh") -> str:
    """Write service time: 30 分钟 below an hour, 1.5 小时 in halves, else 2 小时 5 分钟.

    Exact to the minute whatever the amount; zero is 0 小时.
    """
    if minutes < 0:
        return MINUS + hours(-minutes, language)
    whole, rest = divmod(minutes, 60)
    if minutes == 0 or rest == 0:
        return _hour_unit(f"{whole:,}", language)
    if whole == 0:
        return _minute_unit(rest, language)
    if rest == 30:
        return _hour_unit(f"{whole:,}.5", language)
    return f"{_hour_unit(f'{whole:,}', language)} {_minute_unit(rest, language)}"


def filled(sentence: str, values: Mapping[str, object], language: Language = "zh") -> str:
    """Fill a kept sentence with its values; where it says `served`, `minutes` read as hours."""
    if not values:
        return sentence
    minutes = values.get("minutes")
    served = {"served": hours(minutes, language)} if isinstance(minutes, int) else {}
    return sentence % {**values, **served}


def _hour_unit(amount: str, language: Language) -> str:
    if language == "zh":
        return f"{amount} 小时"
    return f"{amount} {'hour' if amount == '1' else 'hours'}"


def _minute_unit(minutes: int, language: Language) -> str:
    if language == "zh":
        return f"{minutes} 分钟"
    return f"{minutes} {'minute' if minutes == 1 else 'minutes'}"


def month(year: int, number: int, today: date, language: Language = "zh") -> str:
    """Name a month, with its year only when that is not this year: 5 月, 2025 年 12 月."""
    if language == "zh":
        return f"{number} 月" if year == today.year else f"{year} 年 {number} 月"
    name = _MONTHS_EN[number - 1]
    return name if year == today.year else f"{name} {year}"


def weekday(day: date, language: Language = "zh") -> str:
    """Name the day of the week as a list does: 周六, Sat."""
    return (_WEEKDAYS_ZH if language == "zh" else _WEEKDAYS_EN)[day.weekday()]


def plain_date(day: date, today: date, language: Language = "zh") -> str:
    """Write a date without its weekday: 5月16日, with the year only when not this one."""
    if language == "zh":
        short = f"{day.month}月{day.day}日"
        return short if day.year == today.year else f"{day.year}年{short}"
    short = f"{day.day} {_MONTHS_EN[day.month - 1]}"
    return short if day.year == today.year else f"{short} {day.year}"


def full_date(day: date, language: Language = "zh") -> str:
    """Write a date with its year always, for papers and last days: 2026年12月31日."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def long_date(day: date, language: Language = "zh") -> str:
    """Write today at the head of a page: 5月15日，星期五."""
    if language == "zh":
        return f"{day.month}月{day.day}日，{_LONG_WEEKDAYS_ZH[day.weekday()]}"
    return f"{_LONG_WEEKDAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]}"


def day_words(day: date, today: date, language: Language = "zh") -> str:
    """Say a day as a neighbour would: 昨天, 今天, 明天, else 周六 5月16日."""
    near = (_NEAR_ZH if language == "zh" else _NEAR_EN).get((day - today).days)
    if near is not None:
        return near
    return f"{weekday(day, language)} {plain_date(day, today, language)}"


def day_of(at: datetime, zone: str, now: datetime, language: Language = "zh") -> str:
    """Say the day of an aware moment, seen from `now` in that zone."""
    return day_words(local_day(at, zone), local_day(now, zone), language)


def clock_time(at: datetime, zone: str) -> str:
    """Write the time of day in 24 hours without a leading zero: 9:05."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.hour}:{local.minute:02}"


def minute_of_day(minute: int) -> str:
    """Write a minute counted from midnight as `clock_time` does: 9:05; the last is 24:00."""
    return f"{minute // 60}:{minute % 60:02}"


def month_and_day(day: date) -> dict[str, int]:
    """Return what sentences are filled with to name a day of these weeks."""
    return {"month": day.month, "day": day.day}


def year_month_day(day: date) -> dict[str, int]:
    """Return what sentences are filled with to name a day that may be of another year."""
    return {"year": day.year, **month_and_day(day)}


def day_and_time(at: datetime, zone: str) -> dict[str, int | str]:
    """Return what sentences are filled with to name a moment: month, day and time."""
    return {**month_and_day(local_day(at, zone)), "time": clock_time(at, zone)}


def moment(at: datetime, zone: str, now: datetime, language: Language = "zh") -> str:
    """Say day and time: 今天 9:14, 周六 5月16日 18:00."""
    return f"{day_of(at, zone, now, language)} {clock_time(at, zone)}"


def deadline(at: datetime, zone: str, now: datetime, language: Language = "zh") -> str:
    """Say the last moment of something; midnight reads as 24:00 of the day before."""
    local = at.astimezone(ZoneInfo(zone))
    if (local.hour, local.minute) != (0, 0):
        return moment(at, zone, now, language)
    eve = local.date() - timedelta(days=1)
    return f"{day_words(eve, local_day(now, zone), language)} 24:00"


def time_range(starts_at: datetime, ends_at: datetime, zone: str, language: Language = "zh") -> str:
    """Write 9:00—10:30; an end on the next day says 次日, at midnight sharp 24:00."""
    dash = "—" if language == "zh" else "–"
    start, end = clock_time(starts_at, zone), clock_time(ends_at, zone)
    nights = (local_day(ends_at, zone) - local_day(starts_at, zone)).days
    if nights == 1 and end == "0:00":
        end = "24:00"
    elif nights == 1:
        end = f"次日 {end}" if language == "zh" else f"{end} next day"
    elif nights > 1:
        end = f"{plain_date(local_day(ends_at, zone), local_day(starts_at, zone), language)} {end}"
    return f"{start}{dash}{end}"


def day_range(first: date, last: date, today: date, language: Language = "zh") -> str:
    """Write days from first to last, both counted: 5月6日至 8日, 4月28日至 5月3日."""
    start = plain_date(first, today, language)
    if first == last:
        return start
    if language == "en":
        return f"{start} to {plain_date(last, today, language)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{start}至 {last.day}日"
    return f"{start}至 {plain_date(last, first, language)}"


def ledger_day(day: date, today: date) -> str:
    """Write a day in the narrow column of a passbook: 5-12, 5-09; of another year 2025-12-31."""
    short = f"{day.month}-{day.day:02}"
    return short if day.year == today.year else f"{day.year}-{short}"


def greeting(now: datetime, zone: str, language: Language = "zh") -> str:
    """Greet by the hour: 早上好 until 11, 中午好 until 13, 下午好 until 18, then 晚上好."""
    hour = now.astimezone(ZoneInfo(zone)).hour
    if hour < 11:
        return "早上好" if language == "zh" else "Good morning"
    if hour < 13:
        return "中午好" if language == "zh" else "Hello"
    if hour < 18:
        return "下午好" if language == "zh" else "Good afternoon"
    return "晚上好" if language == "zh" else "Good evening"
