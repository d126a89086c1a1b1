"""Which minutes count for an honour: posted ones alone; up to a day, in all, stored (T28, T29)."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import func

from commendations.settings import CommendationSettings
from volunteer.hours.models import EvidenceGrade, MemberHours, RecordState, ServiceRecord


def minutes_up_to(
    session: Session,
    community_id: int,
    member_ids: Collection[int],
    cut_off_on: date,
    posted_before: datetime,
    settings: CommendationSettings,
) -> dict[int, int]:
    """Return posted minutes by member: served on or before `cut_off_on`, posted before a moment.

    Minutes still in publicity do not count. Imported ones count by `imported_counts_for_levels`.
    A member without any is missing from the answer.
    """
    wanted = (
        select(ServiceRecord.member_id, func.sum(ServiceRecord.service_minutes))
        .where(
            ServiceRecord.community_id == community_id,
            ServiceRecord.member_id.in_(member_ids),
            ServiceRecord.state == RecordState.POSTED,
            ServiceRecord.served_on <= cut_off_on,
            ServiceRecord.posted_at < posted_before,
        )
        .group_by(ServiceRecord.member_id)
    )
    if not settings.imported_counts_for_levels:
        wanted = wanted.where(ServiceRecord.grade != EvidenceGrade.IMPORTED)
    return {member_id: int(minutes) for member_id, minutes in session.execute(wanted)}


def minutes_in_all(
    session: Session, community_id: int, member_id: int, settings: CommendationSettings
) -> int:
    """Return all minutes a member has for levels today, from the stored totals."""
    posted, imported = stored_minutes(session, community_id, member_id)
    return posted + (imported if settings.imported_counts_for_levels else 0)


def stored_minutes(session: Session, community_id: int, member_id: int) -> tuple[int, int]:
    """Return the stored minutes of a member: posted here, and imported."""
    total = session.get(MemberHours, (community_id, member_id))
    return (total.posted_minutes, total.imported_minutes) if total is not None else (0, 0)
