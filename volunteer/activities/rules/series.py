"""An occasion called off with all later ones of its post; taken back while nobody knew of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, distinct, func, select
from sqlalchemy.orm import Session

from core import clock
from core.errors import AlreadyDone, RuleError
from teams.authority.act import Act
from volunteer.activities.models import (
    SHIFT_LIFE,
    Activity,
    Shift,
    ShiftMove,
    ShiftState,
)
from volunteer.activities.rules import shift_places, shifts
from volunteer.permissions import Permission
from volunteer.sign_ups.models import LIVE, OpeningReminder, SignUp

ALL_OFF = "《%(title)s》%(count)s 场取消了：%(days)s。不算您失约。原因：%(reason)s"
DAYS_TOLD = 6


class SomebodyKnew(RuleError):
    """Who had signed up was told that it is off: it is not taken back behind their backs."""

    code = "already_done"
    message = "取消的场次里有人报过名，已经收到通知，不能撤销。还要办，请加新的场次。"


@dataclass(frozen=True, slots=True)
class Cost:
    """What calling off the later ones too would mean: so many more occasions, so many people."""

    shifts: int
    people: int


@dataclass(frozen=True, slots=True)
class CalledOff:
    """What was called off, how many were told, and whether it may be taken back."""

    shift_ids: tuple[int, ...]
    people: int
    may_restore: bool


def cost_of_following(session: Session, shift: Shift) -> Cost:
    """Return how many later occasions of the post there are, and who has a place or waits there."""
    later = func.count(distinct(Shift.id))
    people = func.count(distinct(SignUp.member_id))
    row = session.execute(
        select(later, people)
        .outerjoin(SignUp, (SignUp.shift_id == Shift.id) & SignUp.state.in_(LIVE))
        .where(*_later(shift))
    ).one()
    return Cost(*row)


def call_off(act: Act, shift: Shift, reason: str) -> CalledOff:
    """Call an occasion off with every later one of its post; everybody is told once, no marks.

    Raises NotAllowed or AlreadyDone (called off, or begun), in that order.
    """
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, shift.activity.team_id)
    ids = [shift.id, *act.session.scalars(select(Shift.id).where(*_later(shift)))]
    held = [each for each in _hold(act.session, shift, ids) if each.state is ShiftState.OPEN]
    if shift not in held or act.now >= shift.starts_at:
        raise AlreadyDone
    may_restore = not _anybody_concerned(act.session, shift.community_id, ids)
    days_of: dict[int, list[Shift]] = defaultdict(list)
    for each in held:
        for person_id in shifts.call_off(act, each, reason):
            days_of[person_id].append(each)
        act.note("shift_cancelled", shift.activity, shift_id=each.id)
    _tell_whom(act, shift.activity, days_of, reason)
    return CalledOff(tuple(each.id for each in held), len(days_of), may_restore)


def restore(act: Act, activity: Activity, shift_ids: Sequence[int]) -> int:
    """Let called-off occasions go on as if nothing had been; return how many.

    Raises NotAllowed, AlreadyDone (not called off, begun, or the activity is over) or
    SomebodyKnew, in that order; of several none goes on when one may not.
    """
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, activity.team_id)
    held = _hold(act.session, activity, shift_ids)
    is_open = activity.is_published and all(
        each.is_cancelled and act.now < each.starts_at for each in held
    )
    if not held or not is_open:
        raise AlreadyDone
    ids = [each.id for each in held]
    if _anybody_concerned(act.session, activity.community_id, ids):
        raise SomebodyKnew
    for each in held:
        SHIFT_LIFE.move(act.session, each, ShiftMove.RESTORE)
        act.note("shift_restored", activity, shift_id=each.id)
    shifts.open_places(act.session, ids, activity.community_id)
    return len(ids)


def _later(shift: Shift) -> tuple[ColumnElement[bool], ...]:
    return (
        Shift.community_id == shift.community_id,
        Shift.activity_id == shift.activity_id,
        Shift.post_id == shift.post_id,
        Shift.state == ShiftState.OPEN,
        Shift.starts_at > shift.starts_at,
    )


def _hold(session: Session, of: Shift | Activity, shift_ids: Sequence[int]) -> Sequence[Shift]:
    """Take the counters, then the rows of one activity, in ascending order; read afresh."""
    activity_id = of.activity_id if isinstance(of, Shift) else of.id
    shift_places.hold(session, of.community_id, sorted(shift_ids))
    return session.scalars(
        select(Shift)
        .where(
            Shift.community_id == of.community_id,
            Shift.activity_id == activity_id,
            Shift.id.in_(shift_ids),
        )
        .order_by(Shift.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _anybody_concerned(session: Session, community_id: int, shift_ids: Sequence[int]) -> bool:
    """Say whether anybody ever signed up, or waits for word that sign-up opens."""
    for asked in (SignUp, OpeningReminder):
        of_shifts = select(asked.id).where(
            asked.community_id == community_id, asked.shift_id.in_(shift_ids)
        )
        if session.scalar(of_shifts.limit(1)) is not None:
            return True
    return False


def _tell_whom(act: Act, activity: Activity, days_of: dict[int, list[Shift]], reason: str) -> None:
    community = act.within(activity.community_id).community
    link = f"/c/{community.slug}/activities/{activity.id}"
    for person_id, off in days_of.items():
        days = [clock.local_day(each.starts_at, community.zone) for each in off]
        named = "、".join(f"{day.month}-{day.day}" for day in days[:DAYS_TOLD])
        more = "…" if len(days) > DAYS_TOLD else ""
        act.tell(
            person_id,
            ALL_OFF,
            link=link,
            title=activity.title,
            count=len(off),
            days=named + more,
            reason=reason,
        )
