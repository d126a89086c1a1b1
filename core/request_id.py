"""The number of the request in hand, for logs, error pages and the audit trail."""

import secrets
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="")


def begin() -> str:
    """Give the request in hand a fresh number and return it."""
    number = secrets.token_hex(6)
    _current.set(number)
    return number


def current() -> str:
    """Return the number of the request in hand, empty outside one."""
    return _current.get()
