"""Telling a database that is out from one that refused a row."""

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError

from core.silence import Silent

RETRIED_STATES = frozenset({"40001", "40P01"})
TIMED_OUT_STATES = frozenset({"55P03", "57014", "25006"})
OUT_CLASSES = ("08", "53", "57P", "58")
"""PostgreSQL: the line, its resources (a full disk too), its coming and going, its system."""

BUSY = ("SQLITE_BUSY", "SQLITE_LOCK")
SQLITE_OUT = (
    *BUSY,
    "SQLITE_FULL",
    "SQLITE_READONLY",
    "SQLITE_IOERR",
    "SQLITE_CANTOPEN",
    "SQLITE_NOMEM",
    "SQLITE_PROTOCOL",
)


def is_worth_retrying(failure: DBAPIError) -> bool:
    """Say whether the database may take the same act a moment later: deadlock, clash, busy file."""
    if isinstance(failure.orig, sqlite3.Error):
        return _sqlite_name(failure.orig).startswith(BUSY)
    return getattr(failure.orig, "sqlstate", None) in RETRIED_STATES


def is_lost(failure: DBAPIError) -> bool:
    """Say whether the connection to the database turned out dead; silence is no such."""
    return failure.connection_invalidated and not isinstance(failure.orig, Silent)


def is_out(failure: DBAPIError) -> bool:
    """Say whether the database did not answer, as opposed to having refused a row.

    A refused or broken connection carries no state at all.
    """
    if isinstance(failure.orig, sqlite3.Error):
        return _sqlite_name(failure.orig).startswith(SQLITE_OUT)
    state = getattr(failure.orig, "sqlstate", None)
    if failure.connection_invalidated or state in TIMED_OUT_STATES:
        return True
    if state is None:
        return isinstance(failure, OperationalError)
    return str(state).startswith(OUT_CLASSES)


def _sqlite_name(failure: sqlite3.Error) -> str:
    return getattr(failure, "sqlite_errorname", "") or ""
