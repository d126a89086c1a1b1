"""Which members did something in this room since a moment: signed up, or were signed up."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from volunteer.sign_ups.models import SignUp


def of_sign_ups(
    session: Session, community_id: int, member_ids: frozenset[int], since: datetime
) -> set[int]:
    """Return those with a sign-up made since then."""
    asked = select(SignUp.member_id).where(
        SignUp.community_id == community_id,
        SignUp.member_id.in_(member_ids),
        SignUp.signed_up_at >= since,
    )
    return set(session.scalars(asked))
