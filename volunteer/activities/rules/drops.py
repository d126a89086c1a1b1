"""Occasions taken out of a plan as if never added, while nobody ever had to do with them."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.errors import AlreadyDone, RuleError
from teams.authority.act import Act
from volunteer.activities.models import CHANGEABLE, Activity, Shift, ShiftPlaces
from volunteer.activities.rules import shift_places
from volunteer.permissions import Permission
from volunteer.regulars.models import RegularTurn
from volunteer.sign_ups.models import OpeningReminder, SignUp


class SomebodyConcerned(RuleError):
    """Somebody signed up, or waits for word: then it is called off, so that they hear of it."""

    code = "already_done"
    message = "已经有人报名或等着报名，不能直接删。可以取消这一场，系统会通知每个人。"


def drop(act: Act, activity: Activity, shift_ids: Sequence[int]) -> int:
    """Delete occasions of a draft, or of a published activity those nobody had to do with.

    A sign-up, whatever became of it, and a wish for word keep an occasion. Returns how many went;
    of several none goes when one may not. Raises NotAllowed, AlreadyDone (withdrawn, cancelled,
    or none of them there any more), SomebodyConcerned, in that order.
    """
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, activity.team_id)
    shift_places.hold(act.session, activity.community_id, list(shift_ids))
    dropped = _held(act.session, activity, shift_ids)
    if activity.state not in CHANGEABLE or not dropped:
        raise AlreadyDone
    ids = [each.id for each in dropped]
    _refuse_touched(act.session, activity.community_id, ids)
    for each in dropped:
        act.note("shift_dropped", activity, was=each.starts_at.isoformat())
    of_here = ShiftPlaces.community_id == activity.community_id
    act.session.execute(delete(ShiftPlaces).where(of_here, ShiftPlaces.shift_id.in_(ids)))
    of_turn = (RegularTurn.community_id == activity.community_id, RegularTurn.shift_id.in_(ids))
    act.session.execute(delete(RegularTurn).where(*of_turn))
    for each in dropped:
        act.session.delete(each)
    act.session.flush()
    return len(ids)


def _held(session: Session, activity: Activity, shift_ids: Sequence[int]) -> Sequence[Shift]:
    return session.scalars(
        select(Shift)
        .where(
            Shift.community_id == activity.community_id,
            Shift.activity_id == activity.id,
            Shift.id.in_(shift_ids),
        )
        .order_by(Shift.id)
        .with_for_update()
    ).all()


def _refuse_touched(session: Session, community_id: int, shift_ids: Sequence[int]) -> None:
    for asked in (SignUp, OpeningReminder):
        touched = select(asked.id).where(
            asked.community_id == community_id, asked.shift_id.in_(shift_ids)
        )
        if session.scalar(touched.limit(1)) is not None:
            raise SomebodyConcerned
