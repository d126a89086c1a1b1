"""Which activity a new member looked at before registering, while it is still offered."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from teams.members.models import Member
from volunteer.sign_ups.models import FirstWish

OFFERED_FOR = timedelta(days=30)
"""How long after being activated the first page still brings it up."""


def wished_activity(session: Session, member: Member, now: datetime) -> int | None:
    """Return the id of the activity, or None; who has long been active is not asked about."""
    if member.activated_at is not None and now - member.activated_at >= OFFERED_FOR:
        return None
    return session.scalar(
        select(FirstWish.activity_id).where(
            FirstWish.community_id == member.community_id, FirstWish.member_id == member.id
        )
    )
