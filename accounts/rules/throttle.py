"""The one counting of tries, in bounded rows: counters, waits, tries left, spent, forgotten.

Who signs in, types a PIN, sends a code, a token or a registration is counted here and nowhere
else. A count of what anybody may type stands in one of a fixed number of buckets, chosen by a
keyed hash: no flood of made-up numbers makes more rows, and nothing can be read from them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import ColumnElement, bindparam, case, delete, func, null, or_, select, update
from sqlalchemy.orm import Session

from accounts.act import Act
from accounts.models import SignInThrottle
from core import clock, keyring, wording
from core.columns import UTCDateTime
from core.upsert import BuiltUpsert, upsert

LONGEST_LOCK = timedelta(hours=1)
BUCKETS = 2**14
BUCKETS_BESIDE = 2**6
FADES = 5
"""After so many quiet windows nothing is left of a count: each halves it."""

_HOLDING = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failures in one window are too many, and how long one waits then.

    With `first_lock` one waits that long, twice as long after each `step` failures more, an hour
    at most, and the count fades by half with every quiet window. Without it one waits until the
    window ends.
    """

    failures: int
    window: timedelta
    first_lock: timedelta | None = None
    step: int = 1

    def lock_after(self, count: int) -> timedelta | None:
        """Return how long the failure that made the count `count` locks, None for not at all."""
        over = count - self.failures
        if self.first_lock is None or over < 0 or over % self.step:
            return None
        factor = 1 << min(over // self.step, 10)
        return min(self.first_lock * factor, LONGEST_LOCK)


@dataclass(frozen=True, slots=True)
class Counter:
    """One count: what kind of try, whose, and its limit."""

    key: str
    limit: Limit


def counter(kind: str, subject: object, limit: Limit) -> Counter:
    """Return the counter of a subject we made ourselves: a person, a device, a shop."""
    return Counter(f"{kind}:{subject}", limit)


def typed_counter(kind: str, typed: str, limit: Limit, beside: str = "") -> Counter:
    """Return the counter of what anybody may type or come from: a login, an address.

    `beside` parts the count of one login by a second thing, as the address it is tried from.
    """
    key = f"{kind}:{_bucket(typed, BUCKETS):04x}"
    return Counter(f"{key}:{_bucket(beside, BUCKETS_BESIDE):02x}" if beside else key, limit)


def _bucket(text: str, buckets: int) -> int:
    return int(keyring.sealer().index(text, "tries")[:12], 16) % buckets


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when one waits, and the counter that says so."""

    until: datetime
    counter: Counter

    def seconds(self, now: datetime) -> int:
        """Return the whole seconds left, one at least."""
        return max(1, ceil((self.until - now).total_seconds()))

    @property
    def clock_time(self) -> str:
        """When one may try again, as the clock shows it."""
        return wording.clock_time(clock.minute_after(self.until), clock.DEFAULT_ZONE)


@dataclass(frozen=True, slots=True)
class TryCounts:
    """How the counters asked for stand: the longest wait, and the keys that have a count."""

    wait: Wait | None
    counted: frozenset[str]


def try_counts(act: Act, counters: list[Counter]) -> TryCounts:
    """Return how `counters` stand, in one statement; the moment a wait ends one is free again."""
    asked = {each.key: each for each in counters}
    rows = act.session.execute(
        select(
            SignInThrottle.login_hash,
            SignInThrottle.failures,
            SignInThrottle.window_started_at,
            SignInThrottle.locked_until,
        ).where(SignInThrottle.login_hash.in_(asked))
    ).all()
    waits = []
    for key, failures, started_at, locked_until in rows:
        until = _until(asked[key].limit, failures, started_at, locked_until)
        if until is not None and act.now < until:
            waits.append(Wait(until, asked[key]))
    longest = max(waits, key=lambda wait: wait.until, default=None)
    return TryCounts(longest, frozenset(row.login_hash for row in rows))


def wait_of(act: Act, counted: Counter) -> Wait | None:
    """Return how long this one counter makes wait, None when a try is free."""
    return try_counts(act, [counted]).wait


def _until(
    limit: Limit, failures: int, started_at: datetime, locked_until: datetime | None
) -> datetime | None:
    if limit.first_lock is not None:
        return locked_until
    return started_at + limit.window if failures >= limit.failures else None


def note_failure(act: Act, counted: Counter) -> int:
    """Count one failure, by one upsert, and return the count with it."""
    limit, faded = counted.limit, _faded(counted.limit, act.now)
    is_over = _is_quiet(limit, act.now, 1)
    again = {
        "failures": faded + 1,
        "window_started_at": case((is_over, act.now), else_=SignInThrottle.window_started_at),
        "locked_until": case((is_over, null()), else_=SignInThrottle.locked_until),
    }
    count = upsert(
        act.session, SignInThrottle.failures, _key(counted), first=_first(act.now), again=again
    )
    lock = limit.lock_after(count or 0)
    if lock is not None:
        act.session.execute(
            update(SignInThrottle)
            .where(SignInThrottle.login_hash == counted.key)
            .values(locked_until=act.now + lock),
            execution_options=_HOLDING,
        )
    return count or 0


_SINCE = func.coalesce(SignInThrottle.locked_until, SignInThrottle.window_started_at)
_IS_OVER = bindparam("quiet_since", type_=UTCDateTime) >= _SINCE
_SPEND = BuiltUpsert(
    SignInThrottle.failures,
    ("login_hash", "failures", "window_started_at"),
    ("login_hash",),
    again={
        "failures": case((_IS_OVER, 1), else_=SignInThrottle.failures + 1),
        "window_started_at": case(
            (_IS_OVER, bindparam("begun", type_=UTCDateTime)),
            else_=SignInThrottle.window_started_at,
        ),
    },
    only_if=or_(_IS_OVER, SignInThrottle.failures < bindparam("most")),
)


def spend(act: Act, counted: Counter) -> int:
    """Count one try before it is looked at; 0, or the seconds to wait when none is left.

    Committed on its own, so that what comes of the try cannot give it back.
    """
    limit = counted.limit
    spent = _SPEND.send(
        act.session,
        [_key(counted) | _first(act.now)],
        quiet_since=act.now - limit.window,
        begun=act.now,
        most=limit.failures,
    )
    if spent:
        return 0
    wait = wait_of(act, counted)
    return wait.seconds(act.now) if wait is not None else 1


def left(act: Act, counted: Counter) -> int:
    """Return how many tries are left of a window without a lock; all once the window is over."""
    row = act.session.execute(
        select(SignInThrottle.failures, SignInThrottle.window_started_at).where(
            SignInThrottle.login_hash == counted.key
        )
    ).one_or_none()
    if row is None or act.now >= row.window_started_at + counted.limit.window:
        return counted.limit.failures
    return max(0, counted.limit.failures - int(row.failures))


def give_back(session: Session, counted: Counter) -> None:
    """Take one spent try back: it was no failure."""
    session.execute(
        update(SignInThrottle)
        .where(SignInThrottle.login_hash == counted.key, SignInThrottle.failures > 0)
        .values(failures=SignInThrottle.failures - 1),
        execution_options=_HOLDING,
    )


def forget(session: Session, *keys: str) -> None:
    """Take away what was counted under `keys`: after a right answer."""
    session.execute(
        delete(SignInThrottle).where(SignInThrottle.login_hash.in_(keys)),
        execution_options=_HOLDING,
    )


def forget_typed(session: Session, kind: str, typed: str) -> None:
    """Take away what was counted for a login, from every address: a new secret was given."""
    key = f"{kind}:{_bucket(typed, BUCKETS):04x}"
    session.execute(
        delete(SignInThrottle).where(
            or_(
                SignInThrottle.login_hash == key,
                SignInThrottle.login_hash.between(f"{key}:", f"{key}:~"),
            )
        ),
        execution_options=_HOLDING,
    )


def _key(counted: Counter) -> dict[str, str]:
    return {"login_hash": counted.key}


def _first(now: datetime) -> dict[str, object]:
    return {"failures": 1, "window_started_at": now}


def _is_quiet(limit: Limit, now: datetime, windows: int) -> ColumnElement[bool]:
    """Say whether so many windows passed since the last lock, or since the window began."""
    return now - limit.window * windows >= _SINCE


def _faded(limit: Limit, now: datetime) -> ColumnElement[int]:
    if limit.first_lock is None:
        return case((_is_quiet(limit, now, 1), 0), else_=SignInThrottle.failures)
    halves = [
        (_is_quiet(limit, now, windows), SignInThrottle.failures // 2**windows)
        for windows in range(FADES - 1, 0, -1)
    ]
    return case((_is_quiet(limit, now, FADES), 0), *halves, else_=SignInThrottle.failures)
