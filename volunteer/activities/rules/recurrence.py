"""Which days a repeating activity falls on: RRULE (RFC 5545) read in the community's zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from dateutil.rrule import rrule, rrulestr

from core import clock
from core.errors import BadRequest

MOST_OCCASIONS = 60
LONGEST_DAYS = 400

NINES = "FREQ=MONTHLY;BYMONTHDAY=9,19,29"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
KNOWN_PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "WKST"})
KNOWN_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY"})


class RuleUnreadable(BadRequest):
    """The repetition is no RRULE we follow: DAILY, WEEKLY or MONTHLY, by day or day of month."""

    message = "重复的写法读不懂，请从“每周、每月某日、逢九”里选一种。"


class TooManyOccasions(BadRequest):
    """More occasions than one activity may have at once."""

    message = "一次最多排 %(most)s 场，请把截止日期提前。"


class NoOccasion(BadRequest):
    """No day between the first and the last fits the rule."""

    message = "这段日子里一场也没有，请改开始日期或截止日期。"


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion: half-open, aware, in UTC. It belongs to the local day it starts on (T30)."""

    starts_at: datetime
    ends_at: datetime


def weekly(day: date) -> str:
    """Return the repeating rule "every week on the weekday of `day`"."""
    return f"FREQ=WEEKLY;BYDAY={WEEKDAYS[day.weekday()]}"


def monthly(day: date) -> str:
    """Return the repeating rule "every month on the day of `day`"; months without it left out."""
    return f"FREQ=MONTHLY;BYMONTHDAY={day.day}"


def dates(rule: str, first_on: date, until_on: date) -> list[date]:
    """Return the days an activity repeats on by `rule`, from `first_on` to `until_on`, both in.

    An empty rule is the first day alone. A month without a 29th has no 29th (T30).
    Raises RuleUnreadable, NoOccasion or TooManyOccasions (over 60, or over 400 days).
    """
    if not rule:
        return [first_on]
    if until_on - first_on > timedelta(days=LONGEST_DAYS):
        raise TooManyOccasions(most=MOST_OCCASIONS)
    days = []
    for day in takewhile(lambda day: day <= until_on, _days(_read(rule, first_on))):
        days.append(day)
        if len(days) > MOST_OCCASIONS:
            raise TooManyOccasions(most=MOST_OCCASIONS)
    if not days:
        raise NoOccasion
    return days


def occasion(day: date, begins: time, ends: time, zone: str = clock.DEFAULT_ZONE) -> Occasion:
    """Return the occasion of `day` in `zone`; an end not after its start is the next day's."""
    starts_at = clock.at_local(day, begins, zone)
    ends_on = day if ends > begins else day + timedelta(days=1)
    return Occasion(starts_at, clock.at_local(ends_on, ends, zone))


def _days(rule: rrule) -> Iterator[date]:
    return (moment.date() for moment in rule)


def _read(rule: str, first_on: date) -> rrule:
    parts = dict(part.partition("=")[::2] for part in rule.upper().split(";"))
    if not set(parts) <= KNOWN_PARTS or parts.get("FREQ") not in KNOWN_FREQUENCIES:
        raise RuleUnreadable
    try:
        read = rrulestr(rule, dtstart=datetime.combine(first_on, time(0)))
    except (ValueError, TypeError, KeyError) as unreadable:
        raise RuleUnreadable from unreadable
    if not isinstance(read, rrule):
        raise RuleUnreadable
    return read
