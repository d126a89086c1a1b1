"""Who came unannounced, added to the list at the place or from a line of the paper list."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.errors import RuleError
from teams.authority.act import Act
from teams.members.rules.members import hold_member
from volunteer.activities.models import Shift, ShiftState
from volunteer.activities.rules import refusals, shift_places
from volunteer.activities.rules.reader_records import ReaderRecord, reader_record_of
from volunteer.activities.rules.windows import Window
from volunteer.attendance.rules import attendance_steps as steps
from volunteer.attendance.rules.attendance import Mark, TimeOutOfRange, mark
from volunteer.attendance.rules.attendance_cases import LEADER, ShiftCalledOff, shift_kept
from volunteer.attendance.rules.attendance_moves import move_on
from volunteer.attendance.rules.closing import reopen
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import LIVE, SignUp, SignUpMove, SignUpState
from volunteer.sign_ups.rules import eligibility

ON_THE_SPOT = (refusals.MembershipPending, refusals.SignUpPaused)
"""What keeps nobody off the list who is there: insurance follows the list (domain decision 8)."""


class RegisterClosed(RuleError):
    """Adding on the spot ends with the shift, since the insurance follows the list; equal is late.

    It opens when checking in does.
    """

    code = "not_eligible"
    message = "现场登记只在签到开始到活动结束之间。事后的请用签到表补录。"


class StillRunning(RuleError):
    """Lines of the paper sheet are added once the shift has ended; its end is in time."""

    code = "not_eligible"
    message = "这一场还没结束，现在来的人请用现场登记。"


class MarkedMissing(RuleError):
    """Who was marked as not come is put right on the board first, so that the mark goes."""

    code = "already_signed_up"
    message = "这位记了没来。先在现场板点“改”撤销，再录他的时间。"


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Who came without a place, when, and a word about it.

    A missing time means now, or the arrival that was undone before.

    `is_accompanied`: the leader sees the guardian of a child under 14 who stays (domain 5.3).
    `seen_by`: the leader's word, or a card that was read.
    """

    shift_id: int
    member_id: int
    arrived_at: datetime | None = None
    note: str = ""
    is_accompanied: bool = False
    seen_by: str = LEADER


def walk_in(act: Act, came: WalkIn) -> SignUp:
    """Put somebody on the list who is there, and check them in; one place more if all are taken.

    Who waits in the queue comes in from there. Time clashes, pauses, closed lists and a
    registration the desk has yet to accept do not stop a leader; the law on minors does (T27).
    Raises NotFound, NotAllowed, OwnCase, ShiftCalledOff, RegisterClosed, what eligibility refuses,
    AlreadySignedUp, TimeOutOfRange, in that order.
    """
    shift = shift_kept(act, came.shift_id)
    member = hold_member(act.session, act.community.id, came.member_id)
    act.by.refuse_own_case(member.person_id)
    window = Window.of(shift, act.settings(VolunteerSettings))
    refuse_closed(shift, window, act.now)
    reader = reader_record_of(act, member, [shift], is_on_behalf=True)
    company = replace(reader.company, is_here=came.is_accompanied)
    _refuse_ineligible(shift, replace(reader, company=company), act.now)
    shift_places.hold(act.session, act.community.id, [shift.id])
    sign_up = _waiting_or_new(act, came)
    kept = steps.kept_arrival(sign_up) if came.arrived_at is None else None
    arrived_at, arrived_by = kept or (came.arrived_at or act.now, came.seen_by)
    if not window.opens_at <= arrived_at <= act.now:
        raise TimeOutOfRange
    written = {"attendance_note": came.note, "is_walk_in": True}
    arrival = {"arrived_at": arrived_at, "arrived_by": arrived_by}
    move_on(act.session, sign_up, SignUpMove.ARRIVE, **arrival, **written)
    seen = {"note": came.note} | ({"guardian": "here"} if came.is_accompanied else {})
    act.note("walk_in_added", sign_up, **seen)
    return sign_up


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line somebody wrote on the printed sheet by hand: who, and when they came and left."""

    shift_id: int
    member_id: int
    arrived_at: datetime | None
    left_at: datetime | None = None


def add_from_paper(act: Act, line: PaperLine) -> SignUp:
    """Put a line of the paper sheet on the list after the shift, with its times (T16).

    Filed within the hours of the setting it is the paper list, later a make-up; one place more
    if all are taken. Minors and danger are refused as on the spot (T27); overlaps are cut when
    minutes are confirmed (T6). Raises NotFound, NotAllowed, OwnCase, ShiftCalledOff,
    StillRunning, what eligibility refuses, MarkedMissing, AlreadySignedUp, then what writing an
    arrival refuses (TimeMissing, MakeupClosed, TimeOutOfRange), in that order.
    """
    shift = shift_kept(act, line.shift_id)
    member = hold_member(act.session, act.community.id, line.member_id)
    act.by.refuse_own_case(member.person_id)
    if shift.state is ShiftState.CANCELLED:
        raise ShiftCalledOff
    if act.now < shift.ends_at:
        raise StillRunning
    reader = reader_record_of(act, member, [shift], is_on_behalf=True)
    _refuse_ineligible(shift, reader, act.now)
    shift_places.hold(act.session, act.community.id, [shift.id])
    _refuse_marked(act.session, line)
    came = WalkIn(line.shift_id, line.member_id)
    sign_up = _waiting_or_new(act, came)
    sign_up.is_walk_in = True
    act.session.flush()
    wanted = Mark(SignUpMove.ARRIVE, sign_up.version, line.arrived_at, line.left_at)
    reopen(act.session, shift.id)
    written = mark(act, sign_up.id, wanted)
    steps.join_last(written)
    act.session.flush()
    return written


def refuse_closed(shift: Shift, window: Window, now: datetime) -> None:
    """Refuse adding outside the window. Raises ShiftCalledOff, RegisterClosed, in that order."""
    if shift.state is ShiftState.CANCELLED:
        raise ShiftCalledOff
    if not window.takes_arrivals(now):
        raise RegisterClosed


def _waiting_or_new(act: Act, came: WalkIn) -> SignUp:
    held = act.session.scalars(
        select(SignUp)
        .where(
            SignUp.community_id == act.community.id,
            SignUp.shift_id == came.shift_id,
            SignUp.member_id == came.member_id,
            SignUp.state.in_(LIVE),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if held is not None and held.state is not SignUpState.WAITLISTED:
        raise refusals.said_to_leader(refusals.AlreadySignedUp())
    if held is not None:
        earlier = _squeezed_in(act.session, held, held.state)
        shift_places.promote(act, held, earlier=earlier)
        return held
    made = SignUp(
        community_id=act.community.id,
        shift_id=came.shift_id,
        member_id=came.member_id,
        state=SignUpState.APPROVED,
        signed_up_at=act.now,
        signed_up_by_id=act.by.person_id,
        undone_arrival=_undone_before(act.session, came),
    )
    act.session.add(made)
    act.session.flush()
    made.earlier = _squeezed_in(act.session, made, SignUpState.CANCELLED)
    act.session.flush()
    return made


def _squeezed_in(session: Session, sign_up: SignUp, was: SignUpState) -> list[steps.Step]:
    """Give `sign_up`, which waits or (CANCELLED) was not on the list, a place.

    Returns the steps to be kept, so that an undo takes that back.
    """
    before = shift_places.move(session, sign_up, 0, -1 if was is SignUpState.WAITLISTED else 0)
    after = shift_places.squeeze_in(session, sign_up)
    added = after.places - before.places
    return steps.remembered(sign_up, state=was.value, places_added=added)


def _undone_before(session: Session, came: WalkIn) -> dict[str, object] | None:
    """Return the arrival of the same person at the same shift that was undone, if there is one."""
    return session.scalars(
        select(SignUp.undone_arrival)
        .where(
            SignUp.shift_id == came.shift_id,
            SignUp.member_id == came.member_id,
            SignUp.is_walk_in.is_(False),
            SignUp.state == SignUpState.CANCELLED,
            SignUp.undone_arrival.is_not(None),
        )
        .order_by(SignUp.id.desc())
        .limit(1)
    ).first()


def _refuse_marked(session: Session, line: PaperLine) -> None:
    missing = exists().where(
        SignUp.shift_id == line.shift_id,
        SignUp.member_id == line.member_id,
        SignUp.state == SignUpState.NO_SHOW,
    )
    if session.scalar(select(missing)):
        raise MarkedMissing


def _refuse_ineligible(shift: Shift, reader: ReaderRecord, now: datetime) -> None:
    for refusal in eligibility.reader_refusals(shift, reader, now):
        if not isinstance(refusal, ON_THE_SPOT):
            raise refusals.said_to_leader(refusal)
