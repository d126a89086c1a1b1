"""What this room gives a new community: the national scheme of star levels."""

from datetime import datetime

from sqlalchemy.orm import Session

from commendations.levels.rules import levels
from core.room import NewCommunityStep
from teams.authority.act import Act
from teams.members.models import Community


def new_community() -> list[tuple[str, NewCommunityStep]]:
    """Return each step by name; they run once, when a community is opened."""
    return [("star levels", _give_levels)]


def _give_levels(session: Session, community_id: int, now: datetime) -> None:
    levels.install(Act(session, now, community=session.get_one(Community, community_id)))
