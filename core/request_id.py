"""The number of the request in hand, for logs, error pages and the audit trail; and its age."""

import secrets
import time
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="")
_began: ContextVar[float] = ContextVar("request_began")


def begin_request(_app: object, **_about: object) -> None:
    """Give the request that begins a fresh number; before anything is asked of it."""
    _current.set(secrets.token_hex(6))
    _began.set(time.monotonic())


def age() -> float:
    """Return how many seconds ago the request in hand began."""
    now = time.monotonic()
    return now - _began.get(now)


def current() -> str:
    """Return the number of the request in hand, empty outside one."""
    return _current.get()
