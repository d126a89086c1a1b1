"""The calendar of when a shop is open, its spans, and whether goods going out need a reason.

Times are those of the community's own clock. An opening minute is open, a closing one is not. What
is said of a date stands instead of its weekday and its day of the month, which add up; a month
without a 31st has none. A shop without weekly or monthly hours keeps no calendar: nobody is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from points.goods.models import DAY_MINUTES, OpeningHours
from points.ledger.rules.refusals import ShopClosed

LOOK_AHEAD_DAYS = 400
HOUR_MINUTES = 60


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Minutes of a day: the first is open, the last is not."""

    opens: int
    closes: int


CLOSED = Span(0, 0)
"""The span of a date on which the shop stays shut."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One date that differs: its spans, none when shut, and why."""

    spans: tuple[Span, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Everything that is said of when one shop is open."""

    zone: str = clock.DEFAULT_ZONE
    weekly: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    monthly: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    special: dict[date, SpecialDay] = field(default_factory=dict)

    @property
    def is_kept(self) -> bool:
        """Say whether the shop keeps usual hours at all."""
        return bool(self.weekly or self.monthly)

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the spans of a day in order, those that touch or overlap made one."""
        if day in self.special:
            return joined(self.special[day].spans)
        return joined((*self.weekly.get(day.weekday(), ()), *self.monthly.get(day.day, ())))

    def is_open(self, now: datetime) -> bool:
        """Say whether the shop is open at a moment; always where no calendar is kept."""
        local = clock.local(now, self.zone)
        minute = local.hour * HOUR_MINUTES + local.minute
        spans = self.spans_on(local.date())
        return not self.is_kept or any(each.opens <= minute < each.closes for each in spans)

    def closes_at(self, day: date) -> int | None:
        """Return the minute at which the shop closes last on a day; None when they stay shut."""
        return max((each.closes for each in self.spans_on(day)), default=None)

    def next_opening(self, now: datetime) -> datetime | None:
        """Return when the shop opens next after a moment, in UTC; None within 400 days.

        Hours that run on from 24:00 into the next day are no new opening.
        """
        if not self.is_kept:
            return None
        today = clock.local_day(now, self.zone)
        for day in (today + timedelta(days=ahead) for ahead in range(LOOK_AHEAD_DAYS)):
            for span in self.spans_on(day):
                at = self._moment(day, span.opens)
                if at > now and not self._runs_on(day, span):
                    return at
        return None

    def _moment(self, day: date, minute: int) -> datetime:
        at = time(minute // HOUR_MINUTES, minute % HOUR_MINUTES)
        return clock.at_local(day, at, self.zone)

    def _runs_on(self, day: date, span: Span) -> bool:
        return span.opens == 0 and self.closes_at(day - timedelta(days=1)) == DAY_MINUTES


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch or overlap made one."""
    whole: list[Span] = []
    for each in sorted(spans):
        if whole and each.opens <= whole[-1].closes:
            whole[-1] = Span(whole[-1].opens, max(whole[-1].closes, each.closes))
        else:
            whole.append(each)
    return tuple(whole)


def calendar_of(session: Session, community_id: int, shop_id: int, zone: str) -> Calendar:
    """Return the calendar of a shop, empty when none was set."""
    rows = session.scalars(
        select(OpeningHours).where(
            OpeningHours.community_id == community_id, OpeningHours.shop_id == shop_id
        )
    )
    return calendar_from(rows, zone)


def calendar_from(rows: Iterable[OpeningHours], zone: str) -> Calendar:
    """Return the calendar that rows of one shop make."""
    read = Calendar(zone)
    for row in sorted(rows, key=lambda each: each.opens_minute):
        span = Span(row.opens_minute, row.closes_minute)
        if row.weekday is not None:
            read.weekly[row.weekday] = (*read.weekly.get(row.weekday, ()), span)
        if row.month_day is not None:
            read.monthly[row.month_day] = (*read.monthly.get(row.month_day, ()), span)
        if row.on_date is not None:
            known = read.special.get(row.on_date, SpecialDay((), row.reason)).spans
            spans = known if span == CLOSED else (*known, span)
            read.special[row.on_date] = SpecialDay(spans, row.reason)
    return read


def reason_needed(calendar: Calendar, reason: str, now: datetime) -> str:
    """Return what a redemption keeps of a reason: nothing while the shop is open.

    Raises ShopClosed when it is shut and no reason was given.
    """
    if calendar.is_open(now):
        return ""
    if not reason.strip():
        raise ShopClosed
    return reason.strip()
