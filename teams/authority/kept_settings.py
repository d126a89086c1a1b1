"""What a community has set, each value from a day on: read in one query, asked for any day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from core.room_settings import RoomSettings, Value, made_of
from teams.members.models import CommunitySetting

Kind = TypeVar("Kind", bound=RoomSettings)

_KEPT = (
    select(CommunitySetting.starts_on, CommunitySetting.name, CommunitySetting.value)
    .where(CommunitySetting.community_id == bindparam("the_community"))
    .order_by(CommunitySetting.starts_on, CommunitySetting.id)
)


@dataclass(frozen=True, slots=True)
class KeptSettings:
    """Every value one community ever set or will, by start day and then by row."""

    versions: Sequence[Row[date, str, Value]]

    def of(self, kind: type[Kind], on: date) -> Kind:
        """Return the settings of one room in force on `on` (a local day).

        Of several versions the newest `starts_on` not after the day counts, then the newest row;
        what was never set has its default.
        """
        begun = (each for each in self.versions if each.starts_on <= on)
        return made_of(kind, {each.name: each.value for each in begun})


def kept_settings(session: Session, community_id: int) -> KeptSettings:
    """Return what a community has set, in one query."""
    return KeptSettings(session.execute(_KEPT, {"the_community": community_id}).all())


def settings_of(session: Session, community_id: int, kind: type[Kind], on: date) -> Kind:
    """Return the settings of one room in force on `on` (a local day); an act has its own."""
    return kept_settings(session, community_id).of(kind, on)
