"""The leader's phone, where the holder of a sign-up may know it."""

from datetime import datetime

from accounts.rules import people
from core.template_filters import zone
from volunteer.activities.models import Shift
from volunteer.activities.rules.leaders import may_know_leader
from volunteer.sign_ups.models import SignUp


def leader_phone(shift: Shift, sign_up: SignUp | None, now: datetime) -> str:
    """Return the leader's phone where the holder of `sign_up` may know it, else nothing."""
    if not may_know_leader(sign_up, shift, zone(), now):
        return ""
    return people.phone_of(shift.activity.leader.person) or ""
