"""An occasion moved to another time or place: everybody told, places kept, saying no free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from accounts.models import Person
from core import clock, wording
from core.errors import AlreadyDone, BadRequest, Stale
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.activities.models import CHANGEABLE, Activity, Shift, ShiftState
from volunteer.activities.rules import recurrence, shift_places
from volunteer.activities.rules.recurrence import Occasion
from volunteer.insurance.rules import relying
from volunteer.permissions import Permission
from volunteer.sign_ups.models import CANCELLABLE, LIVE, SignUp, SignUpState
from volunteer.sign_ups.rules import reminders

ANSWER_HOUR = time(20)
MOVED = (
    "《%(title)s》改到 %(month)s月%(day)s日 %(time)s，在%(place)s（原来 "
    "%(was_month)s月%(was_day)s日 %(was_time)s）。名额给您留着；去不了请在 "
    "%(until_month)s月%(until_day)s日 %(until_time)s 以前取消，不记。"
)
MOVED_WAITING = (
    "《%(title)s》改到 %(month)s月%(day)s日 %(time)s，在%(place)s（原来 "
    "%(was_month)s月%(was_day)s日 %(was_time)s）。您排的候补还算数，去不了请退出。"
)


class MovedIntoPast(BadRequest):
    """The new time has begun already; equal to now is too late."""

    message = "新的时间已经过了，请往后选。"


class NothingMoved(BadRequest):
    """Neither time nor place is another."""

    message = "时间和地点都没有改。"


class AnswerDayPassed(BadRequest):
    """The last moment to say no has passed; equal to now is too late."""

    message = "让大家答复的日子已经过了，请往后选一天。"


@dataclass(frozen=True, slots=True)
class Move:
    """Where an occasion goes, in the community's clock; an end not after its start is next day's.

    `place` is empty for that of the activity. `answer_on`: up to that day at 20:00, and no longer
    than the start, saying no costs nothing. `is_following`: all later ones of the same post move
    by as many days, to the same hours. `seen_start` is the start as it was read.
    """

    day: date
    begins: time
    ends: time
    place: str
    answer_on: date
    seen_start: datetime
    is_following: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One occasion, and when it would be."""

    shift: Shift
    occasion: Occasion


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody on the list who is due elsewhere at the new time; whose name staff may see."""

    name: str
    title: str
    minutes: int


def planned(session: Session, shift: Shift, wanted: Move, zone: str) -> list[Planned]:
    """Return what would move, the named one first, each with its new time."""
    days = wanted.day - clock.local_day(shift.starts_at, zone)
    moved = [shift, *(_following(session, shift) if wanted.is_following else [])]
    return [Planned(each, _new_time(each, days, wanted, zone)) for each in moved]


def _following(session: Session, shift: Shift) -> Sequence[Shift]:
    return session.scalars(
        select(Shift)
        .where(
            Shift.community_id == shift.community_id,
            Shift.activity_id == shift.activity_id,
            Shift.post_id == shift.post_id,
            Shift.state == ShiftState.OPEN,
            Shift.starts_at > shift.starts_at,
        )
        .order_by(Shift.starts_at, Shift.id)
    ).all()


def _new_time(shift: Shift, days: timedelta, wanted: Move, zone: str) -> Occasion:
    day = clock.local_day(shift.starts_at, zone) + days
    return recurrence.occasion(day, wanted.begins, wanted.ends, zone)


def clashes(session: Session, plans: Sequence[Planned]) -> list[Clash]:
    """Return who on these lists has a place or waits elsewhere at the new time, by name.

    Touching is no clash (T6). One statement however many move.
    """
    mine, ids = aliased(SignUp), [each.shift.id for each in plans]
    meets = [
        and_(
            mine.shift_id == each.shift.id,
            Shift.starts_at < each.occasion.ends_at,
            Shift.ends_at > each.occasion.starts_at,
        )
        for each in plans
    ]
    rows = session.execute(
        select(Person.name, Activity.title, Shift.starts_at, Shift.ends_at, mine.shift_id)
        .join(Member, Member.person_id == Person.id)
        .join(mine, mine.member_id == Member.id)
        .join(SignUp, SignUp.member_id == mine.member_id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(
            mine.community_id == plans[0].shift.community_id,
            mine.state.in_(CANCELLABLE),
            SignUp.state.in_(LIVE),
            SignUp.shift_id.not_in(ids),
            or_(*meets),
        )
        .order_by(mine.id, Shift.starts_at)
    )
    new = {each.shift.id: each.occasion for each in plans}
    return [
        Clash(name, title, _overlap(new[shift_id], starts_at, ends_at))
        for name, title, starts_at, ends_at, shift_id in rows
    ]


def _overlap(occasion: Occasion, starts_at: datetime, ends_at: datetime) -> int:
    shared = min(occasion.ends_at, ends_at) - max(occasion.starts_at, starts_at)
    return int(shared / timedelta(minutes=1))


def people(session: Session, plans: Sequence[Planned]) -> int:
    """Return how many people have a place or wait in what moves, each once."""
    rows = session.scalars(
        select(SignUp.member_id)
        .where(
            SignUp.community_id == plans[0].shift.community_id,
            SignUp.shift_id.in_([each.shift.id for each in plans]),
            SignUp.state.in_(CANCELLABLE),
        )
        .distinct()
    )
    return len(rows.all())


def move(act: Act, shift: Shift, wanted: Move) -> int:
    """Move an occasion, or it and all later ones of its post; return how many people were told.

    Who has a place keeps it and may say no without a mark until the day given; who waits goes on
    waiting. Sign-up closes as long before the start as it did. Raises NotAllowed, AlreadyDone
    (called off, over, or begun), Stale (moved meanwhile), NothingMoved, MovedIntoPast,
    AnswerDayPassed, PolicyMissing, PolicyTooShort, in that order; of several nothing moves when one
    is refused.
    """
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, shift.activity.team_id)
    _hold(act.session, [shift, *(_following(act.session, shift) if wanted.is_following else [])])
    if shift.state is not ShiftState.OPEN or shift.activity.state not in CHANGEABLE:
        raise AlreadyDone
    if act.now >= shift.starts_at:
        raise AlreadyDone
    if shift.starts_at != wanted.seen_start:
        raise Stale
    plans = planned(act.session, shift, wanted, act.community.zone)
    for each in plans:
        _refuse_senseless(act, each, wanted)
    new_times = [(each.occasion.starts_at, each.occasion.ends_at) for each in plans]
    relying.refuse_gap(act, shift.activity, new_times)
    return sum(_move_one(act, each, wanted) for each in plans)


def _hold(session: Session, shifts: Sequence[Shift]) -> None:
    """Take the counters, then the rows, in ascending order, and read the rows afresh."""
    ids = [each.id for each in shifts]
    shift_places.hold(session, shifts[0].community_id, ids)
    session.scalars(
        select(Shift)
        .where(Shift.community_id == shifts[0].community_id, Shift.id.in_(ids))
        .order_by(Shift.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _refuse_senseless(act: Act, plan: Planned, wanted: Move) -> None:
    shift, new = plan.shift, plan.occasion
    is_same = (shift.starts_at, shift.ends_at) == (new.starts_at, new.ends_at)
    if is_same and wanted.place == shift.place:
        raise NothingMoved
    if new.starts_at <= act.now:
        raise MovedIntoPast
    if _free_until(plan, wanted, act.community.zone) <= act.now:
        raise AnswerDayPassed


def _free_until(plan: Planned, wanted: Move, zone: str) -> datetime:
    return min(clock.at_local(wanted.answer_on, ANSWER_HOUR, zone), plan.occasion.starts_at)


def _move_one(act: Act, plan: Planned, wanted: Move) -> int:
    shift, new = plan.shift, plan.occasion
    was = shift.starts_at
    closes_before = was - shift.sign_up_closes_at
    shift.starts_at, shift.ends_at = new.starts_at, new.ends_at
    shift.sign_up_closes_at = min(new.starts_at - closes_before, new.ends_at)
    if shift.sign_up_opens_at >= shift.sign_up_closes_at:
        shift.sign_up_opens_at = min(act.now, shift.sign_up_closes_at - timedelta(minutes=1))
    shift.place, shift.moved_at = wanted.place, act.now
    shift.free_until = _free_until(plan, wanted, act.community.zone)
    act.session.flush()
    told = _tell_everybody(act, shift, was)
    act.note("shift_moved", shift, was=was.isoformat(), starts_at=shift.starts_at.isoformat())
    return told


def _tell_everybody(act: Act, shift: Shift, was: datetime) -> int:
    """Tell who comes and who waits, and let their reminders be said again."""
    rows = act.session.execute(
        select(SignUp.id, SignUp.state, Member.person_id)
        .join(Member, Member.id == SignUp.member_id)
        .where(
            SignUp.community_id == shift.community_id,
            SignUp.shift_id == shift.id,
            SignUp.state.in_(CANCELLABLE),
        )
        .order_by(SignUp.id)
    ).all()
    if rows and shift.starts_at != was:
        reminders.say_again(act, [sign_up_id for sign_up_id, _state, _person in rows])
    values = _told_values(shift, was, act.community.zone)
    link = f"/c/{act.community.slug}/my/sign-ups"
    with act.together():
        for _sign_up, state, person_id in rows:
            sentence = MOVED if state is SignUpState.APPROVED else MOVED_WAITING
            act.tell(person_id, sentence, link, **values)
    return len(rows)


def _told_values(shift: Shift, was: datetime, zone: str) -> dict[str, object]:
    before = wording.day_and_time(was, zone)
    until = wording.day_and_time(shift.free_until or shift.starts_at, zone)
    return {
        "title": shift.activity.title,
        "place": shift.meeting_point,
        **wording.day_and_time(shift.starts_at, zone),
        **{f"was_{name}": value for name, value in before.items()},
        **{f"until_{name}": value for name, value in until.items()},
    }
