"""The counters of a shift: the one file where a place is taken, given back or handed on.

Rows are taken in one order: member, then `ShiftPlaces` by ascending shift, then sign-ups. A fresh
sign-up is inserted before the counters move, since nobody else can be waiting for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, Table, and_, bindparam, case, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from core import wording
from core.errors import Stale
from teams.authority.act import Act
from teams.members.models import Member, MemberState
from volunteer.activities.models import Shift, ShiftPlaces
from volunteer.activities.rules.refusals import ActivityCalledOff
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SIGN_UP_LIFE, SignUp, SignUpMove, SignUpState

PLACES = cast("Table", ShiftPlaces.__table__)
COLUMNS = PLACES.c

PROMOTED = (
    "《%(title)s》有空位，已经给您补上：%(month)s月%(day)s日 %(time)s。"
    "%(minutes)s 分钟内放弃不算失约，过后取消按一般规定。"
)


@dataclass(frozen=True, slots=True)
class Counters:
    """The counters after a move."""

    places: int
    taken: int
    waiting: int

    @property
    def free(self) -> int:
        """How many places are free."""
        return self.places - self.taken


def _row(*conditions: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    return [
        COLUMNS.community_id == bindparam("the_community"),
        COLUMNS.shift_id == bindparam("the_shift"),
        *conditions,
    ]


_HAS_ROOM = and_(COLUMNS.taken < COLUMNS.places, COLUMNS.waiting == 0)
_AFTER = (COLUMNS.places, COLUMNS.taken, COLUMNS.waiting)

_TAKE = (
    update(PLACES)
    .where(*_row(COLUMNS.is_open))
    .values(
        taken=COLUMNS.taken + case((_HAS_ROOM, 1), else_=0),
        waiting=COLUMNS.waiting + case((_HAS_ROOM, 0), else_=1),
        last_queue_no=COLUMNS.last_queue_no + case((_HAS_ROOM, 0), else_=1),
    )
    .returning(COLUMNS.waiting, COLUMNS.last_queue_no)
)
_MOVE = (
    update(PLACES)
    .where(*_row())
    .values(
        taken=COLUMNS.taken + bindparam("more_taken"),
        waiting=COLUMNS.waiting + bindparam("more_waiting"),
    )
    .returning(*_AFTER)
)
_RESIZE = (
    update(PLACES)
    .where(*_row(COLUMNS.is_open, COLUMNS.taken <= bindparam("new_places")))
    .values(places=bindparam("new_places"))
    .returning(*_AFTER)
)
_SQUEEZE_IN = (
    update(PLACES)
    .where(*_row(or_(COLUMNS.is_open, COLUMNS.taken > 0)))
    .values(
        taken=COLUMNS.taken + 1,
        places=case((COLUMNS.taken < COLUMNS.places, COLUMNS.places), else_=COLUMNS.places + 1),
    )
    .returning(*_AFTER)
)

_TAKE_BACK = (
    update(PLACES)
    .where(*_row())
    .values(
        taken=COLUMNS.taken - 1,
        waiting=COLUMNS.waiting + bindparam("more_waiting"),
        places=case(
            (
                COLUMNS.places > bindparam("places_added"),
                COLUMNS.places - bindparam("places_added"),
            ),
            else_=COLUMNS.places,
        ),
    )
    .returning(*_AFTER)
)


def hold(session: Session, community_id: int, shift_ids: list[int]) -> None:
    """Take the counters of some shifts, in ascending order, before moving sign-ups in them."""
    session.execute(
        select(COLUMNS.shift_id)
        .where(COLUMNS.community_id == community_id, COLUMNS.shift_id.in_(shift_ids))
        .order_by(COLUMNS.shift_id)
        .with_for_update()
    ).all()


def take(session: Session, sign_up: SignUp) -> None:
    """Give the freshly inserted `sign_up` a place, or else the next number of the queue.

    One guarded update decides: a free place goes to a newcomer only while nobody waits, so the
    order of the queue is the order of commit. Raises ActivityCalledOff when it closed meanwhile.
    """
    after = session.execute(
        _TAKE, {"the_community": sign_up.community_id, "the_shift": sign_up.shift_id}
    ).one_or_none()
    if after is None:
        raise ActivityCalledOff
    waiting, queue_no = after
    if waiting:
        SIGN_UP_LIFE.move(session, sign_up, SignUpMove.QUEUE, queue_no=queue_no)


def squeeze_in(session: Session, sign_up: SignUp) -> Counters:
    """Give `sign_up` a place on the spot, one more than planned when all are taken.

    Who is there and helps must stand on the list: the insurance follows it (domain decision 8).
    """
    return _moved(session, sign_up, _SQUEEZE_IN, {})


def take_back(session: Session, sign_up: SignUp, places_added: int, more_waiting: int) -> Counters:
    """Undo `squeeze_in`: the place goes, with the one added for it; one waits again or none."""
    change = {"places_added": places_added, "more_waiting": more_waiting}
    return _moved(session, sign_up, _TAKE_BACK, change)


def release(session: Session, sign_up: SignUp, was: SignUpState) -> Counters:
    """Take `sign_up`, which stood in state `was`, off the counters; its row was moved already."""
    more = (0, -1) if was is SignUpState.WAITLISTED else (-1, 0)
    return move(session, sign_up, *more)


def move(session: Session, sign_up: SignUp, more_taken: int, more_waiting: int) -> Counters:
    """Move the counters of the shift of `sign_up` and return them."""
    change = {"more_taken": more_taken, "more_waiting": more_waiting}
    return _moved(session, sign_up, _MOVE, change)


def resize(session: Session, shift: Shift, places: int) -> Counters | None:
    """Set the number of places unless more are taken; None when refused."""
    row = session.execute(
        _RESIZE,
        {"the_community": shift.community_id, "the_shift": shift.id, "new_places": places},
    ).one_or_none()
    return None if row is None else Counters(*row)


def _moved(
    session: Session,
    sign_up: SignUp,
    statement: ReturningUpdate[int, int, int],
    values: dict[str, int],
) -> Counters:
    address = {"the_community": sign_up.community_id, "the_shift": sign_up.shift_id}
    row = session.execute(statement, address | values).one_or_none()
    if row is None:
        raise ActivityCalledOff
    return Counters(*row)


def fill(act: Act, shift: Shift, counters: Counters) -> list[SignUp]:
    """Hand free places to those who wait, in the order of the queue; tell each once.

    The caller has just moved the counters of `shift` and so holds their row. From
    `promote_until_minutes` before the start nobody is moved any more (T20; that moment itself is
    too late): only the leader adds. Members who are not active are passed over.
    """
    settings = act.settings(VolunteerSettings)
    wanted = min(counters.free, counters.waiting)
    if wanted <= 0 or not still_calls(shift, settings, act.now):
        return []
    rows = act.session.execute(
        select(SignUp, Member.person_id)
        .join(Member, Member.id == SignUp.member_id)
        .where(
            SignUp.community_id == shift.community_id,
            SignUp.shift_id == shift.id,
            SignUp.state == SignUpState.WAITLISTED,
            Member.state == MemberState.ACTIVE,
        )
        .order_by(SignUp.queue_no)
        .limit(wanted)
        .with_for_update(of=SignUp)
        .execution_options(populate_existing=True)
    )
    promoted = rows.all()
    called = [sign_up for sign_up, _ in promoted]
    for _, person_id in promoted:
        _tell_promoted(act, shift, person_id)
    if called:
        are_called = SignUp.id.in_([each.id for each in called])
        SIGN_UP_LIFE.move_all(act.session, SignUpMove.PROMOTE, are_called, promoted_at=act.now)
        move(act.session, called[0], len(called), -len(called))
    return called


def still_calls(shift: Shift, settings: VolunteerSettings, now: datetime) -> bool:
    """Say whether a free place is still handed to the queue.

    `promote_until_minutes` before the start itself is too late.
    """
    return now < shift.starts_at - timedelta(minutes=settings.promote_until_minutes)


def promote(act: Act, sign_up: SignUp, **columns: object) -> None:
    """Turn a place in the queue into a place; the counters are the caller's business.

    Raises Stale when it does not wait any more.
    """
    columns["promoted_at"] = act.now
    if not SIGN_UP_LIFE.move(act.session, sign_up, SignUpMove.PROMOTE, **columns):
        raise Stale


def _tell_promoted(act: Act, shift: Shift, person_id: int) -> None:
    act.tell(
        person_id,
        PROMOTED,
        link=f"/c/{act.community.slug}/my/sign-ups#shift-{shift.id}",
        title=shift.activity.title,
        **wording.day_and_time(shift.starts_at, act.community.zone),
        minutes=act.settings(VolunteerSettings).decline_minutes,
    )
