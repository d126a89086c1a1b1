"""When a shop is open in one sentence, Chinese and English: days and spans that say the same."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from core import wording
from core.wording import Language
from points.goods.rules.shops import Calendar, Span, SpecialDay

A_MONDAY = date(2024, 1, 1)
WEEK_DAYS = 7
AHEAD_DAYS = 30
RUN_OF_DAYS = 3


def sentence(calendar: Calendar, note: str, today: date, language: Language = "zh") -> str:
    """Say the usual hours, what differs from today for 30 days, and the note.

    Days of the same hours stand together: 每周五 9:00—11:30，14:30—17:00；每月15日 9:00—11:30.
    Empty for a shop without hours and note.
    """
    days = [day for day in sorted(calendar.special) if 0 <= (day - today).days < AHEAD_DAYS]
    special = {day: calendar.special[day] for day in days}
    parts = [*_weekly(calendar, language), *_monthly(calendar, language)]
    parts += [
        special_words(first, last, each, today, language) for first, last, each in runs_of(special)
    ]
    return ("；" if language == "zh" else "; ").join([*parts, *([note] if note else [])])


def spans_words(spans: Iterable[Span], language: Language = "zh") -> str:
    """Write the spans of a day: 9:00—11:30，14:30—17:00."""
    dash, comma = ("—", "，") if language == "zh" else ("–", ", ")
    return comma.join(
        f"{wording.minute_of_day(each.opens)}{dash}{wording.minute_of_day(each.closes)}"
        for each in spans
    )


def special_words(
    first: date, last: date, day: SpecialDay, today: date, language: Language = "zh"
) -> str:
    """Say days that differ, first and last counted: 10月1日至 7日 不开门（国庆）."""
    days = wording.day_range(first, last, today, language)
    if day.spans:
        hours = spans_words(day.spans, language)
    else:
        hours = "不开门" if language == "zh" else "closed"
    return (
        f"{days} {hours}（{day.reason}）" if language == "zh" else f"{days} {hours} ({day.reason})"
    )


class Run(NamedTuple):
    """Days that follow one another and say the same."""

    first_on: date
    last_on: date
    special: SpecialDay


def runs_of(special: dict[date, SpecialDay]) -> list[Run]:
    """Return days that follow one another and say the same as one."""
    runs: list[Run] = []
    for day in sorted(special):
        before = runs[-1] if runs else None
        is_next = before is not None and before.last_on + timedelta(days=1) == day
        if before is not None and is_next and before.special == special[day]:
            runs[-1] = before._replace(last_on=day)
        else:
            runs.append(Run(day, day, special[day]))
    return runs


class AlikeDays(NamedTuple):
    """Days of the week with the same spans."""

    weekdays: list[int]
    spans: tuple[Span, ...]


def together(hours: dict[int, tuple[Span, ...]]) -> list[AlikeDays]:
    """Return days that have the same spans together, by the first of them."""
    by_spans: dict[tuple[Span, ...], list[int]] = {}
    for day in sorted(hours):
        by_spans.setdefault(hours[day], []).append(day)
    return [AlikeDays(days, spans) for spans, days in by_spans.items()]


def _weekly(calendar: Calendar, language: Language) -> list[str]:
    return [
        f"{_weekdays(days, language)} {spans_words(spans, language)}"
        for days, spans in together(calendar.weekly)
    ]


def _weekdays(days: list[int], language: Language) -> str:
    names = [wording.weekday(A_MONDAY + timedelta(days=day), language) for day in days]
    if len(days) == WEEK_DAYS:
        return "每天" if language == "zh" else "Every day"
    if len(days) >= RUN_OF_DAYS and days[-1] - days[0] + 1 == len(days):
        return f"{names[0]}至{names[-1]}" if language == "zh" else f"{names[0]} to {names[-1]}"
    if language == "zh":
        return "每周" + "、".join(name.removeprefix("周") for name in names)
    return ", ".join(names)


def _monthly(calendar: Calendar, language: Language) -> list[str]:
    return [
        f"{_month_days(days, language)} {spans_words(spans, language)}"
        for days, spans in together(calendar.monthly)
    ]


def _month_days(days: list[int], language: Language) -> str:
    if language == "zh":
        return "每月" + "、".join(f"{day}日" for day in days)
    return "day " + ", ".join(str(day) for day in days) + " of each month"
