"""The one clock, and moments, days and months by a community's own zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Shanghai"


def now() -> datetime:
    """Return this moment, aware, in UTC. Views and commands ask once and hand it down."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one clock the ban protects


def local(moment: datetime, zone: str = DEFAULT_ZONE) -> datetime:
    """Return `moment` on the clock of `zone`."""
    return moment.astimezone(ZoneInfo(zone))


def local_day(moment: datetime, zone: str = DEFAULT_ZONE) -> date:
    """Return the calendar day of `moment` in `zone`."""
    return local(moment, zone).date()


def minute_after(moment: datetime) -> datetime:
    """Return `moment` so that its clock shows the minute it is over in; one begun counts whole."""
    return moment + timedelta(seconds=59)


def at_local(day: date, clock_time: time, zone: str = DEFAULT_ZONE) -> datetime:
    """Return the moment of `clock_time` on `day` in `zone`, in UTC."""
    return datetime.combine(day, clock_time, ZoneInfo(zone)).astimezone(UTC)


def day_start(day: date, zone: str = DEFAULT_ZONE) -> datetime:
    """Return the first moment of `day` in `zone`, in UTC; a day is half-open up to the next."""
    return at_local(day, time(0), zone)


def month_bounds(day: date) -> tuple[date, date]:
    """Return the first day of the month of `day` and the first day of the next."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)
