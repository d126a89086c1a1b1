"""Finding one line of a roster, beneath all that is written about it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound
from volunteer.activities.models import Activity, Shift
from volunteer.sign_ups.models import SignUp


def on_attendance_list(
    session: Session, community_id: int, sign_up_id: int
) -> tuple[SignUp, Shift, int]:
    """Return a sign-up, its shift and the id of the team that holds it. Raises NotFound."""
    row = session.execute(
        select(SignUp, Shift, Activity.team_id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(SignUp.community_id == community_id, SignUp.id == sign_up_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row
