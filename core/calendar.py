"""Working days: the state's calendar, the operator's table above it; years nobody knows yet."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

import chinese_calendar
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.base import Base
from core.columns import Title


class CalendarDay(Base):
    """One day the operator set by hand; it wins over the state's calendar."""

    __tablename__ = "calendar_days"

    on_date: Mapped[date] = mapped_column(primary_key=True)
    is_workday: Mapped[bool]
    note: Mapped[Title]


def overrides(session: Session) -> dict[date, bool]:
    """Return the days set by hand: day → is it worked."""
    rows = session.execute(select(CalendarDay.on_date, CalendarDay.is_workday))
    return dict(rows.all())


def is_known(year: int) -> bool:
    """Say whether the state's holidays of `year` are in the library."""
    return bool(_FIRST_YEAR <= year <= _LAST_YEAR)


def unknown_year(today: date) -> int | None:
    """Return this year or the next whose holidays the library does not know yet, or None."""
    return next((year for year in (today.year, today.year + 1) if not is_known(year)), None)


_FIRST_YEAR = min(chinese_calendar.constants.holidays).year
_LAST_YEAR = max(chinese_calendar.constants.holidays).year


def is_workday(day: date, by_hand: Mapping[date, bool]) -> bool:
    """Say whether `day` is worked: the table first, then the state's calendar.

    A year the library does not know: Monday to Friday except 1 January (contract 9).
    """
    if day in by_hand:
        return by_hand[day]
    if is_known(day.year):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and (day.month, day.day) != (1, 1)


class DayKind(StrEnum):
    """What a day is to those who work: as on any week, worked in exchange, off, or a holiday."""

    WORKED = "worked"
    EXCHANGED = "exchanged"
    OFF = "off"
    HOLIDAY = "holiday"


def kind_of(day: date, by_hand: Mapping[date, bool]) -> DayKind:
    """Return what kind of day `day` is.

    A Saturday or Sunday that is worked is EXCHANGED (班). A day off is a HOLIDAY (节) where the
    state names one or the operator gave a weekday free, else OFF (休).
    """
    is_weekend = day.weekday() >= 5
    if is_workday(day, by_hand):
        return DayKind.EXCHANGED if is_weekend else DayKind.WORKED
    is_named = not is_weekend if day in by_hand else _is_named(day)
    return DayKind.HOLIDAY if is_named else DayKind.OFF


def _is_named(day: date) -> bool:
    if not is_known(day.year):
        return (day.month, day.day) == (1, 1)
    return chinese_calendar.get_holiday_detail(day)[1] is not None


def working_days_from(start: date, count: int, by_hand: Mapping[date, bool]) -> list[date]:
    """Return the first `count` working days, `start` itself counting when it is one."""
    days: list[date] = []
    day = start
    while len(days) < count:
        if is_workday(day, by_hand):
            days.append(day)
        day += timedelta(days=1)
    return days


def unknown_year_ahead(start: date, count: int) -> int | None:
    """Return the year not known yet that `count` working days after `start` reach into, or None."""
    last = working_days_after(start, count, {})[-1]
    return next((year for year in (start.year, last.year) if not is_known(year)), None)


def working_days_after(start: date, count: int, by_hand: Mapping[date, bool]) -> list[date]:
    """Return the first `count` working days after `start` (its next working day is the first)."""
    return working_days_from(start + timedelta(days=1), count, by_hand)
