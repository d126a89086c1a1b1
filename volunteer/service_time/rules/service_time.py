"""From planned, arrived and left to minutes that count (domain T1 to T8). Pure: no database.

Norms disagree on rounding, caps and thresholds (domain 1.4), so all of them come in as a
`TimePolicy` made from the dated settings of the community.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from volunteer.service_time.rules.spans import (
    Span,
    first_minutes,
    minutes_by_day,
    minutes_in_night,
    total,
    whole_minute,
    within_daily_cap,
    without,
)
from volunteer.settings import Rounding


@dataclass(frozen=True, slots=True)
class TimePolicy:
    """The thresholds of one community on one day; minutes unless named otherwise."""

    rounding: Rounding = Rounding.FLOOR_30
    min_credit: int = 30
    attend_percent: int = 60
    daily_cap: int = 480
    late_grace: int = 10
    night: tuple[time, time] = (time(21), time(6))
    zone: str = "Asia/Shanghai"
    child_under: int = 14
    child_daily_cap: int = 240

    def at_age(self, age: int | None) -> "TimePolicy":
        """Return the policy for somebody of `age`: below `child_under` years a day holds less."""
        if age is None or age >= self.child_under:
            return self
        return replace(self, daily_cap=min(self.daily_cap, self.child_daily_cap))


class Verdict(StrEnum):
    """Whether the minutes speak for themselves, or why a leader must (待核)."""

    COUNTED = "counted"
    BELOW_THRESHOLD = "below_threshold"
    NO_CHECK_OUT = "no_check_out"


@dataclass(frozen=True, slots=True)
class Attendance:
    """The plan and the times of one person. `left_at` is missing when nobody saw them leave."""

    planned: Span
    arrived_at: datetime
    left_at: datetime | None
    type_cap: int = 24 * 60


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What other records of the same person already keep: their spans, their minutes by day."""

    taken: tuple[Span, ...] = ()
    minutes_on: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the times say.

    minutes: what counts if nobody says otherwise; 0 while the verdict waits for the leader.
    possible_minutes: what the leader may confirm with one reason (same as `minutes` if COUNTED).
    ceiling: the most anybody may confirm: planned, less overlaps, within the caps.
    overlap_minutes, capped_minutes: what other records, or the caps, took away from presence.
    """

    verdict: Verdict
    present: Span | None
    minutes: int
    possible_minutes: int
    ceiling: int
    overlap_minutes: int
    capped_minutes: int

    @property
    def is_counted(self) -> bool:
        """Say whether the minutes count unless somebody says otherwise."""
        return self.verdict is Verdict.COUNTED

    @property
    def present_minutes(self) -> int:
        """Minutes counted from arriving to leaving, inside the plan, before any cut."""
        return self.present.minutes if self.present else 0


@dataclass(frozen=True, slots=True)
class Allotment:
    """Confirmed minutes laid on the calendar: their outer span, their days, those at night."""

    span: Span
    minutes_on: Mapping[date, int]
    night_minutes: int


def rounded(raw_minutes: int, policy: TimePolicy) -> int:
    """Round by the policy (T1); under `min_credit` it is 0.

    FLOOR_30: whole half hours. ROUND_UP_FIRST_HOUR (胶州): the first hour counts whole, then the
    minutes as they are.
    """
    raw = max(0, raw_minutes)
    minutes = raw - raw % 30
    if policy.rounding is Rounding.ROUND_UP_FIRST_HOUR and raw:
        minutes = max(raw, 60)
    return minutes if minutes >= policy.min_credit else 0


def is_whole(minutes: int, policy: TimePolicy) -> bool:
    """Say whether a leader may write `minutes`: what rounding would leave as it is."""
    return minutes == rounded(minutes, policy)


def present_span(attendance: Attendance, policy: TimePolicy) -> Span | None:
    """Return the time that counts: inside the plan (T2), a late arrival in grace forgiven (T3).

    Exactly `late_grace` minutes late still counts from the start. Nobody saw them leave: up to the
    planned end (T5). None for who left before it began or came after it ended.
    """
    planned = attendance.planned
    arrived = whole_minute(attendance.arrived_at)
    left = whole_minute(attendance.left_at) if attendance.left_at else planned.ends_at
    if arrived >= planned.ends_at or left <= arrived:
        return None
    counted = counted_from(arrived, planned.starts_at, policy.late_grace)
    return planned.common(Span(counted, left))


def counted_from(arrived_at: datetime, starts_at: datetime, late_grace: int) -> datetime:
    """Return since when presence counts: the start, unless later than `late_grace` minutes (T3).

    Exactly so many minutes late still counts from the start.
    """
    arrived = whole_minute(arrived_at)
    return starts_at if arrived <= starts_at + timedelta(minutes=late_grace) else arrived


def suggest(attendance: Attendance, elsewhere: Elsewhere, policy: TimePolicy) -> Suggestion:
    """Return the minutes the times speak for, or why a leader must speak.

    In this order: clamp (T2), grace (T3), threshold (T4, exactly `attend_percent` is enough),
    overlap with records confirmed before (T6), the cap of the kind, the cap of the day (T7),
    rounding (T1) last.
    """
    present = present_span(attendance, policy)
    pieces = without([present] if present else [], elsewhere.taken)
    kept = _capped(pieces, attendance, elsewhere, policy)
    ceiling = total(_room(attendance, elsewhere, policy))
    possible = min(rounded(total(kept), policy), ceiling)
    verdict = _verdict(attendance, present, policy)
    return Suggestion(
        verdict=verdict,
        present=present,
        minutes=possible if verdict is Verdict.COUNTED else 0,
        possible_minutes=possible,
        ceiling=ceiling,
        overlap_minutes=(present.minutes if present else 0) - total(pieces),
        capped_minutes=total(pieces) - total(kept),
    )


def allot(
    minutes: int, attendance: Attendance, elsewhere: Elsewhere, policy: TimePolicy
) -> Allotment:
    """Lay confirmed `minutes` on the calendar: the earliest of the presence, else of the plan.

    Each minute belongs to the local day it falls on (T8); the days always sum to `minutes`.
    minutes: at least 0 and at most the ceiling of `suggest`, else ValueError.
    """
    if not 0 <= minutes <= total(_room(attendance, elsewhere, policy)):
        raise ValueError("minutes outside what the plan leaves")
    present = present_span(attendance, policy)
    pieces = without([present] if present else [], elsewhere.taken)
    kept = _capped(pieces, attendance, elsewhere, policy)
    if total(kept) < minutes:
        kept = _room(attendance, elsewhere, policy)
    chosen = first_minutes(kept, minutes)
    return Allotment(
        span=_outer(chosen) or present or attendance.planned,
        minutes_on=minutes_by_day(chosen, policy.zone),
        night_minutes=minutes_in_night(chosen, policy.night, policy.zone),
    )


def _verdict(attendance: Attendance, present: Span | None, policy: TimePolicy) -> Verdict:
    if attendance.left_at is None:
        return Verdict.NO_CHECK_OUT
    present_minutes = present.minutes if present else 0
    if present_minutes * 100 < policy.attend_percent * attendance.planned.minutes:
        return Verdict.BELOW_THRESHOLD
    return Verdict.COUNTED


def _capped(
    pieces: Sequence[Span], attendance: Attendance, elsewhere: Elsewhere, policy: TimePolicy
) -> list[Span]:
    in_kind = first_minutes(pieces, attendance.type_cap)
    return within_daily_cap(in_kind, elsewhere.minutes_on, policy.daily_cap, policy.zone)


def _room(attendance: Attendance, elsewhere: Elsewhere, policy: TimePolicy) -> list[Span]:
    return _capped(without([attendance.planned], elsewhere.taken), attendance, elsewhere, policy)


def _outer(spans: Sequence[Span]) -> Span | None:
    return Span(spans[0].starts_at, spans[-1].ends_at) if spans else None
