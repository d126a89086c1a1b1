"""What the county reads of this room: shifts and their cover, hours, minutes nobody confirmed."""

from sqlalchemy import Select, func, select

from core.figures import FIRST_AT, FIRST_ON, LATE_AT, NEXT_AT, NEXT_ON, PLACES, Figure, Unit
from teams.members.models import Team
from volunteer.activities.models import ANNOUNCED, TAKING_PLACE, Activity, Shift, ShiftState
from volunteer.hours.models import RecordState, ServiceRecord

_SHIFTS = (
    select(Shift.community_id, func.count(Shift.id))
    .join(Activity, Activity.id == Shift.activity_id)
    .where(Shift.community_id.in_(PLACES), Activity.state.in_(ANNOUNCED))
    .group_by(Shift.community_id)
)
_OF_MONTH = _SHIFTS.where(
    Shift.state.in_(TAKING_PLACE), Shift.starts_at >= FIRST_AT, Shift.starts_at < NEXT_AT
)


def _minutes() -> Select[int, int]:
    """Return the posted minutes of the month, read team by team from their index."""
    return (
        select(ServiceRecord.community_id, func.sum(ServiceRecord.service_minutes))
        .join(
            Team,
            (Team.community_id == ServiceRecord.community_id) & (Team.id == ServiceRecord.team_id),
        )
        .where(
            Team.community_id.in_(PLACES),
            ServiceRecord.state == RecordState.POSTED,
            ServiceRecord.ends_at >= FIRST_AT,
            ServiceRecord.served_on >= FIRST_ON,
            ServiceRecord.served_on < NEXT_ON,
        )
        .group_by(ServiceRecord.community_id)
    )


FIGURES = (
    Figure(name="shifts", place=20, words="活动场次", statement=_OF_MONTH),
    Figure(
        name="covered",
        place=30,
        words="有保险的场次",
        statement=_OF_MONTH.where(Activity.policy_no != ""),
    ),
    Figure(name="hours", place=40, words="入账时长", statement=_minutes(), unit=Unit.MINUTES),
    Figure(
        name="late-minutes",
        place=70,
        words="过期没核的场次",
        statement=_SHIFTS.where(Shift.state == ShiftState.OPEN, Shift.ends_at < LATE_AT),
        is_late=True,
    ),
)
