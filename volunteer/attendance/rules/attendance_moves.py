"""The life of a sign-up from the day of the shift on, as one table."""

from enum import StrEnum

from core.errors import RuleError
from volunteer.sign_ups.models import SignUp, SignUpState
from volunteer.sign_ups.words import SIGN_UP_WORDS


class Act(StrEnum):
    """One thing that happens to a sign-up from the day of the shift on."""

    ARRIVE = "arrive"
    LEAVE = "leave"
    CORRECT = "correct"
    EXCUSE = "excuse"
    MISS = "miss"
    UNDO = "undo"
    CONFIRM = "confirm"
    REOPEN = "reopen"


MOVES: dict[tuple[SignUpState, Act], SignUpState] = {
    (SignUpState.APPROVED, Act.ARRIVE): SignUpState.CHECKED_IN,
    (SignUpState.APPROVED, Act.EXCUSE): SignUpState.EXCUSED,
    (SignUpState.APPROVED, Act.MISS): SignUpState.NO_SHOW,
    (SignUpState.CHECKED_IN, Act.LEAVE): SignUpState.CHECKED_OUT,
    (SignUpState.CHECKED_IN, Act.CORRECT): SignUpState.CHECKED_IN,
    (SignUpState.CHECKED_IN, Act.UNDO): SignUpState.APPROVED,
    (SignUpState.CHECKED_IN, Act.CONFIRM): SignUpState.CONFIRMED,
    (SignUpState.CHECKED_OUT, Act.CORRECT): SignUpState.CHECKED_OUT,
    (SignUpState.CHECKED_OUT, Act.UNDO): SignUpState.CHECKED_IN,
    (SignUpState.CHECKED_OUT, Act.CONFIRM): SignUpState.CONFIRMED,
    (SignUpState.CONFIRMED, Act.REOPEN): SignUpState.CHECKED_OUT,
    (SignUpState.NO_SHOW, Act.UNDO): SignUpState.APPROVED,
    (SignUpState.NO_SHOW, Act.EXCUSE): SignUpState.EXCUSED,
    (SignUpState.LATE_CANCELLED, Act.EXCUSE): SignUpState.EXCUSED,
}
"""The life of a sign-up from the day of the shift on (domain 8): (state, act) → state.

UNDO goes back to the state that was remembered (`attendance_steps`); the table names that of rows
written before anything was. REOPEN comes of a record voided: a posted record is put right by a
reversal and a new one. A late cancellation is excused as a no-show is (T19).
"""


class NotNow(RuleError):
    """The table has no such move from the state the sign-up is in."""

    code = "already_done"
    message = "现在是“%(state)s”，这一步办不了。请刷新看看最新的名单。"


def moved(sign_up: SignUp, act: Act) -> SignUpState:
    """Return the state after `act`. Raises NotNow when the table has no such move."""
    after = MOVES.get((sign_up.state, act))
    if after is None:
        raise NotNow(state=SIGN_UP_WORDS[sign_up.state])
    return after
