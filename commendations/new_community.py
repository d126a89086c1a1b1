"""What this room gives a new community: the national scheme of star levels."""

from datetime import datetime

from sqlalchemy.orm import Session

from commendations.levels.rules import levels
from teams.authority.act import Act
from teams.members.models import Community


def give_levels(session: Session, community_id: int, now: datetime) -> None:
    """Give a community the national scheme of star levels."""
    levels.install(Act(session, now, community=session.get_one(Community, community_id)))
