"""Somebody nobody knows yet who helps at a shift: registered and on its list in one act."""

from typing import NamedTuple

from teams.authority.act import Act
from teams.members.models import Member
from teams.members.rules.registering_on_site import Stranger, meet
from volunteer.activities.rules.windows import Window
from volunteer.attendance.rules.attendance_cases import shift_kept
from volunteer.attendance.rules.on_site import WalkIn, refuse_closed, walk_in
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUp


class Newcomer(NamedTuple):
    """Who came, on which line of the list; `is_new` when registered just now."""

    member: Member
    sign_up: SignUp
    is_new: bool


def bring_in(act: Act, shift_id: int, stranger: Stranger) -> Newcomer:
    """Register somebody at the place and check them in: on the list at once, so insured.

    The desk accepts them later, and only then their hours are hung out. A member who did not say so
    is simply put on the list. Raises NotFound, NotAllowed, ShiftCalledOff, RegisterClosed, what
    `meet` refuses, then what `walk_in` refuses, in that order.
    """
    shift = shift_kept(act, shift_id)
    refuse_closed(shift, Window.of(shift, act.settings(VolunteerSettings)), act.now)
    member, is_new = meet(act, stranger, shift.activity.team_id)
    act.session.flush()
    return Newcomer(member, walk_in(act, WalkIn(shift_id, member.id)), is_new)
