"""Reads of what a member is trained and licensed for."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from teams.members.models import Community
from volunteer.activities.models import Qualification
from volunteer.hours.models import TRAINING, RecordState, ServiceRecord

MOST = 50


def certificates_of(session: Session, community: Community, member_id: int) -> list[Qualification]:
    """Return the qualifications the desk has seen, newest first, ended ones too, at most 50."""
    return list(
        session.scalars(
            select(Qualification)
            .where(Qualification.community_id == community.id, Qualification.member_id == member_id)
            .order_by(Qualification.id.desc())
            .limit(MOST)
        )
    )


def trainings_of(session: Session, community: Community, member_id: int) -> list[ServiceRecord]:
    """Return the trainings attended and confirmed, newest first, at most 50."""
    return list(
        session.scalars(
            select(ServiceRecord)
            .where(
                ServiceRecord.community_id == community.id,
                ServiceRecord.member_id == member_id,
                ServiceRecord.type_code == TRAINING,
                ServiceRecord.state != RecordState.VOIDED,
            )
            .order_by(ServiceRecord.ends_at.desc(), ServiceRecord.id.desc())
            .limit(MOST)
        )
    )
