"""Asking for the own secret again before a grave act: fresh for ten minutes, counted (bar 31).

Whoever signed in, or typed the own secret again, ten minutes ago or less is not asked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.act import Act
from accounts.models import LoginSession, Person
from accounts.rules import guessing, hashing, login_sessions, throttle
from core.errors import RecheckNeeded, RuleError

LASTS = timedelta(minutes=10)


class RecheckWrong(RecheckNeeded):
    """The password or PIN typed again was wrong."""

    message = "密码（PIN 码）对不上，请再输一次。这一步还没有办。"


class RecheckLocked(RecheckNeeded):
    """Too many wrong ones; what was to be done waits."""

    status = 429
    code = "too_many_tries"
    message = "密码（PIN 码）输错的次数太多，%(until)s 以后再试。这一步还没有办。"

    def __init__(self, wait: throttle.Wait, now: datetime) -> None:
        RuleError.__init__(self, until=wait.clock_time)
        self.wait_seconds = wait.seconds(now)


@dataclass(frozen=True, slots=True)
class Recheck:
    """Who typed the own secret again, on which login session, and whether the secret was theirs."""

    person_id: int
    session_id: int
    is_right: bool


def is_fresh(checked_at: datetime, now: datetime) -> bool:
    """Say whether somebody typed the own secret ten minutes ago or less."""
    return now - checked_at <= LASTS


def refuse_waiting(act: Act, person_id: int) -> None:
    """Refuse before the secret is looked at. Raises RecheckLocked after five wrong ones."""
    wait = throttle.wait_of(act, guessing.current_counter(person_id))
    if wait is not None:
        raise RecheckLocked(wait, act.now)


def is_own(person: Person, secret: str) -> bool:
    """Say whether `secret` is the password, or the PIN of who has no password. Slow on purpose."""
    return hashing.matches(secret, person.password_hash or person.pin_hash)


def settle(act: Act, recheck: Recheck) -> str:
    """Return the new token of the session that was asked, or "" and a failure counted.

    The session gets a new token, so that a copy of the old one is worth nothing.
    """
    if not is_counted_right(act, recheck):
        return ""
    kept = act.session.get_one(LoginSession, recheck.session_id)
    kept.rechecked_at = act.now
    return login_sessions.renew_token(kept)


def is_counted_right(act: Act, recheck: Recheck) -> bool:
    """Say whether the secret was right; a wrong one is counted, a right one forgets the wrong."""
    tries = guessing.current_counter(recheck.person_id)
    if recheck.is_right:
        throttle.forget(act.session, tries.key)
    else:
        throttle.note_failure(act, tries)
    return recheck.is_right
