"""The life of a sign-up from the day of the shift on, as one table."""

from enum import StrEnum

from core.errors import RuleError
from volunteer.sign_ups.models import SignUp, SignUpState
from volunteer.sign_ups.words import SIGN_UP_WORDS


class Move(StrEnum):
    """One thing that happens to a sign-up from the day of the shift on."""

    ARRIVE = "arrive"
    LEAVE = "leave"
    CORRECT = "correct"
    EXCUSE = "excuse"
    MISS = "miss"
    UNDO = "undo"
    CONFIRM = "confirm"
    REOPEN = "reopen"


BY_LEADER = tuple(move for move in Move if move not in {Move.CONFIRM, Move.REOPEN})
"""What a leader presses; the rest follows from confirmed hours."""

WRITING_TIMES = (Move.ARRIVE, Move.CORRECT)
STAYING_AWAY = (Move.EXCUSE, Move.MISS)


MOVES: dict[tuple[SignUpState, Move], SignUpState] = {
    (SignUpState.APPROVED, Move.ARRIVE): SignUpState.CHECKED_IN,
    (SignUpState.APPROVED, Move.EXCUSE): SignUpState.EXCUSED,
    (SignUpState.APPROVED, Move.MISS): SignUpState.NO_SHOW,
    (SignUpState.CHECKED_IN, Move.LEAVE): SignUpState.CHECKED_OUT,
    (SignUpState.CHECKED_IN, Move.CORRECT): SignUpState.CHECKED_IN,
    (SignUpState.CHECKED_IN, Move.UNDO): SignUpState.APPROVED,
    (SignUpState.CHECKED_IN, Move.CONFIRM): SignUpState.CONFIRMED,
    (SignUpState.CHECKED_OUT, Move.CORRECT): SignUpState.CHECKED_OUT,
    (SignUpState.CHECKED_OUT, Move.UNDO): SignUpState.CHECKED_IN,
    (SignUpState.CHECKED_OUT, Move.CONFIRM): SignUpState.CONFIRMED,
    (SignUpState.CONFIRMED, Move.REOPEN): SignUpState.CHECKED_OUT,
    (SignUpState.NO_SHOW, Move.UNDO): SignUpState.APPROVED,
    (SignUpState.NO_SHOW, Move.EXCUSE): SignUpState.EXCUSED,
    (SignUpState.LATE_CANCELLED, Move.EXCUSE): SignUpState.EXCUSED,
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


def moved(sign_up: SignUp, act: Move) -> SignUpState:
    """Return the state after `act`. Raises NotNow when the table has no such move."""
    after = MOVES.get((sign_up.state, act))
    if after is None:
        raise NotNow(state=SIGN_UP_WORDS[sign_up.state])
    return after
