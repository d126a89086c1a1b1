"""Setting when a shop is open: usual hours as a whole, special days set and dropped; refusals."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from core import clock
from core.errors import BadRequest, NotFound
from points.goods.models import DAY_MINUTES, OpeningHours, Shop
from points.goods.rules.opening_words import sentence
from points.goods.rules.shops import CLOSED, Calendar, Span, calendar_of
from points.permissions import Permission
from teams.authority.act import Act

MOST_SPANS = 4
MOST_DAYS = 31


class HoursBackwards(BadRequest):
    """A span ends before it begins, or at once; a night is written as two days."""

    message = "关门要晚于开门。过了半夜的分成两天写：今天 22:00—24:00，第二天 0:00—2:00。"


class HoursOverlap(BadRequest):
    """Two spans of one day share a minute."""

    message = "有两段时间重叠了。请合成一段，或改成不重叠的几段。"


class HoursTooMany(BadRequest):
    """More spans than a shop has in a day."""

    message = "时间段太多，一天最多 4 段。"


class MonthDayWrong(BadRequest):
    """A day of the month from 1 to 31 is meant."""

    message = "每月的日子要填 1 到 31。"


class SpecialDaysWrong(BadRequest):
    """Days that differ are from today on, the first not after the last, and not too many."""

    message = "特别的日子从今天算起，最后一天不能早于第一天，一次最多 %(most)s 天。"


class SpecialReasonMissing(BadRequest):
    """A day that differs says why."""

    message = "请写一句为什么，例如“春节”“盘点”，大家在货架上看得到。"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualHours:
    """The hours of each weekday (0 is Monday) and day of the month, and a note beside them."""

    weekly: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    monthly: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    note: str = ""

    def calendar(self) -> Calendar:
        """Return them as a calendar without days that differ."""
        return Calendar(weekly=self.weekly, monthly=self.monthly)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDays:
    """Days from first to last, both counted, with other hours; none when the shop stays shut."""

    first_on: date
    last_on: date
    spans: tuple[Span, ...] = ()
    reason: str


def set_usual(act: Act, shop: Shop, hours: UsualHours) -> None:
    """Let these weekly and monthly hours stand instead of those before; no hours, no calendar.

    Raises NotAllowed, MonthDayWrong, HoursTooMany, HoursBackwards, HoursOverlap, in that order.
    """
    act.by.refuse_unless(Permission.STOCK_MANAGE)
    refuse_wrong(hours)
    was = _words(act, shop)
    _clear(
        act.session,
        shop,
        or_(OpeningHours.weekday.is_not(None), OpeningHours.month_day.is_not(None)),
    )
    for weekday, spans in hours.weekly.items():
        _add(act.session, shop, spans, weekday=weekday)
    for month_day, spans in hours.monthly.items():
        _add(act.session, shop, spans, month_day=month_day)
    shop.opening_note = hours.note
    act.session.flush()
    act.note("opening_hours_set", shop, was=was, value=_words(act, shop))


def refuse_wrong(hours: UsualHours) -> None:
    """Say what is wrong with usual hours; silence when nothing is.

    Raises MonthDayWrong, HoursTooMany, HoursBackwards, HoursOverlap.
    """
    if not all(1 <= day <= MOST_DAYS for day in hours.monthly):
        raise MonthDayWrong
    for spans in (*hours.weekly.values(), *hours.monthly.values()):
        refuse_spans(spans)


def set_special(act: Act, shop: Shop, days: SpecialDays) -> None:
    """Let other hours stand on these days, instead of what was said of them before.

    Raises NotAllowed, SpecialDaysWrong, SpecialReasonMissing, HoursTooMany, HoursBackwards,
    HoursOverlap, in that order.
    """
    act.by.refuse_unless(Permission.STOCK_MANAGE)
    long = (days.last_on - days.first_on).days
    if days.first_on < _today(act, shop) or not 0 <= long < MOST_DAYS:
        raise SpecialDaysWrong(most=MOST_DAYS)
    if not days.reason.strip():
        raise SpecialReasonMissing
    refuse_spans(days.spans)
    _clear(act.session, shop, OpeningHours.on_date.between(days.first_on, days.last_on))
    for ahead in range(long + 1):
        on_date = days.first_on + timedelta(days=ahead)
        _add(
            act.session, shop, days.spans or (CLOSED,), on_date=on_date, reason=days.reason.strip()
        )
    act.session.flush()
    act.note(
        "opening_exception_set",
        shop,
        starts_on=days.first_on.isoformat(),
        last_on=days.last_on.isoformat(),
        reason=days.reason.strip(),
        value=_words(act, shop),
    )


def drop_special(act: Act, shop: Shop, between: tuple[date, date]) -> None:
    """Let the usual hours stand again on the days from first to last, both counted.

    Raises NotAllowed, NotFound when nothing is said of any of them.
    """
    act.by.refuse_unless(Permission.STOCK_MANAGE)
    first_on, last_on = between
    if not _clear(act.session, shop, OpeningHours.on_date.between(first_on, last_on)):
        raise NotFound
    act.note(
        "opening_exception_dropped",
        shop,
        starts_on=first_on.isoformat(),
        last_on=last_on.isoformat(),
        value=_words(act, shop),
    )


def refuse_spans(spans: tuple[Span, ...]) -> None:
    """Say what is wrong with the opening spans of one day; those that only touch are right.

    Raises HoursTooMany, HoursBackwards, HoursOverlap, in that order.
    """
    if len(spans) > MOST_SPANS:
        raise HoursTooMany
    if not all(0 <= each.opens < each.closes <= DAY_MINUTES for each in spans):
        raise HoursBackwards
    if any(before.closes > after.opens for before, after in pairwise(sorted(spans))):
        raise HoursOverlap


def _add(session: Session, shop: Shop, spans: Iterable[Span], **day: object) -> None:
    session.add_all(
        OpeningHours(
            community_id=shop.community_id,
            shop_id=shop.id,
            opens_minute=each.opens,
            closes_minute=each.closes,
            **day,
        )
        for each in spans
    )


def _clear(session: Session, shop: Shop, which: ColumnElement[bool]) -> int:
    """Take spans away, the shop's row locked: who sets hours at the same time waits."""
    session.execute(select(Shop.id).where(Shop.id == shop.id).with_for_update())
    gone = session.scalars(
        delete(OpeningHours)
        .where(
            OpeningHours.community_id == shop.community_id, OpeningHours.shop_id == shop.id, which
        )
        .returning(OpeningHours.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(gone)


def _today(act: Act, shop: Shop) -> date:
    return act.within(shop.community_id).today


def _words(act: Act, shop: Shop) -> str:
    zone = act.within(shop.community_id).community.zone
    calendar = calendar_of(act.session, shop.community_id, shop.id, zone)
    return sentence(calendar, shop.opening_note, clock.local_day(act.now, zone))
