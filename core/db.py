"""The database of the program, and `run`: the only place that commits."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeVar

from flask import has_request_context
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from core import request_id
from core.base import Base
from core.engine import WRITES
from core.errors import Unavailable
from core.outage import is_lost, is_out, is_worth_retrying

T = TypeVar("T")

TRIES = 4
PATIENCE_SECONDS = 2.5
"""How old a request may be that begins its act once more; a busy SQLite keeps each try 2 s."""

LONGEST_TURN_SECONDS = 30.0

_acting: ContextVar[Session | None] = ContextVar("acting", default=None)


class ReadingSession(FlaskSession):
    """The request's own session: it reads, and refuses to write.

    On PostgreSQL each statement stands alone, which spares a page two round trips, and is asked
    once more on a new connection when the old one turns out dead.
    """

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        """Return the engine as readers use it; inside `run`, the connection of the act."""
        acting = _acting.get()
        if acting is not None:
            return acting.connection()
        bind = super().get_bind(*args, **kwargs)
        if isinstance(bind, Engine) and bind.dialect.name == "postgresql":
            return _reading(bind)
        return bind

    def _execute_internal(self, *args: Any, **kwargs: Any) -> Any:
        """Ask once more on a new connection when the one in hand turns out dead.

        Everything a session asks goes through here; SQLAlchemy's own event for it would go through
        each statement twice.
        """
        if _acting.get() is not None:
            return super()._execute_internal(*args, **kwargs)
        try:
            return super()._execute_internal(*args, **kwargs)
        except DBAPIError as failure:
            if failure.connection_invalidated:
                self.rollback()
            if not is_lost(failure):
                raise
        return super()._execute_internal(*args, **kwargs)


@lru_cache(maxsize=8)
def _reading(engine: Engine) -> Engine:
    """Return one and the same reader of `engine`: a session takes a connection for each it sees."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"class_": ReadingSession, "autoflush": False, "expire_on_commit": False},
)


@event.listens_for(ReadingSession, "before_flush")
def _refuse_writing(*_: object) -> None:
    raise RuntimeError("a page's own session only reads; changes go through core.db.run")


def run(act: Callable[[Session], T]) -> T:
    """Do `act` in a transaction of its own: commit when it returns, roll back when it raises.

    The page gives its connection back first, so that a request holds one at any moment; what it
    has read stays readable, and what it reads inside `act` it reads over the act's connection.
    `act` takes the session and loads its rows inside, since the whole of it runs again, at most
    three times, after a deadlock, a serialization failure or a busy SQLite, and once on a new
    connection when the first turns out dead.
    Raises whatever `act` raises; Unavailable when the database does not answer in time.
    """
    _hand_back()

    def beside_the_page(session: Session) -> T:
        before = _acting.set(session)
        try:
            return act(session)
        finally:
            _acting.reset(before)
            _hand_back()

    return run_on(db.engine, beside_the_page)


def _hand_back() -> None:
    """End what the page has read so far; its connection is free for others."""
    db.session.commit()


def run_on(engine: Engine, act: Callable[[Session], T]) -> T:
    """Do what `run` does on the given engine; commands and tests without an app use it."""
    writer = engine.execution_options(**{WRITES: True})
    for attempt in range(TRIES):
        try:
            return _once(writer, act)
        except PoolTimeout as waited:
            raise Unavailable from waited
        except DBAPIError as failure:
            if not _may_try_again(failure, attempt):
                _raise_if_out(failure)
                raise
        time.sleep(random.uniform(0.01, 0.2))  # noqa: S311 - jitter, not a secret
    raise Unavailable


def _may_try_again(failure: DBAPIError, attempt: int) -> bool:
    """Say whether the act runs again; a reader who has waited long is told instead."""
    if is_lost(failure):
        return attempt == 0
    if not is_worth_retrying(failure):
        return False
    is_late = has_request_context() and request_id.age() > PATIENCE_SECONDS
    if is_late or attempt == TRIES - 1:
        raise Unavailable from failure
    return True


@lru_cache(maxsize=8)
def _turns(_database: str | None) -> threading.Lock:
    """Return what the writers of one process pass on from hand to hand."""
    return threading.Lock()


@contextmanager
def _turn(writer: Engine) -> Iterator[None]:
    """Let the threads of a process write one after the other on SQLite.

    Left to itself each asks the file again and again, and whoever asks at the wrong moments gets
    old. Raises Unavailable when a reader has waited too long.
    """
    if writer.dialect.name != "sqlite":
        yield
        return
    turns = _turns(writer.url.database)
    if not turns.acquire(
        timeout=PATIENCE_SECONDS if has_request_context() else LONGEST_TURN_SECONDS
    ):
        raise Unavailable
    try:
        yield
    finally:
        turns.release()


def _once(writer: Engine, act: Callable[[Session], T]) -> T:
    with _turn(writer), Session(writer, expire_on_commit=False) as session:
        done = act(session)
        session.flush()
        try:
            session.commit()
        except DBAPIError as failure:
            if failure.connection_invalidated:
                # Nobody knows whether it was kept: doing it again could do it twice.
                raise Unavailable from failure
            raise
        return done


def _raise_if_out(failure: DBAPIError) -> None:
    if is_out(failure):
        raise Unavailable from failure
