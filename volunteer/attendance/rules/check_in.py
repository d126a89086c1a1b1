"""The code at the place: a rotating token in a QR, and six digits to say aloud. Pure: no database.

Who holds the token was at the place within the last minute; who it is, the sign-in says. The token
carries community, shift, direction and step in clear, no personal field, and a MAC over them all.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from core.errors import BadRequest, RuleError
from core.sealing import Sealer

STEP_SECONDS = 30
ACCEPTED_SECONDS = 60
MAC_LETTERS = 32
_FORM = re.compile(r"([0-9]{1,19})\.([0-9]{1,19})\.(in|out)\.([0-9]{1,12})\.([0-9a-f]{32})")


class Direction(StrEnum):
    """Coming or going."""

    IN = "in"
    OUT = "out"


class CodeUnreadable(BadRequest):
    """Not a token of ours, or changed by as little as one byte."""

    is_audited = True
    message = "这张码读不出来，请在现场重新扫一次。"


class CodeExpired(RuleError):
    """The token or the digits are older than a minute, or not yet born."""

    is_audited = True
    code = "code_expired"
    message = "这张码过时了，现场的码每半分钟换一次，请再扫一次。"


class WrongShift(RuleError):
    """The token belongs to another shift or another community."""

    is_audited = True
    code = "wrong_shift"
    message = "这是另一场的码，请扫您这一场的。"


class WrongCodeType(RuleError):
    """A code to arrive was used to leave, or the other way round."""

    is_audited = True
    code = "wrong_code_type"
    message = "签到和签退用的不是同一张码，请看清再扫。"


@dataclass(frozen=True, slots=True)
class Place:
    """What a code is good for: one shift of one community."""

    community_id: int
    shift_id: int


@dataclass(frozen=True, slots=True)
class Issued:
    """A code as shown: when the next one appears, and until when this one is taken."""

    code: str
    changes_at: datetime
    valid_until: datetime


def issue(place: Place, direction: Direction, now: datetime, sealer: Sealer) -> Issued:
    """Return the token of this half minute; the same for everybody who asks within it."""
    step = _step(now)
    return _issued(_token(place, direction, step, sealer), step)


def read(token: str, place: Place, now: datetime, sealer: Sealer) -> Direction:
    """Return which way `token` points, after making sure that it is good here and now.

    Good from the start of its half minute up to and including 60 seconds later.
    Raises CodeUnreadable, WrongShift, CodeExpired, in that order.
    """
    found = _FORM.fullmatch(token)
    if found is None:
        raise CodeUnreadable
    meant = Place(int(found[1]), int(found[2]))
    direction, step = Direction(found[3]), int(found[4])
    if not hmac.compare_digest(_token(meant, direction, step, sealer), token):
        raise CodeUnreadable
    if meant != place:
        raise WrongShift
    _refuse_unless_fresh(step, now)
    return direction


def refuse_other_direction(found: Direction, wanted: Direction) -> None:
    """Raise WrongCodeType when the token points the other way."""
    if found is not wanted:
        raise WrongCodeType


def issue_spoken(place: Place, now: datetime, sealer: Sealer) -> Issued:
    """Return the six digits of this half minute, to be said aloud; good for both directions."""
    step = _step(now)
    return _issued(_digits(place, step, sealer), step)


def is_spoken(digits: str, place: Place, now: datetime, sealer: Sealer) -> bool:
    """Say whether `digits` are those of this half minute or of the one before."""
    if re.fullmatch(r"[0-9]{6}", digits) is None:
        return False
    step = _step(now)
    good = (_digits(place, step - back, sealer) for back in (0, 1))
    return any(hmac.compare_digest(digits, each) for each in good)


def _refuse_unless_fresh(step: int, now: datetime) -> None:
    age = now - _start_of(step)
    if not timedelta(0) <= age <= timedelta(seconds=ACCEPTED_SECONDS):
        raise CodeExpired


def _step(now: datetime) -> int:
    return int(now.timestamp()) // STEP_SECONDS


def _start_of(step: int) -> datetime:
    try:
        return datetime.fromtimestamp(step * STEP_SECONDS, UTC)
    except (OverflowError, ValueError, OSError) as unborn:
        raise CodeExpired from unborn


def _issued(code: str, step: int) -> Issued:
    start = _start_of(step)
    return Issued(
        code,
        changes_at=start + timedelta(seconds=STEP_SECONDS),
        valid_until=start + timedelta(seconds=ACCEPTED_SECONDS),
    )


def _token(place: Place, direction: Direction, step: int, sealer: Sealer) -> str:
    body = f"{place.community_id}.{place.shift_id}.{direction.value}.{step}"
    return f"{body}.{sealer.index(body, 'check-in token')[:MAC_LETTERS]}"


def _digits(place: Place, step: int, sealer: Sealer) -> str:
    body = f"{place.community_id}.{place.shift_id}.{step}"
    return f"{int(sealer.index(body, 'spoken check-in code'), 16) % 1_000_000:06d}"
