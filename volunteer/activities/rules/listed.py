"""A shift as a list shows it and a verdict asks of it: read as rows, since a list changes none."""

from dataclasses import dataclass
from datetime import datetime

from teams.members.models import TeamColour
from volunteer.activities.models import ActivityState, RiskLevel, Shift, ShiftState


@dataclass(frozen=True, slots=True)
class ListedTeam:
    """The team that does it."""

    short_name: str
    colour: TeamColour


@dataclass(frozen=True, slots=True)
class ListedActivity:
    """What is done, by whom, where, and who may come."""

    team: ListedTeam
    title: str
    place: str
    state: ActivityState
    risk: RiskLevel
    min_age: int
    takes_guarded_minors: bool
    is_team_only: bool
    team_id: int


@dataclass(frozen=True, slots=True)
class ListedPlaces:
    """The counters as they stood."""

    places: int
    taken: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ListedPost:
    """What the post takes."""

    required_qualification: str


@dataclass(frozen=True, slots=True)
class ListedShift:
    """One line of a list, with the names a `Shift` has."""

    activity: ListedActivity
    places: ListedPlaces
    post: ListedPost
    id: int
    activity_id: int
    starts_at: datetime
    ends_at: datetime
    sign_up_opens_at: datetime
    sign_up_closes_at: datetime
    state: ShiftState
    place: str

    @property
    def where(self) -> str:
        """Say where it is: its own place where it was moved, else that of the activity."""
        return self.place or self.activity.place


AnyShift = Shift | ListedShift
"""What a verdict is asked of: one that is loaded, or a line of a list."""
