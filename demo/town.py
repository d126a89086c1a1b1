"""What the seed remembers of a community while it writes its three months."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVarTuple

from sqlalchemy.orm import Session

from core import clock
from demo.names import Flavour
from teams.authority.queries import membership
from teams.authority.rules import Authority
from teams.members.models import Community

Given = TypeVarTuple("Given")

PEOPLE = 120
HISTORY_DAYS = 92
COORDINATOR, CLERK, STOCK_KEEPER, SUPERVISOR, ADMIN = 4, 5, 6, 7, 8
SECOND_CLERK = 15
LEADERS = {
    "RED_POLICY": (2, 3),
    "PURPLE_CARE": (16, 20),
    "GREEN_ECO": (17, 21),
    "BLUE_SAFETY": (18, 22),
    "ORANGE_DEVOTION": (19, 23),
}
"""Leader and deputy of each team, by volunteer number."""


@dataclass
class Town:
    """One demo community: who and what it has, by volunteer number, code or a name of our own."""

    flavour: Flavour
    today: date
    hour: int
    id: int = 0
    people: dict[int, int] = field(default_factory=dict)
    members: dict[int, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    told: set[tuple[int, str]] = field(default_factory=set)
    authorities: dict[int, Authority] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The moment the demo is made for: a full hour of today."""
        return self.at(0, self.hour)

    def day(self, days: int) -> date:
        """Return the day so many days from today; the past is negative."""
        return self.today + timedelta(days=days)

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """Return a moment on the community's clock, counted from today."""
        return clock.at_local(self.day(days), time(hour, minute))

    def by(self, session: Session, number: int) -> Authority:
        """Return what the volunteer with that number may do, as the gate reads it."""
        if number not in self.authorities:
            found = membership.authority_of(session, self.community(session), self.people[number])
            if found is None:
                raise LookupError(f"{self.flavour.slug}: {number} has no authority")
            self.authorities[number] = found
        return self.authorities[number]

    def community(self, session: Session) -> Community:
        """Return the community itself, loaded in `session`."""
        return session.get_one(Community, self.id)


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """Something that happens at a moment; `order` decides between two of the same moment."""

    moment: datetime
    order: int
    act: Callable[[Session, datetime], object] = field(compare=False)


class Diary:
    """What is going to happen in all communities, told in the order of time."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def note(
        self, moment: datetime, act: Callable[[Session, *Given, datetime], object], *given: *Given
    ) -> None:
        """Let `act` happen at `moment`, told the session, what is given and the moment."""

        def happens(session: Session, now: datetime) -> object:
            return act(session, *given, now)

        self.events.append(Event(moment, len(self.events), happens))

    def until(self, end: datetime) -> list[Event]:
        """Return what happens up to and with `end`, in order."""
        return sorted(event for event in self.events if event.moment <= end)
