"""What makes each engine safe: SQLite's transactions, PostgreSQL's limits."""

import os
import sqlite3
import weakref

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from core.silence import Watch

THREADS = 4
"""How many requests a worker answers at once; `gunicorn.conf.py` says the same."""
BACKGROUND = 1
"""How much work goes on beside them, each on a connection of its own."""

POOL_WAIT_SECONDS = 3
BUSY_TIMEOUT_MS = 2_000
STATEMENT_TIMEOUT_MS = 4_000
LOCK_TIMEOUT_MS = 3_000
MIGRATION_LOCK_TIMEOUT_MS = 4_000

WRITES = "wuse_writes"
_made_safe: weakref.WeakSet[Engine] = weakref.WeakSet()


def options(url: str, *, threads: int = THREADS) -> dict[str, object]:
    """Return the arguments of `create_engine` for `url`: a connection for each who may ask.

    A request holds one connection at any moment (`core.db.run`), so nobody waits for another's.
    No connection is asked whether it lives before it is used: one that turns out dead is replaced.
    The one used last is used next: it has read the schema and planned what is asked most.
    What a page has read, statement by statement, leaves nothing to roll back.
    """
    pool: dict[str, object] = {
        "pool_size": threads,
        "max_overflow": BACKGROUND,
        "pool_timeout": POOL_WAIT_SECONDS,
        "pool_use_lifo": True,
        "hide_parameters": True,
    }
    if url.startswith("sqlite"):
        return pool | {"connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000, "isolation_level": None}}
    limits = f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS}"
    return pool | {
        "skip_autocommit_rollback": True,
        "connect_args": {
            "options": f"{limits} -c idle_in_transaction_session_timeout=30000 -c timezone=UTC",
            "connect_timeout": POOL_WAIT_SECONDS,
            "prepare_threshold": 1,
        },
    }


def create(url: str, *, threads: int = THREADS) -> Engine:
    """Build an engine for `url` that already obeys `make_safe`."""
    engine = create_engine(url, **options(url, threads=threads))
    make_safe(engine)
    return engine


def for_migrations(engine: Engine) -> Engine:
    """Build the engine a migration runs on: it may take its time, but not make others wait.

    On PostgreSQL a statement may last and a transaction may rest as long as it must; a table
    somebody else holds is waited for 4 seconds only, since everybody queues behind that wait.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{WRITES: True})
    return _patient(engine, MIGRATION_LOCK_TIMEOUT_MS)


def at_one_moment(engine: Engine) -> Engine:
    """Build the engine a check of the whole database reads on: as it stood when it began to read.

    On PostgreSQL its statements may last as long as they must, and each sorts and joins in as much
    memory as it takes for millions of rows; it locks nothing and writes nothing.
    """
    if engine.dialect.name == "sqlite":
        return engine
    return _patient(engine, LOCK_TIMEOUT_MS, "-c work_mem=128MB").execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    )


def _patient(engine: Engine, lock_timeout_ms: int, more: str = "") -> Engine:
    limits = f"-c statement_timeout=0 -c lock_timeout={lock_timeout_ms} {more}"
    arguments = {"options": f"{limits} -c idle_in_transaction_session_timeout=0 -c timezone=UTC"}
    return create_engine(engine.url, poolclass=NullPool, connect_args=arguments)


def make_safe(engine: Engine) -> None:
    """Switch on what SQLite leaves off, and let nobody wait for a PostgreSQL that is silent.

    On SQLite: WAL, full sync, foreign keys, triggers for rows replaced, BEGIN IMMEDIATE to write.
    A session that has read cannot be raised to a writer there, so a writing connection
    (execution option `WRITES`) takes the write lock at its first breath.
    """
    _made_safe.add(engine)
    if engine.dialect.name != "sqlite":
        event.listen(engine, "do_connect", Watch().connect)
        return
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA recursive_triggers=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_anew() -> None:
    """Leave the parent's connections to the parent: a child of a fork opens its own."""
    for engine in _made_safe:
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_begin_anew)
