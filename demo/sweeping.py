"""The nightly upkeep jobs of all rooms, done by the demo as `flask sweep` does them."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from core import room
from demo.town import HISTORY_DAYS

AFTER_WINTER_DAYS = 35


def days(today: date) -> list[int]:
    """Return the days, counted from `today`, on which something can be due."""
    winter = (date(today.year - 1, 12, 3) - today).days
    after_winter = range(winter, min(winter + AFTER_WINTER_DAYS, -HISTORY_DAYS))
    return [*after_winter, *range(-HISTORY_DAYS, 1)]


def sweep(session: Session, now: datetime) -> None:
    """Do every job of every room until it finds nothing more to do."""
    for job in room.jobs().values():
        while job(session, now):
            session.flush()
