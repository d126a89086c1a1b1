"""What waits for a regular: places kept in what begins soon, and what a leader offers."""

from sqlalchemy import bindparam

from core.mixed_rows import MixedRow
from volunteer.activities.models import Activity, Shift
from volunteer.regulars.models import Outcome, Regular, RegularState, RegularTurn
from volunteer.sign_ups.models import SignUp, SignUpState
from volunteer.sign_ups.queries.wait_rows import WAIT, WHERE, What


def kept() -> MixedRow:
    """Return the places kept for the reader as a regular in what begins soon."""
    asked = WAIT.of(
        What.KEPT,
        number=Regular.id,
        activity_id=Shift.activity_id,
        title=Activity.title,
        place=WHERE,
        starts_at=Shift.starts_at,
        ends_at=Shift.ends_at,
        amount=Shift.id,
        count=SignUp.id,
    )
    return (
        asked.join(RegularTurn, RegularTurn.regular_id == Regular.id)
        .join(Shift, Shift.id == RegularTurn.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .join(SignUp, (SignUp.shift_id == Shift.id) & (SignUp.member_id == bindparam("the_member")))
        .where(
            Regular.community_id == bindparam("the_community"),
            Regular.member_id == bindparam("the_member"),
            Regular.state == RegularState.ACTIVE,
            RegularTurn.outcome == Outcome.KEPT,
            SignUp.state == SignUpState.APPROVED,
            Shift.starts_at > bindparam("now"),
            Shift.starts_at <= bindparam("kept_before"),
        )
    )


def offered() -> MixedRow:
    """Return what a leader asks the reader to be a regular of."""
    asked = WAIT.of(What.OFFERED, number=Regular.id, title=Activity.title, name=Regular.post_name)
    return asked.join(Activity, Activity.id == Regular.series_id).where(
        Regular.community_id == bindparam("the_community"),
        Regular.member_id == bindparam("the_member"),
        Regular.state == RegularState.OFFERED,
    )
