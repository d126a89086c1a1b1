"""Failed tries counted in the database, account by account, so that guessing gets slow."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from accounts.models import SignInThrottle
from core import clock, typeset
from core.errors import RuleError, TooManyTries


class LockedFor(TooManyTries):
    """Too many wrong tries; a right one meanwhile gets this same answer."""

    message = "试的次数太多了，到 %(until)s 再试。忘了可以到社区服务台重设。"

    def __init__(self, locked_until: datetime, now: datetime) -> None:
        shown = locked_until + timedelta(seconds=59)
        RuleError.__init__(self, until=typeset.clock_time(shown, clock.DEFAULT_ZONE))
        self.wait_seconds = int((locked_until - now).total_seconds()) + 1


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failures in one window lock, and for how long; a longer lock for each one more."""

    failures: int
    window: timedelta
    first_lock: timedelta
    grows: bool


PASSWORD = Limit(10, timedelta(minutes=5), timedelta(minutes=1), grows=True)
PIN = Limit(5, timedelta(minutes=15), timedelta(minutes=15), grows=False)
LONGEST_LOCK = timedelta(hours=1)


def key_of(kind: str, subject: str) -> str:
    """Return what is kept of an account or a typed login: nothing can be read from it."""
    return hashlib.sha256(f"{kind}:{subject}".encode()).hexdigest()


def refuse_if_locked(session: Session, key: str, now: datetime) -> None:
    """Raise LockedFor while `key` is locked; the moment the lock ends is free again."""
    row = session.get(SignInThrottle, key, with_for_update=True)
    if row is not None and row.locked_until is not None and now < row.locked_until:
        raise LockedFor(row.locked_until, now)


def note_failure(session: Session, key: str, limit: Limit, now: datetime) -> None:
    """Count one failure of `key`; old ones fade by half with each window that passed quietly."""
    row = _row(session, key, now)
    quiet_since = max(row.window_started_at, row.locked_until or row.window_started_at)
    windows = max(0, (now - quiet_since) // limit.window)
    if windows:
        row.failures >>= min(windows, 30)
        row.window_started_at, row.locked_until = now, None
    row.failures += 1
    over = row.failures - limit.failures
    if over >= 0:
        factor = 2 ** min(over, 10) if limit.grows else 1
        row.locked_until = now + min(limit.first_lock * factor, LONGEST_LOCK)
    if over >= 0 and not limit.grows:
        row.failures, row.window_started_at = 0, now


def forget(session: Session, key: str) -> None:
    """Take all failures of `key` away: after a right one, or a new PIN from the desk."""
    session.execute(delete(SignInThrottle).where(SignInThrottle.login_hash == key))


def _row(session: Session, key: str, now: datetime) -> SignInThrottle:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(
        dialect.insert(SignInThrottle)
        .values(login_hash=key, failures=0, window_started_at=now)
        .on_conflict_do_nothing(index_elements=["login_hash"])
    )
    return session.scalars(
        select(SignInThrottle).where(SignInThrottle.login_hash == key).with_for_update()
    ).one()
