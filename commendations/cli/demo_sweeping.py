"""The nightly duties of all floors, done by the demo as `flask sweep` does them."""

import importlib
import importlib.util
from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy.orm import Session

from commendations.cli.demo_town import HISTORY_DAYS

FLOORS = ("teams", "points", "volunteer", "commendations")
AFTER_WINTER_DAYS = 35

Duty = Callable[[Session, datetime], int]


def days(today: date) -> list[int]:
    """Return the days, counted from `today`, on which something can be due."""
    winter = (date(today.year - 1, 12, 3) - today).days
    after_winter = range(winter, min(winter + AFTER_WINTER_DAYS, -HISTORY_DAYS))
    return [*after_winter, *range(-HISTORY_DAYS, 1)]


def sweep(session: Session, now: datetime) -> None:
    """Do every duty of every floor until it finds nothing more to do."""
    for duty in _duties():
        while duty(session, now):
            session.flush()


def _duties() -> list[Duty]:
    found: list[Duty] = []
    for floor in FLOORS:
        if importlib.util.find_spec(f"{floor}.rules.duties") is not None:
            module = importlib.import_module(f"{floor}.rules.duties")
            found += [duty for _name, duty in module.duties()]
    return found
