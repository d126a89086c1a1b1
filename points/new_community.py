"""What this room gives a new community: the usual rules for earning, and a shop."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.room import NewCommunityStep
from points.goods.rules import shops
from points.ledger.rules import earning
from teams.authority.act import Act
from teams.members.models import Community


def new_community() -> list[tuple[str, NewCommunityStep]]:
    """Return each step by name; they run once, when a community is opened."""
    return [("a shop", _open_shop), ("rules for earning", _give_earn_rules)]


def _open_shop(session: Session, community_id: int, _now: datetime) -> None:
    shops.open_shop(session, session.get_one(Community, community_id))


def _give_earn_rules(session: Session, community_id: int, now: datetime) -> None:
    earning.install_defaults(Act(session, now, community=session.get_one(Community, community_id)))
