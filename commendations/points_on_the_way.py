"""The points of this room that hang in a public notice: names to be honoured, not yet issued."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from commendations.models import Commendation, Nomination, NominationState
from commendations.rounds.rules import awards
from points.ledger.rules.on_the_way import OnTheWay, Source
from teams.authority.act import Act
from teams.members.models import Community


def points_on_the_way() -> list[tuple[str, Source]]:
    """Return each source by name, as the points room asks them."""
    return [("honours", _of_names)]


def _of_names(session: Session, community: Community, member_id: int, now: datetime) -> OnTheWay:
    """Add up what issuing each name of a member in public notice will give; disputed ones wait."""
    rows = session.execute(
        select(Nomination, Commendation)
        .join(Commendation, Commendation.id == Nomination.commendation_id)
        .where(
            Nomination.community_id == community.id,
            Nomination.member_id == member_id,
            Nomination.state == NominationState.ACCEPTED,
            Commendation.notice_id.is_not(None),
        )
        .options(joinedload(Nomination.level))
    ).all()
    points = sum(awards.bonus_of(Act(session, now), batch, name) for name, batch in rows)
    return OnTheWay(points, "荣誉", f"/c/{community.slug}/my-honours")
