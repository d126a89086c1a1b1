"""What a sign-up asks for on the day itself: to say one has come, then that one leaves."""

from datetime import datetime
from enum import StrEnum

from volunteer.activities.rules.reader_background import HeldSignUp
from volunteer.activities.rules.reader_records import ReaderRecord
from volunteer.activities.rules.windows import Window
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import DUE, SignUpState


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


def step_now(sign_up: HeldSignUp, settings: VolunteerSettings, now: datetime) -> Step | None:
    """Return what can be pressed now for this sign-up on its day, or None."""
    return step_of(sign_up.state, Window.of(sign_up, settings), now)


def next_duty(reader: ReaderRecord, now: datetime) -> HeldSignUp | None:
    """Return the reader's first sign-up that is still to be kept, or has something to press."""
    duties = [
        held
        for held in reader.held_sign_ups
        if held.state in DUE and (held.ends_at > now or step_now(held, reader.settings, now))
    ]
    return min(duties, key=lambda held: held.starts_at, default=None)
