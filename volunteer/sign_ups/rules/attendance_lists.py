"""Finding one line of an attendance list, beneath all that is written about it."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from volunteer.activities.models import Activity, Shift
from volunteer.sign_ups.models import SignUp

_LISTED = (
    select(SignUp, Shift, Activity.team_id)
    .join(Shift, Shift.id == SignUp.shift_id)
    .join(Activity, Activity.id == Shift.activity_id)
    .where(SignUp.community_id == bindparam("the_community"), SignUp.id == bindparam("the_sign_up"))
)


def on_attendance_list(
    session: Session, community_id: int, sign_up_id: int
) -> tuple[SignUp, Shift, int]:
    """Return a sign-up, its shift and the id of the team that holds it. Raises NotFound."""
    which = {"the_community": community_id, "the_sign_up": sign_up_id}
    row = session.execute(_LISTED, which).one_or_none()
    if row is None:
        raise NotFound
    return row
