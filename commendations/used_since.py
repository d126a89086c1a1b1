"""Which members were put forward for an honour since a moment."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from commendations.nominations.models import Nomination


def of_nominations(
    session: Session, community_id: int, member_ids: frozenset[int], since: datetime
) -> set[int]:
    """Return those with a nomination made since then."""
    asked = select(Nomination.member_id).where(
        Nomination.community_id == community_id,
        Nomination.member_id.in_(member_ids),
        Nomination.proposed_at >= since,
    )
    return set(session.scalars(asked))
