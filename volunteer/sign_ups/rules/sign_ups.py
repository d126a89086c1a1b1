"""Signing up: a place in a shift, or the next number of its queue."""

from dataclasses import dataclass

from sqlalchemy.orm.attributes import set_committed_value

from teams.authority.act import Act
from teams.members.rules import children
from volunteer.activities.models import Shift
from volunteer.activities.rules import refusals, shift_places
from volunteer.activities.rules.reader_background import HeldSignUp
from volunteer.activities.rules.reader_records import reader_record_of
from volunteer.permissions import Permission
from volunteer.sign_ups.models import SIGN_UP_LIFE, SignUp, SignUpMove, SignUpState
from volunteer.sign_ups.rules import eligibility, risk_readings
from volunteer.sign_ups.rules.sign_up_rows import hold_member_and_shift, tell_of_shift
from volunteer.sign_ups.rules.verdicts import Answer, Verdict

SIGNED_UP_FOR = "已经替您报了《%(title)s》：%(month)s月%(day)s日 %(time)s。去不了请早些取消。"


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to come to what; `seen` is the key of the risk notice shown with the press."""

    shift_id: int
    member_id: int
    note: str = ""
    seen: str = ""


def sign_up(act: Act, wish: Wish) -> SignUp:
    """Give the member of `wish` a place in its shift, or the next number of the queue.

    The state of what comes back says which; its shift is loaded. A guardian does it for the own
    child under 14 as for an own place; a leader of the team for a member, until the shift begins.
    Before the first sign-up of a kind its risk notice is read, or told aloud (decision 0027).
    Raises NotFound, NotAllowed, the refusal of the verdict (`eligibility`), then RiskUnread or
    RiskNotTold.
    """
    member, shift = hold_member_and_shift(act, wish.member_id, wish.shift_id)
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
    notice = risk_readings.refuse_unread(act, member, shift.activity, wish.seen)
    if verdict.replaces is not None:
        _leave_queue(act, verdict.replaces, shift)
    made = _new_sign_up(act, wish, act.by.person_id)
    risk_readings.keep(act, member, made, notice)
    if not is_own:
        tell_of_shift(act, member, shift, SIGNED_UP_FOR)
    set_committed_value(made, "shift", shift)
    return made


def keep_place(act: Act, wish: Wish) -> Verdict:
    """Give a regular the place of `wish` when nothing speaks against it; return the verdict.

    Only a free place nobody waits for is given, never one in the queue, and only to who knows what
    the kind may do to one: nobody reads a risk notice for another (decision 0027). The caller
    holds the member and the counters of the shift, so that what is read here still holds when the
    place is taken. Raises NotFound.
    """
    member, shift = hold_member_and_shift(act, wish.member_id, wish.shift_id)
    verdict = eligibility.regular_verdict(shift, reader_record_of(act, member, [shift]), act.now)
    if verdict.answer is not Answer.OPEN:
        return verdict
    notice = risk_readings.notice_for(act.session, shift.activity, member.id)
    if notice is not None and not notice.is_known:
        return Verdict(Answer.REFUSED, risk_readings.RiskUnread())
    _new_sign_up(act, wish, member.person_id)
    return verdict


def _new_sign_up(act: Act, wish: Wish, person_id: int) -> SignUp:
    made = SignUp(
        community_id=act.community.id,
        shift_id=wish.shift_id,
        member_id=wish.member_id,
        state=SignUpState.APPROVED,
        note=wish.note,
        signed_up_at=act.now,
        signed_up_by_id=person_id,
    )
    act.session.add(made)
    act.session.flush()
    act.note("sign_up_made", made, member_id=made.member_id, shift_id=made.shift_id)
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
    leave = SignUpMove.CANCEL
    if not SIGN_UP_LIFE.move(act.session, waiting, leave, still_waits, closed_at=act.now):
        raise refusals.AlreadySignedUp
    shift_places.release(act.session, waiting, SignUpState.WAITLISTED)
