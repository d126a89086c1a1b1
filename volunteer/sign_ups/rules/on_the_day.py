"""What a sign-up asks for on the day itself: to say one has come, then that one leaves."""

from datetime import datetime
from enum import StrEnum

from volunteer.activities.rules.windows import Window
from volunteer.sign_ups.models import SignUpState


class Step(StrEnum):
    """The next thing to press at the place."""

    ARRIVE = "arrive"
    LEAVE = "leave"


def step_of(state: SignUpState, window: Window, now: datetime) -> Step | None:
    """Return what can be pressed now for a sign-up of a shift with this window, or None.

    Arriving while arrivals are taken; leaving from having arrived until departures no longer are.
    """
    if state is SignUpState.APPROVED:
        return Step.ARRIVE if window.takes_arrivals(now) else None
    if state is not SignUpState.CHECKED_IN:
        return None
    return Step.LEAVE if window.takes_departures(now) else None
