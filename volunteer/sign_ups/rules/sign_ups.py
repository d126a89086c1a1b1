"""Signing up, cancelling, and being called from the queue."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from accounts.rules import audit, inbox
from core import typeset
from core.errors import AlreadyDone, NotFound
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Member
from teams.members.rules import children
from teams.members.rules.members import hold_member
from teams.settings.rules.settings import settings_now
from volunteer.activities.models import Shift, ShiftPlaces
from volunteer.activities.rules import refusals, shift_places
from volunteer.activities.rules.reader_records import HeldSignUp, reader_record_of
from volunteer.activities.rules.refusals import NotForYou
from volunteer.permissions import Permission
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import (
    CANCELLABLE,
    SIGN_UP_LIFE,
    SignUp,
    SignUpAct,
    SignUpState,
    WarningKind,
)
from volunteer.sign_ups.rules import eligibility, late_marks

SIGNED_UP_FOR = "已经替您报了《%(title)s》：%(month)s月%(day)s日 %(time)s。去不了请早些取消。"
ADMITTED = "《%(title)s》有空位，带队人请您来：%(month)s月%(day)s日 %(time)s。"


class ShiftBegan(NotForYou):
    """The shift has begun; equal to its start is too late to cancel."""

    code = "sign_up_closed"
    message = "这场已经开始了，来不了请直接打电话给带队人。"


class NotSignedUp(AlreadyDone):
    """The sign-up is no longer one that can be cancelled: cancelled, attended or settled."""

    message = "这次报名已经取消或办完了，不用再取消。"


class NoFreePlace(NotForYou):
    """Every place is taken; the leader may raise the number first."""

    code = "not_eligible"
    message = "名额都满了。要加人，先把名额改多一个。"


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to come to what."""

    shift_id: int
    member_id: int
    note: str = ""


class Consequence(StrEnum):
    """What going back costs, in rising order (T19)."""

    QUEUE = "queue"
    DECLINED = "declined"
    FREE = "free"
    LATE = "late"
    WARNED = "warned"


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What became of going back: whether somebody else was called, and whether it counts."""

    sign_up: SignUp
    cost: Consequence
    is_handed_on: bool
    is_marked: bool


def will_mark(cost: Consequence, shift: Shift, settings: VolunteerSettings, now: datetime) -> bool:
    """Say before cancelling whether it will count: late with nobody to take the place, or warned.

    From `promote_until_minutes` before the start nobody is called from the queue any more (T20).
    """
    is_called = shift.places.waiting > 0 and shift_places.still_calls(shift, settings, now)
    return cost is Consequence.WARNED or (cost is Consequence.LATE and not is_called)


def shift_in(session: Session, community_id: int, shift_id: int) -> Shift:
    """Return the shift with its activity and counters, fresh. Raises NotFound."""
    shift = session.scalars(
        select(Shift)
        .join(Shift.activity)
        .join(Shift.post)
        .join(ShiftPlaces, ShiftPlaces.shift_id == Shift.id)
        .where(Shift.community_id == community_id, Shift.id == shift_id)
        .options(
            contains_eager(Shift.activity), contains_eager(Shift.post), contains_eager(Shift.places)
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if shift is None:
        raise NotFound
    return shift


def sign_up(act: Act, wish: Wish) -> SignUp:
    """Give the member of `wish` a place in its shift, or the next number of the queue.

    The state of what comes back says which. A guardian does it for the own child under 14 as for
    himself; a leader of the team for a member, until the shift begins. Raises NotFound,
    NotAllowed, then the refusal of the verdict (`eligibility`).
    """
    member = hold_member(act.session, act.community.id, wish.member_id)
    shift = shift_in(act.session, act.community.id, wish.shift_id)
    is_own = act.by.member_id == member.id or children.speaks_for(act, member)
    act.by.refuse_unless(
        Permission.COMMUNITY_READ if is_own else Permission.ACTIVITY_MANAGE,
        None if is_own else shift.activity.team_id,
    )
    verdict = eligibility.verdict(
        shift, reader_record_of(act, member, [shift], is_on_behalf=not is_own), act.now
    )
    if not verdict.may_sign_up:
        raise verdict.refusal or refusals.NotForYou()
    if verdict.replaces is not None:
        _leave_queue(act, verdict.replaces, shift)
    made = _new_sign_up(act, wish)
    if not is_own:
        _tell(act, (member, shift), SIGNED_UP_FOR)
    return made


def _new_sign_up(act: Act, wish: Wish) -> SignUp:
    made = SignUp(
        community_id=act.community.id,
        shift_id=wish.shift_id,
        member_id=wish.member_id,
        state=SignUpState.APPROVED,
        note=wish.note,
        signed_up_at=act.now,
        signed_up_by_id=act.by.person_id,
    )
    act.session.add(made)
    act.session.flush()
    _note(act, made, event="sign_up_made")
    act.session.flush()
    shift_places.take(act.session, made)
    return made


def _leave_queue(act: Act, held: HeldSignUp, shift: Shift) -> None:
    """Give up the queue of another post of the same activity; the counters are taken in order."""
    shift_places.hold(act.session, act.community.id, sorted({held.shift_id, shift.id}))
    waiting = act.session.get_one(
        SignUp, held.sign_up_id, with_for_update=True, populate_existing=True
    )
    still_waits = SignUp.state == SignUpState.WAITLISTED
    leave = SignUpAct.CANCEL
    if not SIGN_UP_LIFE.move(act.session, waiting, leave, still_waits, closed_at=act.now):
        raise refusals.AlreadySignedUp
    shift_places.release(act.session, waiting, SignUpState.WAITLISTED)


def consequence(
    sign_up: SignUp, shift: Shift, settings: VolunteerSettings, now: datetime
) -> Consequence:
    """Return what cancelling at `now` costs; the page says it before, the rule does it after.

    A shift on Saturday 09:00: until Friday 08:59 free, from 09:00 late, from 21:00 always a
    warning (T19). Who was called from the queue may decline for 60 minutes (T20).
    """
    if sign_up.state is SignUpState.WAITLISTED:
        return Consequence.QUEUE
    declines_within = timedelta(minutes=settings.decline_minutes)
    if sign_up.promoted_at is not None and now < sign_up.promoted_at + declines_within:
        return Consequence.DECLINED
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
    found, shift = _sign_up_in(act.session, act.community.id, sign_up_id)
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
    cost = consequence(found, shift, settings_now(act, VolunteerSettings), act.now)
    promoted = give_up(act, (found, shift), (cost, reason))
    _note(act, found, event="sign_up_cancelled", consequence=cost.value)
    is_marked = cost is Consequence.WARNED or (cost is Consequence.LATE and not promoted)
    if is_marked:
        late_marks.mark(act.session, act.community, found, WarningKind.LATE_CANCEL, act.now)
    return Cancelled(found, cost, is_handed_on=bool(promoted), is_marked=is_marked)


def give_up(
    act: Act, of_sign_up: tuple[SignUp, Shift], told: tuple[Consequence, str]
) -> list[SignUp]:
    """Close a sign-up at its consequence and hand the place on; return who was called.

    The caller holds the member, the counters of the shift and the sign-up, in that order.
    """
    sign_up, shift = of_sign_up
    cost, reason = told
    was = sign_up.state
    is_late = cost in {Consequence.LATE, Consequence.WARNED}
    move = SignUpAct.CANCEL_LATE if is_late else SignUpAct.CANCEL
    if not SIGN_UP_LIFE.move(act.session, sign_up, move, closed_at=act.now, close_reason=reason):
        raise NotSignedUp
    counters = shift_places.release(act.session, sign_up, was)
    return shift_places.fill(act, shift, counters)


def _refuse_begun(shift: Shift, now: datetime) -> None:
    if now >= shift.starts_at:
        raise ShiftBegan


def admit(act: Act, sign_up_id: int) -> SignUp:
    """Call one person from the queue by hand, at any time until the shift ends (T20).

    Raises NotFound, NotAllowed, OwnCase, NotSignedUp (not waiting), ShiftBegan (ended) or
    NoFreePlace, in that order.
    """
    found, shift = _sign_up_in(act.session, act.community.id, sign_up_id)
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, shift.activity.team_id)
    member = hold_member(act.session, act.community.id, found.member_id)
    act.by.refuse_own_case(member.person_id)
    shift_places.hold(act.session, act.community.id, [shift.id])
    act.session.refresh(found, with_for_update=True)
    if found.state is not SignUpState.WAITLISTED:
        raise NotSignedUp
    if act.now >= shift.ends_at:
        raise ShiftBegan
    shift = shift_in(act.session, act.community.id, shift.id)
    if shift.places.taken >= shift.places.places:
        raise NoFreePlace
    shift_places.promote(act.session, found, act.now)
    shift_places.move(act.session, found, 1, -1)
    _note(act, found, event="sign_up_admitted")
    _tell(act, (member, shift), ADMITTED)
    return found


def lapse_waiting(session: Session, now: datetime, most: int = 50) -> int:
    """Let the queues of ended shifts lapse, at most `most` shifts; return how many were done."""
    ended = session.execute(
        select(Shift.community_id, Shift.id)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .where(SignUp.state == SignUpState.WAITLISTED, Shift.ends_at <= now)
        .distinct()
        .order_by(Shift.id)
        .limit(most)
    ).all()
    for community_id, shift_id in ended:
        shift_places.hold(session, community_id, [shift_id])
        of_shift = SignUp.shift_id == shift_id
        lapsed = SIGN_UP_LIFE.move_all(session, SignUpAct.LAPSE, of_shift, closed_at=now)
        if lapsed:
            shift_places.move(session, lapsed[0], 0, -len(lapsed))
    return len(ended)


def _sign_up_in(session: Session, community_id: int, sign_up_id: int) -> tuple[SignUp, Shift]:
    found = row_in(session, SignUp, community_id, sign_up_id)
    return found, shift_in(session, community_id, found.shift_id)


def _note(
    act: Act,
    about: SignUp,
    *,
    event: str,
    **details: object,
) -> None:
    audit.record(
        act,
        event,
        ("sign_up", about.id),
        actor_id=act.by.person_id,
        community_id=act.community.id,
        member_id=about.member_id,
        shift_id=about.shift_id,
        **details,
    )


def _tell(act: Act, whom: tuple[Member, Shift], sentence: str) -> None:
    member, shift = whom
    inbox.tell(
        act,
        member.person_id,
        sentence,
        link=f"/c/{act.community.slug}/my/sign-ups",
        title=shift.activity.title,
        **typeset.day_and_time(shift.starts_at, act.community.zone),
    )
