"""The points of this room that hang in a public notice: nominations not yet issued."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from commendations.nominations.models import Commendation, Nomination, NominationState
from commendations.rounds.rules import awards
from core.declarations import OnTheWay
from teams.authority.act import Act
from teams.members.models import Community


def of_nominations(session: Session, community_id: int, member_id: int, now: datetime) -> OnTheWay:
    """Add up what issuing a member's nominations on notice will give; disputed ones wait."""
    community = session.get_one(Community, community_id)
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
    points = sum(
        awards.bonus_of(Act(session, now), this_round, nomination)
        for nomination, this_round in rows
    )
    return OnTheWay(points, "荣誉", f"/c/{community.slug}/my-honours")
