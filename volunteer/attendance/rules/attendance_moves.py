"""Taking a sign-up along its table on the day of the shift, and the refusal when it does not go."""

from sqlalchemy.orm import Session

from core.errors import RuleError
from volunteer.sign_ups.models import SIGN_UP_LIFE, SignUp, SignUpMove
from volunteer.sign_ups.words import SIGN_UP_WORDS


class NotNow(RuleError):
    """The table has no such move from the state the sign-up is in."""

    code = "already_done"
    message = "现在是“%(state)s”，这一步办不了。请刷新看看最新的名单。"


def refuse_unless_legal(sign_up: SignUp, move: SignUpMove) -> None:
    """Raise NotNow when `move` does not begin from the state the sign-up is in."""
    if not SIGN_UP_LIFE.allows(sign_up, move):
        raise NotNow(state=SIGN_UP_WORDS[sign_up.state])


def move_on(session: Session, sign_up: SignUp, move: SignUpMove, **columns: object) -> None:
    """Take a sign-up along its table on the day, once. Raises NotNow when it does not go."""
    if not SIGN_UP_LIFE.move(session, sign_up, move, **columns):
        raise NotNow(state=SIGN_UP_WORDS[sign_up.state])
