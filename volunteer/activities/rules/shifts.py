"""The occasions of an activity: added, their places set, opened, closed and called off."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.errors import AlreadyDone, BadRequest, RuleError
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.activities.models import (
    CHANGEABLE,
    SHIFT_LIFE,
    Activity,
    ActivityState,
    Post,
    Shift,
    ShiftMove,
    ShiftPlaces,
    ShiftState,
)
from volunteer.activities.rules import qualifications, shift_places
from volunteer.insurance.rules import relying
from volunteer.permissions import Permission
from volunteer.sign_ups.models import LIVE, ON_LIST, SIGN_UP_LIFE, SignUp, SignUpMove

MOST_PLACES = 500
MOST_SHIFTS = 60


class TimesOutOfOrder(BadRequest):
    """A shift begins before it ends, is not over, and sign-up closes by its end."""

    message = "时间顺序不对：开放报名 → 报名截止 → 活动结束，开始要早于结束，也不能排在过去。"


class PlacesOutOfRange(BadRequest):
    """The number of places lies outside 1 to 500."""

    message = "名额请填 1 到 %(most)s。"


class TooManyShifts(RuleError):
    """An activity holds at most 60 occasions."""

    code = "limit_reached"
    message = "一个活动最多 %(most)s 场，请另发一个活动。"


class PlacesBelowTaken(RuleError):
    """Fewer places than are taken: nobody is thrown out (T20)."""

    code = "already_done"
    message = "已经报了 %(taken)s 人，名额不能比这更少。要减人，请先和志愿者商量取消。"


@dataclass(frozen=True, slots=True)
class ShiftPlan:
    """One post on one occasion; moments are aware, the interval half-open.

    required_qualification: None takes what the kind of activity usually takes, empty takes none.
    """

    post_name: str
    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    closes_at: datetime
    places: int
    needs: str = ""
    required_qualification: str | None = None


def add(act: Act, activity: Activity, plan: ShiftPlan) -> Shift:
    """Add one occasion to `activity`; open to sign-ups at once when it is published.

    The caller has checked the team. Raises TimesOutOfOrder, PlacesOutOfRange or TooManyShifts.
    """
    _refuse_disorder(plan, act.now)
    if not 0 < plan.places <= MOST_PLACES:
        raise PlacesOutOfRange(most=MOST_PLACES)
    _refuse_too_many(act.session, activity)
    shift = Shift(
        community_id=activity.community_id,
        activity_id=activity.id,
        post_id=_post(act.session, activity, plan).id,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        sign_up_opens_at=plan.opens_at,
        sign_up_closes_at=plan.closes_at,
        state=ShiftState.OPEN,
    )
    act.session.add(shift)
    act.session.flush()
    act.session.add(
        ShiftPlaces(
            community_id=activity.community_id,
            shift_id=shift.id,
            places=plan.places,
            is_open=activity.state is ActivityState.PUBLISHED,
        )
    )
    act.session.flush()
    return shift


def add_to(act: Act, activity: Activity, plan: ShiftPlan) -> Shift:
    """Add an extra occasion to an activity of the own team.

    Raises NotAllowed, AlreadyDone (withdrawn or cancelled), PolicyMissing, PolicyTooShort (of a
    published HIGH one), then as `add`.
    """
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, activity.team_id)
    if activity.state not in CHANGEABLE:
        raise AlreadyDone
    relying.refuse_gap(act, activity, [(plan.starts_at, plan.ends_at)])
    shift = add(act, activity, plan)
    act.note("shift_added", activity, shift_id=shift.id, places=plan.places)
    return shift


def set_places(act: Act, shift: Shift, places: int) -> list[SignUp]:
    """Set a shift's places; new ones go to the queue in order, and who was called is returned.

    Raises NotAllowed, PlacesOutOfRange, PlacesBelowTaken, AlreadyDone (not open), in that order.
    """
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, shift.activity.team_id)
    if not 0 < places <= MOST_PLACES:
        raise PlacesOutOfRange(most=MOST_PLACES)
    counters = shift_places.resize(act.session, shift, places)
    if counters is None:
        raise _why_not(act.session, shift, places)
    promoted = shift_places.fill(act, shift, counters)
    act.note("places_changed", shift, places=places, promoted=len(promoted))
    return promoted


def _why_not(session: Session, shift: Shift, places: int) -> RuleError:
    taken = session.scalar(
        select(ShiftPlaces.taken).where(
            ShiftPlaces.community_id == shift.community_id, ShiftPlaces.shift_id == shift.id
        )
    )
    if taken is not None and taken > places:
        return PlacesBelowTaken(taken=taken)
    return AlreadyDone()


def coming(act: Act, activity: Activity) -> list[Shift]:
    """Return the occasions that have not begun and are not cancelled, by time."""
    return list(
        act.session.scalars(
            select(Shift)
            .where(
                Shift.community_id == activity.community_id,
                Shift.activity_id == activity.id,
                Shift.state == ShiftState.OPEN,
                Shift.starts_at > act.now,
            )
            .order_by(Shift.starts_at, Shift.id)
        )
    )


def open_places(session: Session, shift_ids: list[int], community_id: int) -> None:
    """Let places be taken in these shifts."""
    _set_open(session, community_id, shift_ids, is_open=True)


def close_untouched(session: Session, activity: Activity) -> bool:
    """Close all counters of `activity` and say True, unless somebody has a place or waits."""
    shift_ids = list(
        session.scalars(
            select(Shift.id).where(
                Shift.community_id == activity.community_id, Shift.activity_id == activity.id
            )
        )
    )
    shift_places.hold(session, activity.community_id, shift_ids)
    touched = session.scalar(
        select(SignUp.id)
        .where(
            SignUp.community_id == activity.community_id,
            SignUp.shift_id.in_(shift_ids),
            SignUp.state.in_(ON_LIST),
        )
        .limit(1)
    )
    if touched is not None:
        return False
    _set_open(session, activity.community_id, shift_ids, is_open=False)
    return True


def call_off(act: Act, shift: Shift, reason: str) -> list[int]:
    """Cancel a shift and every live sign-up in it; return the persons to tell."""
    shift_places.hold(act.session, shift.community_id, [shift.id])
    of_shift = (SignUp.community_id == shift.community_id, SignUp.shift_id == shift.id)
    people = act.session.scalars(
        select(Member.person_id)
        .join(SignUp, SignUp.member_id == Member.id)
        .where(*of_shift, SignUp.state.in_(SIGN_UP_LIFE.begins(SignUpMove.CALL_OFF)))
        .order_by(SignUp.id)
        .with_for_update(of=SignUp)
    ).all()
    closed = {"closed_at": act.now, "close_reason": reason}
    SIGN_UP_LIFE.move_all(act.session, SignUpMove.CALL_OFF, *of_shift, **closed)
    SHIFT_LIFE.move(act.session, shift, ShiftMove.CALL_OFF)
    act.session.execute(
        update(shift_places.PLACES)
        .where(
            shift_places.COLUMNS.community_id == shift.community_id,
            shift_places.COLUMNS.shift_id == shift.id,
        )
        .values(is_open=False, taken=0, waiting=0)
    )
    return list(people)


def people_coming(act: Act, activity: Activity) -> list[int]:
    """Return the persons with a place or in a queue of a coming occasion, once each."""
    return list(
        act.session.scalars(
            select(Member.person_id)
            .join(SignUp, SignUp.member_id == Member.id)
            .join(Shift, Shift.id == SignUp.shift_id)
            .where(
                Shift.community_id == activity.community_id,
                Shift.activity_id == activity.id,
                Shift.starts_at > act.now,
                SignUp.state.in_(LIVE),
            )
            .distinct()
            .order_by(Member.person_id)
        )
    )


def _set_open(session: Session, community_id: int, shift_ids: list[int], *, is_open: bool) -> None:
    session.execute(
        update(shift_places.PLACES)
        .where(
            shift_places.COLUMNS.community_id == community_id,
            shift_places.COLUMNS.shift_id.in_(shift_ids),
        )
        .values(is_open=is_open)
    )


def _refuse_disorder(plan: ShiftPlan, now: datetime) -> None:
    in_order = (
        plan.opens_at < plan.closes_at <= plan.ends_at
        and plan.starts_at < plan.ends_at
        and now < plan.ends_at
    )
    if not in_order:
        raise TimesOutOfOrder


def _refuse_too_many(session: Session, activity: Activity) -> None:
    had = session.scalars(
        select(Shift.id)
        .where(Shift.community_id == activity.community_id, Shift.activity_id == activity.id)
        .limit(MOST_SHIFTS)
    ).all()
    if len(had) >= MOST_SHIFTS:
        raise TooManyShifts(most=MOST_SHIFTS)


def _post(session: Session, activity: Activity, plan: ShiftPlan) -> Post:
    required = plan.required_qualification
    if required is None:
        required = qualifications.usual_for(session, activity)
    columns = {
        "community_id": activity.community_id,
        "activity_id": activity.id,
        "name": plan.post_name,
        "needs": plan.needs,
        "required_qualification": required,
    }
    found = session.scalars(select(Post).filter_by(**columns)).first()
    if found is not None:
        return found
    made = Post(**columns)
    session.add(made)
    session.flush()
    return made
