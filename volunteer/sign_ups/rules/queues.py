"""The queue of a shift: one person called by hand, and queues that lapse with their shift (T20)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from teams.authority.act import Act
from teams.members.rules.members import hold_member
from volunteer.activities.models import Shift
from volunteer.activities.rules import shift_places
from volunteer.activities.rules.refusals import NotForYou
from volunteer.permissions import Permission
from volunteer.sign_ups.models import SIGN_UP_LIFE, SignUp, SignUpMove, SignUpState
from volunteer.sign_ups.rules.cancelling import NotSignedUp, ShiftBegan
from volunteer.sign_ups.rules.sign_up_rows import shift_in, sign_up_in, tell_of_shift

ADMITTED = "《%(title)s》有空位，带队人请您来：%(month)s月%(day)s日 %(time)s。"


class NoFreePlace(NotForYou):
    """Every place is taken; the leader may raise the number first."""

    code = "not_eligible"
    message = "名额都满了。要加人，先把名额改多一个。"


def admit(act: Act, sign_up_id: int) -> SignUp:
    """Call one person from the queue by hand, at any time until the shift ends (T20).

    Raises NotFound, NotAllowed, OwnCase, NotSignedUp (not waiting), ShiftBegan (ended) or
    NoFreePlace, in that order.
    """
    found, shift = sign_up_in(act.session, act.community.id, sign_up_id)
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
    shift_places.promote(act, found)
    shift_places.move(act.session, found, 1, -1)
    act.note("sign_up_admitted", found, member_id=found.member_id, shift_id=found.shift_id)
    tell_of_shift(act, member, shift, ADMITTED)
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
        lapsed = SIGN_UP_LIFE.move_all(session, SignUpMove.LAPSE, of_shift, closed_at=now)
        if lapsed:
            shift_places.move(session, lapsed[0], 0, -len(lapsed))
    return len(ended)
