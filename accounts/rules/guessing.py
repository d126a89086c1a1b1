"""What guessing costs at sign-in and set-up: counts of failures, waits, warnings (decision 0015).

A failure on a device nobody signed in on before is counted four ways: for that login from that
address, for that login from everywhere, for the address, and (a PIN) for the station whose number
was tried. Phones and numbers are counted as typed, known or not, so that no answer tells whose
they are. On a device its owner signed in on before only that device's own failures count.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from accounts.act import Act, Subject
from accounts.rules import known_devices, throttle
from accounts.rules.throttle import Counter, Limit
from core import clock
from core.client_address import UNKNOWN, network_of
from core.errors import RuleError, TooManyTries

A_DAY = timedelta(days=1)
PIN = Limit(5, timedelta(minutes=15), timedelta(minutes=15), step=5)
PASSWORD = Limit(10, timedelta(minutes=5), timedelta(minutes=1))
PIN_A_DAY = Limit(20, A_DAY)
PASSWORD_A_DAY = Limit(100, A_DAY)
ADDRESS = Limit(30, timedelta(minutes=15), timedelta(minutes=1), step=10)
ADDRESS_A_DAY = Limit(120, A_DAY)
STATION_A_DAY = Limit(200, A_DAY)
STATION_SPIKE = 60
ALARM = Limit(1, timedelta(hours=1))
TOLD_AT = frozenset({1, 10, 100})
"""The failures of an address in a day that leave a line in the trail, with their count."""

_STATION = re.compile(r"[A-Z]{2,3}(?=[0-9]+$)")


class LockedFor(TooManyTries):
    """Too many wrong tries of one login; a right one meanwhile gets this same answer."""

    message = "试的次数太多了，到 %(until)s 再试。忘了可以到社区服务台重设。"

    def __init__(self, wait: throttle.Wait, now: datetime) -> None:
        RuleError.__init__(self, until=wait.clock_time)
        self.wait_seconds = wait.seconds(now)


class NetworkLocked(LockedFor):
    """Too many wrong tries from one address, over whatever logins."""

    message = (
        "这里的网络上试错的次数太多了，到 %(until)s 再试。"
        "以前登录过的手机不用等；着急的话请到社区服务台。"
    )


class LockedForToday(LockedFor):
    """Too many wrong tries in a day, of one login, from one address or at one station."""

    message = (
        "为了防止别人试密码，新设备上的登录先停一停，今天 %(until)s 以后再试。"
        "以前登录过的手机不受影响；着急的话请到社区服务台。"
    )


class LockedTillTomorrow(LockedFor):
    """The same, ending on the next day."""

    message = (
        "为了防止别人试密码，新设备上的登录先停一停，明天 %(until)s 以后再试。"
        "以前登录过的手机不受影响；着急的话请到社区服务台。"
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a try comes from: the device in words, its address, the token of a known device."""

    device: str = "?"
    address: str = UNKNOWN
    device_token: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    """One try: the login as typed and plain, where from, and whose it is if anybody's."""

    login: str
    origin: Origin
    person_id: int | None
    is_by_pin: bool
    is_phone: bool

    @property
    def is_on_known_device(self) -> bool:
        """Say whether the one it is about signed in on this device before."""
        return known_devices.is_known(self.origin.device_token, self.person_id)

    @property
    def station(self) -> str:
        """The letters of the station whose PIN is tried, empty for a password or a phone."""
        found = _STATION.match(self.login) if self.is_by_pin else None
        return found.group() if found else ""


def _own(tried: Try) -> Counter:
    """Return the count a right answer takes away: of the known device, or login and address."""
    kind, limit = ("pin", PIN) if tried.is_by_pin else ("password", PASSWORD)
    if tried.is_on_known_device:
        number = known_devices.number_of(tried.origin.device_token)
        return throttle.counter(f"{kind}-device", f"{number}:{tried.person_id}", limit)
    return throttle.typed_counter(kind, tried.login, limit, network_of(tried.origin.address))


def _counters(tried: Try) -> list[Counter]:
    own = _own(tried)
    if tried.is_on_known_device:
        return [own, Counter(f"{own.key}:day", PIN_A_DAY if tried.is_by_pin else PASSWORD_A_DAY)]
    kind, a_day = ("pin", PIN_A_DAY) if tried.is_by_pin else ("password", PASSWORD_A_DAY)
    network = network_of(tried.origin.address)
    counters = [
        own,
        throttle.typed_counter(kind, tried.login, a_day),
        throttle.typed_counter("address", network, ADDRESS),
        throttle.typed_counter("address-day", network, ADDRESS_A_DAY),
    ]
    if tried.station:
        counters.append(throttle.counter("station", tried.station, STATION_A_DAY))
    return counters


def refuse_waiting(act: Act, tried: Try) -> frozenset[str]:
    """Return the keys that count against this try, in one statement.

    Raises LockedFor, NetworkLocked, LockedForToday or LockedTillTomorrow, whichever is longest.
    """
    found = throttle.try_counts(act, _counters(tried))
    if found.wait is None:
        return found.counted
    raise _refusal(found.wait, act.now)


def _refusal(wait: throttle.Wait, now: datetime) -> LockedFor:
    if wait.counter.limit.first_lock is not None:
        return (NetworkLocked if wait.counter.limit is ADDRESS else LockedFor)(wait, now)
    is_today = clock.local_day(clock.minute_after(wait.until)) == clock.local_day(now)
    return (LockedForToday if is_today else LockedTillTomorrow)(wait, now)


def note_failure(act: Act, tried: Try) -> str:
    """Count one failure everywhere it counts; return the station to warn, or nothing.

    The trail keeps the first, tenth and hundredth failure of an address in a day and every lock,
    not each try.
    """
    counts = {each.limit: throttle.note_failure(act, each) for each in _counters(tried)}
    own = _own(tried).limit
    if own.lock_after(counts[own]):
        act.made_by(None).note(
            "authn_login_lock", Subject("person", tried.person_id), failures=counts[own]
        )
    of_address = counts.get(ADDRESS_A_DAY, 0)
    if of_address in TOLD_AT:
        act.made_by(None).note("authn_login_fail", Subject("person", None), failures=of_address)
    is_spike = ADDRESS.lock_after(counts.get(ADDRESS, 0)) is not None
    is_spike = is_spike or counts.get(STATION_A_DAY, 0) == STATION_SPIKE
    return tried.station if is_spike else ""


def forget(session: Session, tried: Try, counted: frozenset[str]) -> None:
    """Take the own count away after a right answer, if there is one; the address keeps its own."""
    own = _own(tried).key
    if own in counted:
        throttle.forget(session, own)


def forget_logins(session: Session, person_id: int, logins: list[str], kind: str) -> None:
    """Take away what was counted for a person's logins: the desk gave a new `pin` or `password`."""
    for login in logins:
        throttle.forget_typed(session, kind, login)
    throttle.forget(session, current_counter(person_id).key)


def lookup_counter(kind: str, address: str) -> Counter:
    """Return the count of wrong codes or tokens sent from an address: `set-up`, `verify`."""
    return throttle.typed_counter(kind, network_of(address), ADDRESS)


def current_counter(person_id: int) -> Counter:
    """Return the counter of the own secret asked for again by somebody signed in."""
    return throttle.counter("current", person_id, PIN)


def may_warn(act: Act, station: str) -> bool:
    """Say whether a station is to be warned now: once an hour at most."""
    return throttle.spend(act, throttle.counter("alarm", station, ALARM)) == 0
