"""Passwords and PINs: argon2id, and what may be chosen."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import BadRequest

LONGEST_PASSWORD = 1024
HASHES_AT_ONCE = 4

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_gate = threading.BoundedSemaphore(HASHES_AT_ONCE)
_NOBODY = _hasher.hash("nobody has this password")


class PasswordTooLong(BadRequest):
    """More than 1,024 characters are refused before any hashing."""

    message = "密码太长了，请不要超过 1024 个字。"


def hashed(secret: str) -> str:
    """Return the argon2id hash of a password or PIN. Raises PasswordTooLong."""
    if len(secret) > LONGEST_PASSWORD:
        raise PasswordTooLong
    with _gate:
        return _hasher.hash(secret)


def matches(secret: str, stored: str | None) -> bool:
    """Say whether `secret` is the one behind `stored`; nobody's hash takes the same time."""
    if len(secret) > LONGEST_PASSWORD:
        return False
    with _gate:
        try:
            _hasher.verify(stored or _NOBODY, secret)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str | None) -> bool:
    """Say whether a hash was made with other parameters than today's."""
    return stored is not None and _hasher.check_needs_rehash(stored)
