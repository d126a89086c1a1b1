"""The activity somebody looked at before registering: kept with the membership, offered later."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.upsert import insert_new
from volunteer.activities.models import UNPUBLISHED, Activity
from volunteer.sign_ups.models import FirstWish

PAGE = re.compile(r"activities/([1-9][0-9]{0,17})")
"""The page of one activity, below its community; no number is longer than the database takes."""


def keep(
    session: Session, community_id: int, member_id: int, came_from: str, now: datetime
) -> None:
    """Keep the activity whose page the new member came from; any other page is passed over.

    So is an activity of another community, or one that nobody outside may see yet.
    """
    page = PAGE.fullmatch(came_from)
    if page is None:
        return
    seen = select(Activity.id).where(
        Activity.community_id == community_id,
        Activity.id == int(page[1]),
        Activity.state.not_in(UNPUBLISHED),
    )
    activity_id = session.scalar(seen)
    if activity_id is None:
        return
    wish = {
        "community_id": community_id,
        "member_id": member_id,
        "activity_id": activity_id,
        "asked_at": now,
    }
    insert_new(session, FirstWish.activity_id, wish)
