"""Passwords and PINs hashed with argon2id, and compared."""

import threading
from dataclasses import dataclass
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import BadRequest

LONGEST_PASSWORD = 1024
RECOMMENDED = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""What a hash costs: slow on purpose, some 30 ms and 19 MiB (OWASP, Password Storage)."""


class Lane(StrEnum):
    """Where a secret is looked at. Each lane has hashes of its own, so that none waits for another.

    At the doors one is hashed at a time in a process: ten who sign in at once take turns, and what
    is left of the processor serves everybody else. A till waits for other tills alone.
    """

    DOOR = "door"
    TILL = "till"


AT_ONCE = {Lane.DOOR: 1, Lane.TILL: 2}
_gates = {lane: threading.BoundedSemaphore(most) for lane, most in AT_ONCE.items()}


@dataclass(slots=True)
class _Kept:
    """The hasher in use, and the hash that nobody's secret opens."""

    hasher: PasswordHasher
    nobody: str


_kept = _Kept(RECOMMENDED, RECOMMENDED.hash("nobody has this password"))


def use(hasher: PasswordHasher) -> None:
    """Hash with other parameters from now on: tests of other things need not wait for slowness."""
    _kept.hasher, _kept.nobody = hasher, hasher.hash("nobody has this password")


class PasswordTooLong(BadRequest):
    """More than 1,024 characters are refused before any hashing."""

    message = "密码太长了，请不要超过 1024 个字。"


def hashed(secret: str) -> str:
    """Return the argon2id hash of a password or PIN. Raises PasswordTooLong."""
    if len(secret) > LONGEST_PASSWORD:
        raise PasswordTooLong
    with _gates[Lane.DOOR]:
        return _kept.hasher.hash(secret)


def matches(secret: str, stored: str | None, lane: Lane = Lane.DOOR) -> bool:
    """Say whether `secret` is the one behind `stored`; nobody's hash takes the same time."""
    if len(secret) > LONGEST_PASSWORD:
        return False
    with _gates[lane]:
        try:
            _kept.hasher.verify(stored or _kept.nobody, secret)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str | None) -> bool:
    """Say whether a hash was made with other parameters than today's."""
    return stored is not None and _kept.hasher.check_needs_rehash(stored)
