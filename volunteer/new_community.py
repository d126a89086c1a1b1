"""What this room gives a new community: its catalogue of kinds of activity."""

from datetime import datetime

from sqlalchemy.orm import Session

from teams.authority.act import Act
from teams.members.models import Community
from volunteer.activities.rules import catalogue


def give_catalogue(session: Session, community_id: int, now: datetime) -> None:
    """Give a community the usual kinds of activity."""
    catalogue.install(Act(session, now, community=session.get_one(Community, community_id)))
