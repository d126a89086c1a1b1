"""What a promise asks for on the day itself: to say one has come, then that one leaves."""

from datetime import datetime, timedelta
from enum import StrEnum

from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUpState


class Step(StrEnum):
    """The next thing to press at the place."""

    ARRIVE = "arrive"
    LEAVE = "leave"


def step_of(
    state: SignUpState, when: tuple[datetime, datetime], settings: VolunteerSettings, now: datetime
) -> Step | None:
    """Return what can be pressed now for a promise of the half-open interval `when`, or None.

    Arriving from the moment check-in opens (that moment is in time) until the end; leaving from
    having arrived until check-out closes, that moment included.
    """
    starts_at, ends_at = when
    if state is SignUpState.APPROVED:
        opens_at = starts_at - timedelta(minutes=settings.check_in_opens_minutes)
        return Step.ARRIVE if opens_at <= now < ends_at else None
    if state is not SignUpState.CHECKED_IN:
        return None
    closes_at = ends_at + timedelta(minutes=settings.check_out_closes_minutes)
    return Step.LEAVE if now <= closes_at else None
