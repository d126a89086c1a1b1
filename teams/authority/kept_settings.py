"""What a community has set, each value from a day on: read in one query, asked for any day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from core.room_settings import RoomSettings, Value, made_of
from teams.members.models import CommunitySetting

Kind = TypeVar("Kind", bound=RoomSettings)

_KEPT = (
    select(CommunitySetting.starts_on, CommunitySetting.name, CommunitySetting.value)
    .where(CommunitySetting.community_id == bindparam("the_community"))
    .order_by(CommunitySetting.starts_on, CommunitySetting.id)
)


class Version(NamedTuple):
    """One value a community has set, and from which day on."""

    starts_on: date
    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class KeptSettings:
    """Every value one community ever set or will, by start day and then by row."""

    versions: Sequence[Version]

    def of(self, kind: type[Kind], on: date) -> Kind:
        """Return the settings of one room in force on `on` (a local day).

        Of several versions the newest `starts_on` not after the day counts, then the newest row;
        what was never set has its default.
        """
        begun = (each for each in self.versions if each.starts_on <= on)
        return made_of(kind, {each.name: each.value for each in begun})


def kept_settings(session: Session, community_id: int) -> KeptSettings:
    """Return what a community has set, in one query."""
    rows = session.execute(_KEPT, {"the_community": community_id})
    return KeptSettings([Version(*row) for row in rows])


def settings_of(session: Session, community_id: int, kind: type[Kind], on: date) -> Kind:
    """Return the settings of one room in force on `on` (a local day); an act has its own."""
    return kept_settings(session, community_id).of(kind, on)
