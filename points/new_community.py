"""What this room gives a new community: the usual rules for earning, and a shop."""

from datetime import datetime

from sqlalchemy.orm import Session

from points.goods.rules import shops
from points.ledger.rules import earning
from teams.authority.act import Act
from teams.members.models import Community


def open_shop(session: Session, community_id: int, _now: datetime) -> None:
    """Open the one shop a community begins with."""
    shops.open_shop(session, session.get_one(Community, community_id))


def give_earn_rules(session: Session, community_id: int, now: datetime) -> None:
    """Give a community the usual rules for earning points."""
    earning.install_defaults(Act(session, now, community=session.get_one(Community, community_id)))
