"""What a sign-up was before each act of the day, so that undoing gives back exactly that.

An arrival that was undone is kept beside: arriving again brings its time back (contract 9).
"""

from datetime import datetime
from typing import NamedTuple

from volunteer.sign_ups.models import SignUp, SignUpState

MOMENTS = ("arrived_at", "left_at", "closed_at", "promoted_at")
WORDS = ("arrived_by", "left_by", "attendance_note", "close_reason", "is_walk_in")
MOST = 20
"""How many steps of one day are remembered."""

Step = dict[str, object]


def what_is(sign_up: SignUp) -> Step:
    """Return what `sign_up` is now, to be remembered once an act has changed it."""
    moments = {name: getattr(sign_up, name) for name in MOMENTS}
    return (
        {"state": sign_up.state.value}
        | {name: at.isoformat() if at else None for name, at in moments.items()}
        | {name: getattr(sign_up, name) for name in WORDS}
    )


def remembered(sign_up: SignUp, **more: object) -> list[Step]:
    """Return the steps kept of `sign_up` and what it is now (or `more` says), for an undo.

    Whoever changes it writes them in `earlier` together with the change.
    """
    return [*(sign_up.earlier or []), what_is(sign_up) | more][-MOST:]


def join_last(sign_up: SignUp) -> None:
    """Make one step of the last two, so that one undo takes both back."""
    sign_up.earlier = (sign_up.earlier or [])[:-1]


def last_step(sign_up: SignUp) -> Step | None:
    """Return what `sign_up` was before its last act; None when nothing was remembered."""
    return sign_up.earlier[-1] if sign_up.earlier else None


def given_back(sign_up: SignUp, step: Step) -> dict[str, object]:
    """Return the columns that make of `sign_up` what it was at `step`, its last, but for the state.

    An arrival taken away is kept for `kept_arrival`.
    """
    columns: dict[str, object] = {name: _moment(step[name]) for name in MOMENTS}
    columns |= {name: step[name] for name in WORDS}
    if sign_up.arrived_at is not None and columns["arrived_at"] is None:
        columns["undone_arrival"] = what_is(sign_up)
    return columns | {"earlier": (sign_up.earlier or [])[:-1]}


def state_of(step: Step) -> SignUpState:
    """Return the state a sign-up was in before the act of `step`."""
    return SignUpState(str(step["state"]))


def places_added(step: Step) -> int | None:
    """Return how many places the act of `step` made for a walk-in; None for another act."""
    added = step.get("places_added")
    return added if isinstance(added, int) else None


class KeptArrival(NamedTuple):
    """When somebody came, and how that was known."""

    at: datetime
    by: str


def kept_arrival(sign_up: SignUp) -> KeptArrival | None:
    """Return the arrival that was undone last; None without one."""
    kept = sign_up.undone_arrival
    arrived_at = _moment(kept["arrived_at"]) if kept else None
    if kept is None or arrived_at is None:
        return None
    return KeptArrival(arrived_at, str(kept["arrived_by"]))


def _moment(written: object) -> datetime | None:
    return datetime.fromisoformat(written) if isinstance(written, str) else None
