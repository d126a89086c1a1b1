"""Which members something was done with in this room since a moment: another file came along."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from teams.merging.models import Merge, MergeState


def of_merges(
    session: Session, community_id: int, member_ids: frozenset[int], since: datetime
) -> set[int]:
    """Return which of the members another file was merged into since a moment."""
    return set(
        session.scalars(
            select(Merge.kept_id).where(
                Merge.community_id == community_id,
                Merge.kept_id.in_(member_ids),
                Merge.state == MergeState.DONE,
                Merge.decided_at >= since,
            )
        )
    )
