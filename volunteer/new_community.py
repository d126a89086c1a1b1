"""What this room gives a new community: its catalogue of kinds of activity."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.room import NewCommunityStep
from teams.authority.act import Act
from teams.members.models import Community
from volunteer.activities.rules import catalogue


def new_community() -> list[tuple[str, NewCommunityStep]]:
    """Return each step by name; they run once, when a community is opened."""
    return [("kinds of activity", _give_catalogue)]


def _give_catalogue(session: Session, community_id: int, now: datetime) -> None:
    catalogue.install(Act(session, now, community=session.get_one(Community, community_id)))
