"""When a shift takes arrivals and departures: reckoned once, for rules and pages alike."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from volunteer.settings import VolunteerSettings


class Occasion(Protocol):
    """What begins and ends: a shift, or a sign-up's copy of its times."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""


@dataclass(frozen=True, slots=True)
class Window:
    """From when one arrives, and until when one leaves."""

    opens_at: datetime
    ends_at: datetime
    closes_at: datetime

    @classmethod
    def of(cls, occasion: Occasion, settings: VolunteerSettings) -> "Window":
        """Return the window of `occasion` by the settings of the day."""
        opens_at, ends_at = occasion.starts_at - _before(settings), occasion.ends_at
        return cls(opens_at, ends_at, ends_at + _after(settings))

    def takes_arrivals(self, now: datetime) -> bool:
        """Say whether one may arrive: from the opening, which is in time, to the end, too late."""
        return self.opens_at <= now < self.ends_at

    def takes_departures(self, now: datetime) -> bool:
        """Say whether one may leave; the closing moment itself is in time."""
        return now <= self.closes_at

    def holds(self, moment: datetime) -> bool:
        """Say whether a time written down lies inside; both edges do."""
        return self.opens_at <= moment <= self.closes_at


def ended_since(settings: VolunteerSettings, now: datetime) -> datetime:
    """Return since when a shift may have ended whose people can still say that they leave."""
    return now - _after(settings)


def begins_by(settings: VolunteerSettings, now: datetime) -> datetime:
    """Return the last start of a shift that takes arrivals at `now`; that moment is in time."""
    return now + _before(settings)


def _before(settings: VolunteerSettings) -> timedelta:
    return timedelta(minutes=settings.check_in_opens_minutes)


def _after(settings: VolunteerSettings) -> timedelta:
    return timedelta(minutes=settings.check_out_closes_minutes)
