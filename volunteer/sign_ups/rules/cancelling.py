"""Cancelling a sign-up: what it costs, said before it is done, and the place handed on (T19)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import AlreadyDone
from teams.authority.act import Act
from teams.members.models import Member
from teams.members.rules import children
from teams.members.rules.members import hold_member
from volunteer.activities.models import Shift
from volunteer.activities.rules import shift_places
from volunteer.activities.rules.refusals import NotForYou
from volunteer.permissions import Permission
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import (
    CANCELLABLE,
    SIGN_UP_LIFE,
    SignUp,
    SignUpMove,
    SignUpState,
    WarningKind,
)
from volunteer.sign_ups.rules import late_marks
from volunteer.sign_ups.rules.sign_up_rows import sign_up_in


class ShiftBegan(NotForYou):
    """The shift has begun; equal to its start is too late to cancel."""

    code = "sign_up_closed"
    message = "这场已经开始了，来不了请直接打电话给带队人。"


class NotSignedUp(AlreadyDone):
    """The sign-up is no longer one that can be cancelled: cancelled, attended or settled."""

    message = "这次报名已经取消或办完了，不用再取消。"


class Consequence(StrEnum):
    """What going back costs, in rising order (T19)."""

    QUEUE = "queue"
    DECLINED = "declined"
    FREE = "free"
    LATE = "late"
    WARNED = "warned"


IS_LATE = (Consequence.LATE, Consequence.WARNED)
"""Counts, or counts unless somebody from the queue takes the place."""

COSTS_NOTHING = (Consequence.QUEUE, Consequence.FREE)
"""Going back at once on what was just pressed is offered while it comes to no more than this."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What became of going back: whether somebody else was called, and whether it counts."""

    sign_up: SignUp
    shift: Shift
    cost: Consequence
    is_handed_on: bool
    is_marked: bool


def will_mark(cost: Consequence, shift: Shift, settings: VolunteerSettings, now: datetime) -> bool:
    """Say before cancelling whether it will count: late with nobody to take the place, or warned.

    From `promote_until_minutes` before the start nobody is called from the queue any more (T20).
    """
    is_called = shift.places.waiting > 0 and shift_places.still_calls(shift, settings, now)
    return cost is Consequence.WARNED or (cost is Consequence.LATE and not is_called)


def consequence(
    sign_up: SignUp, shift: Shift, settings: VolunteerSettings, now: datetime
) -> Consequence:
    """Return what cancelling at `now` costs; the page says it before, the rule does it after.

    A shift on Saturday 09:00: until Friday 08:59 free, from 09:00 late, from 21:00 always a
    warning (T19). Who was called from the queue may decline for 60 minutes (T20). Who had signed up
    before the shift was moved says no without a mark until the day that was told.
    """
    if sign_up.state is SignUpState.WAITLISTED:
        return Consequence.QUEUE
    declines_within = timedelta(minutes=settings.decline_minutes)
    if sign_up.promoted_at is not None and now < sign_up.promoted_at + declines_within:
        return Consequence.DECLINED
    free_until = shift.free_for(sign_up.promoted_at or sign_up.signed_up_at)
    if free_until is not None and now < free_until:
        return Consequence.FREE
    if now < shift.starts_at - timedelta(hours=settings.free_cancel_hours):
        return Consequence.FREE
    if now < shift.starts_at - timedelta(hours=settings.late_cancel_hours):
        return Consequence.LATE
    return Consequence.WARNED


def cancel(act: Act, sign_up_id: int, reason: str) -> Cancelled:
    """Cancel a sign-up: give the place to the next in the queue, and mark what is late.

    Late, but 12 hours or more before: a mark only when nobody from the queue took the place.
    Raises NotFound, NotAllowed, ShiftBegan or NotSignedUp, in that order.
    """
    found, shift = sign_up_in(act.session, act.community.id, sign_up_id)
    if found.member_id != act.by.member_id:
        member = act.session.get_one(Member, found.member_id)
        if not children.speaks_for(act, member):
            act.by.refuse_unless(Permission.ACTIVITY_MANAGE, shift.activity.team_id)
    _refuse_begun(shift, act.now)
    hold_member(act.session, act.community.id, found.member_id)
    shift_places.hold(act.session, act.community.id, [shift.id])
    act.session.refresh(found, with_for_update=True)
    if found.state not in CANCELLABLE:
        raise NotSignedUp
    cost = consequence(found, shift, act.settings(VolunteerSettings), act.now)
    promoted = give_up(act, found, shift, cost, reason)
    act.note(
        "sign_up_cancelled",
        found,
        member_id=found.member_id,
        shift_id=found.shift_id,
        consequence=cost.value,
    )
    is_marked = cost is Consequence.WARNED or (cost is Consequence.LATE and not promoted)
    if is_marked:
        late_marks.mark(act, found, WarningKind.LATE_CANCEL)
    return Cancelled(found, shift, cost, is_handed_on=bool(promoted), is_marked=is_marked)


def give_up(
    act: Act, sign_up: SignUp, shift: Shift, cost: Consequence, reason: str = ""
) -> list[SignUp]:
    """Close a sign-up at its consequence and hand the place on; return who was called.

    The caller holds the member, the counters of the shift and the sign-up, in that order.
    """
    was = sign_up.state
    is_late = cost in IS_LATE
    move = SignUpMove.CANCEL_LATE if is_late else SignUpMove.CANCEL
    if not SIGN_UP_LIFE.move(act.session, sign_up, move, closed_at=act.now, close_reason=reason):
        raise NotSignedUp
    counters = shift_places.release(act.session, sign_up, was)
    return shift_places.fill(act, shift, counters)


def _refuse_begun(shift: Shift, now: datetime) -> None:
    if now >= shift.starts_at:
        raise ShiftBegan
