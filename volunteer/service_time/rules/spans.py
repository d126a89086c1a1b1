"""Stretches of time in whole minutes, half-open, and what is done with them. Pure: no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from core import clock

MINUTE = timedelta(minutes=1)


def whole_minute(moment: datetime) -> datetime:
    """Return `moment` with its seconds dropped."""
    return moment.replace(second=0, microsecond=0)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `starts_at` up to, not including, `ends_at`; both aware and on whole minutes."""

    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, starts_at: datetime, ends_at: datetime) -> "Span":
        """Return the span with the seconds of both ends dropped."""
        return cls(whole_minute(starts_at), whole_minute(ends_at))

    @property
    def minutes(self) -> int:
        """Whole minutes; never negative."""
        return max(0, (self.ends_at - self.starts_at) // MINUTE)

    def common(self, other: "Span") -> "Span | None":
        """Return what both cover, or None; touching spans share nothing."""
        span = Span(max(self.starts_at, other.starts_at), min(self.ends_at, other.ends_at))
        return span if span.starts_at < span.ends_at else None


def total(spans: Iterable[Span]) -> int:
    """Return the minutes of all `spans` together."""
    return sum(span.minutes for span in spans)


def without(spans: Sequence[Span], taken: Iterable[Span]) -> list[Span]:
    """Return what is left of `spans` after each of `taken` is cut out, in order of time."""
    left = list(spans)
    for hole in taken:
        left = [piece for span in left for piece in _cut(span, hole)]
    return sorted(left)


def _cut(span: Span, hole: Span) -> list[Span]:
    if span.common(hole) is None:
        return [span]
    pieces = [Span(span.starts_at, hole.starts_at), Span(hole.ends_at, span.ends_at)]
    return [piece for piece in pieces if piece.starts_at < piece.ends_at]


def first_minutes(spans: Iterable[Span], minutes: int) -> list[Span]:
    """Return the earliest `minutes` of `spans`; all of them when there are fewer."""
    pieces: list[Span] = []
    left = minutes
    for span in sorted(spans):
        if left <= 0:
            break
        length = min(left, span.minutes)
        pieces.append(Span(span.starts_at, span.starts_at + length * MINUTE))
        left -= length
    return pieces


class Piece(NamedTuple):
    """The part of a span that belongs to one local day."""

    day: date
    span: Span


def split_by_day(span: Span, zone: str) -> list[Piece]:
    """Return the pieces of `span` with the local day each belongs to (domain T8)."""
    pieces: list[Piece] = []
    start = span.starts_at
    while start < span.ends_at:
        day = clock.local_day(start, zone)
        end = min(clock.day_start(day + timedelta(days=1), zone), span.ends_at)
        pieces.append(Piece(day, Span(start, end)))
        start = end
    return pieces


def minutes_by_day(spans: Iterable[Span], zone: str) -> dict[date, int]:
    """Return local day → minutes, only days that have any."""
    days: dict[date, int] = {}
    for span in spans:
        for day, piece in split_by_day(span, zone):
            days[day] = days.get(day, 0) + piece.minutes
    return {day: minutes for day, minutes in sorted(days.items()) if minutes}


def within_daily_cap(
    spans: Iterable[Span], used: Mapping[date, int], cap: int, zone: str
) -> list[Span]:
    """Return `spans` cut so that no local day, with what is `used`, passes `cap` minutes."""
    left: dict[date, int] = {}
    kept: list[Span] = []
    for span in sorted(spans):
        for day, piece in split_by_day(span, zone):
            room = left.setdefault(day, max(0, cap - used.get(day, 0)))
            kept += first_minutes([piece], room)
            left[day] = room - min(room, piece.minutes)
    return kept


def minutes_in_night(spans: Iterable[Span], night: tuple[time, time], zone: str) -> int:
    """Return the minutes that lie between the evening hour and the morning hour of `night`."""
    evening, morning = night
    count = 0
    for span in spans:
        for day, piece in split_by_day(span, zone):
            midnight = clock.day_start(day, zone)
            small_hours = Span(midnight, clock.at_local(day, morning, zone))
            late_hours = Span(
                clock.at_local(day, evening, zone), clock.day_start(day + timedelta(days=1), zone)
            )
            both = (piece.common(small_hours), piece.common(late_hours))
            count += total(part for part in both if part)
    return count
