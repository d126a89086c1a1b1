"""Who came and when they left: what a leader writes about the people on the list.

All moves between states stand in one table, `SIGN_UP_LIFE`; what is not in it is refused. Rows are
taken in one order: member, counters of the shift, sign-up.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from core.errors import BadRequest, RuleError
from teams.authority.act import Act
from teams.members.models import Member
from teams.members.rules.members import hold_member
from volunteer.activities.rules import shift_places
from volunteer.attendance.rules import attendance_steps as steps
from volunteer.attendance.rules import kept_taps
from volunteer.attendance.rules.attendance_cases import (
    LATER,
    LEADER,
    Case,
    filed_how,
    open_case,
    refuse_soon,
)
from volunteer.attendance.rules.attendance_moves import NotNow, move_on, refuse_unless_legal
from volunteer.attendance.rules.closing import close_if_done, reopen
from volunteer.permissions import Permission
from volunteer.service_time.rules.spans import whole_minute
from volunteer.sign_ups.models import (
    BY_LEADER,
    MARKED,
    SIGN_UP_LIFE,
    STAYING_AWAY,
    UNDOING,
    SignUp,
    SignUpMove,
    SignUpState,
    WarningKind,
)
from volunteer.sign_ups.rules import attendance_lists, excuses, late_marks
from volunteer.sign_ups.words import SIGN_UP_WORDS

UNMARKED = "《%(title)s》那次记的“没来”撤销了，不算数。"
ADDED_BY_MISTAKE = "现场登记撤销了"


class NotBegun(RuleError):
    """Nobody is missing before the shift has begun; the start itself is in time."""

    code = "not_eligible"
    message = "活动还没开始，不能记没来。请假可以现在记。"


class TimeOutOfRange(BadRequest):
    """An arrival or departure outside the shift and its windows, or in the wrong order."""

    message = "时间不对：要先到后走，在这一场前后，也不能是还没到的时间。"


class TimeMissing(BadRequest):
    """After the shift and its window, a time must be written; the present moment says nothing."""

    message = "这一场已经结束，请写明几点到、几点走。"


class WordsMissing(BadRequest):
    """Leave needs a word of reason."""

    message = "请写一句原因，比如：孩子发烧，来电请假。"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a leader writes about one person. `version` is that of the sign-up as it was seen.

    A missing time means now while the shift runs, or the arrival that was undone before. Who has
    just come leaves when `is_sure`, or when the time is written. `seen_by`: how an arrival was
    attested while the shift ran, by the leader's word or by a card. `tapped_at`: when it was
    tapped, by the clock of the board.
    """

    move: SignUpMove
    version: int
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    note: str = ""
    is_sure: bool = False
    seen_by: str = LEADER
    tapped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a mark comes to: the move of the table, and the columns written with it."""

    move: SignUpMove
    columns: dict[str, object]


def mark(act: Act, sign_up_id: int, wanted: Mark) -> SignUp:
    """Write what a leader saw: arrived, left, excused, missing, times put right, or undone.

    What was tapped without network and comes later is the same act at the moment of the tap.
    Raises NotFound, NotAllowed, OwnCase (nobody attests the own presence), ShiftCalledOff,
    TapTooOld, Stale, NotNow, then what the act itself refuses, in that order.
    """
    sign_up, shift, team_id = attendance_lists.on_attendance_list(
        act.session, act.community.id, sign_up_id
    )
    act.by.refuse_unless(Permission.ATTENDANCE_MANAGE, team_id)
    member = hold_member(act.session, act.community.id, sign_up.member_id)
    act.by.refuse_own_case(member.person_id)
    if wanted.move is SignUpMove.EXCUSE:
        shift_places.hold(act.session, act.community.id, [shift.id])
    case = _tapped(open_case(act, sign_up, shift), wanted)
    if sign_up.version != wanted.version:
        raise kept_taps.overtaken(case)
    was = sign_up.state
    if wanted.move is SignUpMove.EXCUSE and was in MARKED:
        return excuses.excuse(act, sign_up.id, wanted.note)
    refuse_unless_legal(sign_up, wanted.move)
    if wanted.move not in BY_LEADER:
        raise NotNow(state=SIGN_UP_WORDS[was])
    change = _DO[wanted.move](case, wanted)
    columns = {"earlier": steps.remembered(sign_up)} | change.columns
    move_on(act.session, sign_up, change.move, **columns)
    _follow_up(case, wanted, was)
    act.note(
        f"attendance_{wanted.move.value}",
        sign_up,
        state=sign_up.state.value,
        arrived_at=sign_up.arrived_at.isoformat() if sign_up.arrived_at else None,
        left_at=sign_up.left_at.isoformat() if sign_up.left_at else None,
        note=wanted.note,
        how=sign_up.arrived_by or None,
        **({"tapped_at": case.at.isoformat()} if case.is_sent_later else {}),
    )
    return sign_up


def _tapped(case: Case, wanted: Mark) -> Case:
    """Return the case as of the moment of the tap. Raises TapTooOld."""
    at = kept_taps.made_at(case, wanted.tapped_at)
    return case if at == case.act.now else replace(case, tapped_at=at)


def _seen_by(case: Case, wanted: Mark) -> str:
    return LATER if case.is_sent_later and wanted.seen_by == LEADER else wanted.seen_by


def _arrive(case: Case, wanted: Mark) -> Change:
    how = filed_how(case)
    if wanted.arrived_at is None and how != LEADER:
        raise TimeMissing
    how = _seen_by(case, wanted) if how == LEADER else how
    kept = steps.kept_arrival(case.sign_up) if wanted.arrived_at is None else None
    arrived_at, arrived_by = kept or (wanted.arrived_at or case.at, how)
    came = _times(case, arrived_at, wanted.left_at) | {
        "arrived_by": arrived_by,
        "attendance_note": wanted.note,
    }
    if wanted.left_at is None:
        return Change(SignUpMove.ARRIVE, came)
    return Change(SignUpMove.ATTEND, came | {"left_by": how})


def _leave(case: Case, wanted: Mark) -> Change:
    if wanted.left_at is None and not case.window.takes_departures(case.at):
        raise TimeMissing
    if wanted.left_at is None and not wanted.is_sure:
        refuse_soon(case)
    arrived_at = case.sign_up.arrived_at or case.shift.starts_at
    times = _times(case, arrived_at, wanted.left_at or max(case.at, arrived_at))
    return Change(SignUpMove.LEAVE, times | {"left_by": _seen_by(case, wanted)})


def _correct(case: Case, wanted: Mark) -> Change:
    filed_how(case)
    arrived_at = wanted.arrived_at or case.sign_up.arrived_at
    if arrived_at is None:
        raise TimeMissing
    left_at = wanted.left_at or case.sign_up.left_at
    note = wanted.note or case.sign_up.attendance_note
    columns = _times(case, arrived_at, left_at) | {"attendance_note": note}
    if left_at is None:
        return Change(SignUpMove.CORRECT, columns)
    was_here = case.sign_up.state is SignUpState.CHECKED_IN
    move = SignUpMove.LEAVE if was_here else SignUpMove.CORRECT
    return Change(move, columns | {"left_by": case.sign_up.left_by or LEADER})


def _excuse(case: Case, wanted: Mark) -> Change:
    if len(wanted.note.strip()) < 2:
        raise WordsMissing
    closed = {"closed_at": case.act.now, "close_reason": wanted.note.strip()}
    return Change(SignUpMove.EXCUSE, closed)


def _miss(case: Case, _wanted: Mark) -> Change:
    if case.at < case.shift.starts_at:
        raise NotBegun
    return Change(SignUpMove.MISS, {"closed_at": case.at})


def _undo(case: Case, _wanted: Mark) -> Change:
    step = steps.last_step(case.sign_up)
    if step is None:
        return Change(SignUpMove.UNDO, _unremembered(case.sign_up))
    columns, was = steps.given_back(case.sign_up, step), steps.state_of(step)
    added = steps.places_added(step)
    if added is not None:
        columns |= _off_the_list(case, was, added)
    return Change(_undo_to(case.sign_up, was), columns)


def _undo_to(sign_up: SignUp, was: SignUpState) -> SignUpMove:
    """Return the move that takes `sign_up` back to `was`. Raises NotNow when there is none."""
    for move in UNDOING:
        if SIGN_UP_LIFE.after(sign_up.state, move) is was:
            return move
    raise NotNow(state=SIGN_UP_WORDS[sign_up.state])


def _off_the_list(case: Case, was: SignUpState, places_added: int) -> dict[str, object]:
    """Take back the place of who was added on the spot; return the columns that say so."""
    more_waiting = 1 if was is SignUpState.WAITLISTED else 0
    shift_places.take_back(case.act.session, case.sign_up, places_added, more_waiting)
    if was is SignUpState.WAITLISTED:
        return {}
    return {"closed_at": case.act.now, "close_reason": ADDED_BY_MISTAKE}


def _unremembered(sign_up: SignUp) -> dict[str, object]:
    nothing: dict[str, object] = {"earlier": sign_up.earlier}
    if sign_up.state is SignUpState.CHECKED_OUT:
        return nothing | {"left_at": None, "left_by": ""}
    came: dict[str, object] = {"arrived_at": None, "arrived_by": "", "attendance_note": ""}
    return nothing | came | {"closed_at": None}


_DO: dict[SignUpMove, Callable[[Case, Mark], Change]] = {
    SignUpMove.ARRIVE: _arrive,
    SignUpMove.LEAVE: _leave,
    SignUpMove.CORRECT: _correct,
    SignUpMove.EXCUSE: _excuse,
    SignUpMove.MISS: _miss,
    SignUpMove.UNDO: _undo,
}


def _times(case: Case, arrived_at: datetime, left_at: datetime | None) -> dict[str, object]:
    """Return the columns of an arrival and a departure. Raises TimeOutOfRange."""
    for moment in (arrived_at, left_at):
        if moment is not None and (moment > case.act.now or not case.window.holds(moment)):
            raise TimeOutOfRange
    if left_at is not None and whole_minute(left_at) < whole_minute(arrived_at):
        raise TimeOutOfRange
    return {"arrived_at": arrived_at, "left_at": left_at}


def _follow_up(case: Case, wanted: Mark, was: SignUpState) -> None:
    """Tell the marks and the counters what the move means for them."""
    if wanted.move is SignUpMove.MISS:
        late_marks.mark(case.act, case.sign_up, WarningKind.NO_SHOW)
    elif was is SignUpState.NO_SHOW:
        late_marks.unmark(case.act, case.sign_up, wanted.note or "带队人更正")
        _tell_unmarked(case)
    if wanted.move is SignUpMove.EXCUSE:
        counters = shift_places.release(case.act.session, case.sign_up, was)
        shift_places.fill(case.act, case.shift, counters)
    if wanted.move in STAYING_AWAY:
        close_if_done(case.act, case.shift)
    elif was is SignUpState.NO_SHOW:
        reopen(case.act.session, case.shift.id)


def _tell_unmarked(case: Case) -> None:
    member = case.act.session.get_one(Member, case.sign_up.member_id)
    link = f"/c/{case.act.community.slug}/my/sign-ups"
    title = case.shift.activity.title
    case.act.tell(member.person_id, UNMARKED, link, title=title)
