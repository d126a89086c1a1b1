"""The points of this room that hang in a public notice: service records not yet posted."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.declarations import OnTheWay
from teams.authority.act import Act
from volunteer.hours.models import EARNING, RecordState, ServiceRecord
from volunteer.hours.rules import record_awards


def of_records(session: Session, community_id: int, member_id: int, now: datetime) -> OnTheWay:
    """Add up what posting each record in public notice will give; disputed ones wait apart."""
    act = Act(session, now).within(community_id)
    hanging = record_awards.grounds_of(
        act,
        ServiceRecord.member_id == member_id,
        ServiceRecord.state == RecordState.PUBLICITY,
        ServiceRecord.grade.in_(EARNING),
    )
    points = sum(
        award.points
        for record, grounds in hanging.items()
        for award in record_awards.awards_of(record, grounds)
    )
    return OnTheWay(points, "服务记录", f"/c/{act.community.slug}/me/records")
