"""What makes each engine safe: SQLite's transactions, PostgreSQL's limits."""

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

POOL_WAIT_SECONDS = 3
BUSY_TIMEOUT_MS = 10_000
STATEMENT_TIMEOUT_MS = 5_000
LOCK_TIMEOUT_MS = 3_000

WRITES = "wuse_writes"


def options(url: str, *, threads: int = 4) -> dict[str, Any]:
    """Return the arguments of `create_engine` for `url`: a connection a thread, no more."""
    pool: dict[str, Any] = {
        "pool_size": threads,
        "max_overflow": 0,
        "pool_timeout": POOL_WAIT_SECONDS,
        "pool_pre_ping": not url.startswith("sqlite"),
    }
    if url.startswith("sqlite"):
        return pool | {"connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000, "isolation_level": None}}
    limits = f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS}"
    return pool | {
        "connect_args": {
            "options": f"{limits} -c idle_in_transaction_session_timeout=30000 -c timezone=UTC",
            "connect_timeout": POOL_WAIT_SECONDS,
            "prepare_threshold": 1,
        }
    }


def create(url: str, *, threads: int = 4) -> Engine:
    """Build an engine for `url` that already obeys `make_safe`."""
    engine = create_engine(url, **options(url, threads=threads))
    make_safe(engine)
    return engine


def make_safe(engine: Engine) -> None:
    """Switch on what SQLite leaves off: WAL, full sync, foreign keys, BEGIN IMMEDIATE to write.

    A session that has read cannot be raised to a writer on SQLite, so a writing connection
    (execution option `WRITES`) takes the write lock at its first breath.
    """
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
