"""The community's shop: which one serves, opened, chosen, found; the calendar of when it is open.

A community has one. Where there are several, the one the keeper chose last serves, else the first.
Times are those of the community's own clock. An opening minute is open, a closing one is not. What
is said of a date stands instead of its weekday and its day of the month, which add up; a month
without a 31st has none. A shop without weekly or monthly hours keeps no calendar: nobody is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, UnaryExpression, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from core import clock
from core.errors import NotFound
from core.tenancy import row_in
from points.goods.models import DAY_MINUTES, OpeningHours, Shop
from points.ledger.rules.refusals import ShopClosed
from points.permissions import Permission
from teams.authority.act import Act
from teams.members.models import Community

DEFAULT_SHOP = "积分超市"
OF_SHOP = (OpeningHours.community_id == Shop.community_id) & (OpeningHours.shop_id == Shop.id)

Served = int | InstrumentedAttribute[int] | BindParameter[int]
FirstServes = tuple[ColumnElement[bool], UnaryExpression[datetime | None], UnaryExpression[int]]


def _serving_first(shop: type[Shop]) -> FirstServes:
    return shop.chosen_at.is_(None), shop.chosen_at.desc(), shop.id.asc()


def serving_key(community_id: Served) -> ScalarSelect[int]:
    """Return the id of the shop that serves, as part of a statement."""
    each = aliased(Shop)
    asked = select(each.id).where(each.community_id == community_id)
    return asked.order_by(*_serving_first(each)).limit(1).scalar_subquery()


def serving_or_none(session: Session, community_id: int) -> Shop | None:
    """Return the shop that serves, None before one was opened."""
    asked = select(Shop).where(Shop.community_id == community_id)
    return session.scalars(asked.order_by(*_serving_first(Shop)).limit(1)).one_or_none()


def serving(session: Session, community_id: int) -> Shop:
    """Return the shop that serves. Raises NotFound before one was opened."""
    found = serving_or_none(session, community_id)
    if found is None:
        raise NotFound
    return found


def serving_or_opened(session: Session, community: Community) -> Shop:
    """Return the shop that serves; the usual one is opened when there is none."""
    return serving_or_none(session, community.id) or open_shop(session, community)


def open_shop(session: Session, community: Community, name: str = DEFAULT_SHOP) -> Shop:
    """Open a shop in the community; the one of that name is returned when it is there already."""
    found = session.scalars(
        select(Shop).where(Shop.community_id == community.id, Shop.name == name)
    ).one_or_none()
    if found is None:
        found = Shop(community_id=community.id, name=name)
        session.add(found)
        session.flush()
    return found


def choose(act: Act, community_id: int, shop_id: int) -> Shop:
    """Let this shop serve from now on. Raises NotAllowed, NotFound, in that order."""
    act.by.refuse_unless(Permission.STOCK_MANAGE)
    found = row_in(act.session, Shop, community_id, shop_id)
    found.chosen_at = act.now
    act.session.flush()
    act.note("shop_chosen", found, name=found.name)
    return found


def shop_in(session: Session, community_id: int, shop_id: int) -> Shop:
    """Return the shop. Raises NotFound."""
    return row_in(session, Shop, community_id, shop_id)


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
    """Return opening spans in order, those that touch or overlap made one."""
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


class OpeningSpan(Protocol):
    """What of a row of `OpeningHours` makes a calendar, read whole or beside other columns."""

    @property
    def weekday(self) -> int | None:
        """The day of the week, 0 for Monday."""

    @property
    def month_day(self) -> int | None:
        """The day of every month."""

    @property
    def on_date(self) -> date | None:
        """The one date."""

    @property
    def opens_minute(self) -> int:
        """The first minute, from midnight."""

    @property
    def closes_minute(self) -> int:
        """The first minute after."""

    @property
    def reason(self) -> str:
        """Why the date differs."""


def calendar_from(rows: Iterable[OpeningSpan], zone: str) -> Calendar:
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
