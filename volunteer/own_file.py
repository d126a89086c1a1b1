"""What this room keeps of a member, for the own copy (PIPL 45)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from volunteer.activities.models import Activity, Shift
from volunteer.hours.models import ServiceRecord
from volunteer.sign_ups.models import FirstWish, SignUp, SignUpWarning


def of_member(
    session: Session, community_id: int, member_id: int, _now: datetime
) -> dict[str, object]:
    """Return every sign-up, service record and mark by id; minutes are whole."""
    sign_ups = (
        select(
            Activity.title,
            Shift.starts_at,
            Shift.ends_at,
            SignUp.state,
            SignUp.signed_up_at,
            SignUp.arrived_at,
            SignUp.left_at,
            SignUp.close_reason,
            SignUp.note,
            SignUp.attendance_note,
        )
        .join(Shift, Shift.id == SignUp.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(SignUp.community_id == community_id, SignUp.member_id == member_id)
        .order_by(SignUp.id)
    )
    hours = (
        select(
            ServiceRecord.title,
            ServiceRecord.place,
            ServiceRecord.served_on,
            ServiceRecord.starts_at,
            ServiceRecord.ends_at,
            ServiceRecord.service_minutes.label("minutes"),
            ServiceRecord.points,
            ServiceRecord.state,
            ServiceRecord.grade,
            ServiceRecord.posted_at,
            ServiceRecord.reason,
        )
        .where(ServiceRecord.community_id == community_id, ServiceRecord.member_id == member_id)
        .order_by(ServiceRecord.id)
    )
    marks = (
        select(SignUpWarning.kind, SignUpWarning.happened_at, SignUpWarning.removed_at)
        .where(SignUpWarning.community_id == community_id, SignUpWarning.member_id == member_id)
        .order_by(SignUpWarning.id)
    )
    wish = (
        select(Activity.title, FirstWish.asked_at)
        .join(Activity, Activity.id == FirstWish.activity_id)
        .where(FirstWish.community_id == community_id, FirstWish.member_id == member_id)
    )
    blocks = {"sign_ups": sign_ups, "hours": hours, "marks": marks, "first_wish": wish}
    return {
        name: [dict(row) for row in session.execute(asked).mappings()]
        for name, asked in blocks.items()
    }
