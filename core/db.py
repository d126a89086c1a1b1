"""The database of the program, and `run`: the only place that commits."""

import random
import sqlite3
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from core.base import Base
from core.engine import WRITES
from core.errors import Unavailable

T = TypeVar("T")

TRIES = 4
RETRIED_STATES = frozenset({"40001", "40P01"})
TIMED_OUT_STATES = frozenset({"55P03", "57014", "57P01", "57P03", "53300", "08006", "08001"})


class ReadingSession(FlaskSession):
    """The request's own session: it reads, and refuses to write.

    On PostgreSQL each statement stands alone, which spares a page two round trips.
    """

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        """Return the engine as readers use it."""
        bind = super().get_bind(*args, **kwargs)
        if isinstance(bind, Engine) and bind.dialect.name == "postgresql":
            return _reading(bind)
        return bind


@lru_cache(maxsize=8)
def _reading(engine: Engine) -> Engine:
    """Return one and the same reader of `engine`: a session takes a connection for each it sees."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


db = SQLAlchemy(
    metadata=Base.metadata, session_options={"class_": ReadingSession, "autoflush": False}
)


@event.listens_for(ReadingSession, "before_flush")
def _refuse_writing(*_: object) -> None:
    raise RuntimeError("a page's own session only reads; changes go through core.db.run")


def run(act: Callable[[Session], T]) -> T:
    """Do `act` in a transaction of its own: commit when it returns, roll back when it raises.

    `act` takes the session and loads its rows inside, since the whole of it runs again, at most
    three times, after a deadlock, a serialization failure or a busy SQLite.
    Raises whatever `act` raises; Unavailable when the database does not answer in time.
    """
    return run_on(db.engine, act)


def run_on(engine: Engine, act: Callable[[Session], T]) -> T:
    """Do what `run` does on the given engine; commands and tests without an app use it."""
    writer = engine.execution_options(**{WRITES: True})
    for attempt in range(TRIES):
        try:
            with Session(writer, expire_on_commit=False) as session, session.begin():
                return act(session)
        except PoolTimeout as waited:
            raise Unavailable from waited
        except DBAPIError as failure:
            if not _is_worth_retrying(failure):
                _raise_if_out(failure)
                raise
            if attempt == TRIES - 1:
                raise Unavailable from failure
        time.sleep(random.uniform(0.01, 0.2))  # noqa: S311 - jitter, not a secret
    raise Unavailable


def _is_worth_retrying(failure: DBAPIError) -> bool:
    original = failure.orig
    if isinstance(original, sqlite3.OperationalError):
        return getattr(original, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCK"))
    return getattr(original, "sqlstate", None) in RETRIED_STATES


def _raise_if_out(failure: DBAPIError) -> None:
    if is_out(failure):
        raise Unavailable from failure


def is_out(failure: DBAPIError) -> bool:
    """Say whether the database did not answer, as opposed to having refused a row."""
    state = getattr(failure.orig, "sqlstate", None)
    return failure.connection_invalidated or state in TIMED_OUT_STATES
