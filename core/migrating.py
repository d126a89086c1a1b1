"""Bringing a database to a numbered revision, once, whoever starts at the same time."""

import fcntl
import importlib
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from core import room
from core.base import Base
from core.columns import UTCDateTime
from core.engine import for_migrations

ROOT = Path(__file__).parents[1]
OWN_TABLES = ("core.calendar", "core.field_key", "core.lease")
LOCK_NUMBER = 5_205_201
PAUSE_SECONDS = 0.2


def import_models() -> None:
    """Load the tables of every room into the metadata."""
    for name in OWN_TABLES:
        importlib.import_module(name)
    for _tables in room.modules("models"):
        pass


def configuration(connection: Connection) -> Config:
    """Return what Alembic needs to run our revisions on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database up to `revision`; a second starter waits and finds nothing to do."""
    _move(engine, command.upgrade, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database down to `revision` (`base` for nothing at all)."""
    _move(engine, command.downgrade, revision)


def _move(engine: Engine, step: Callable[[Config, str], None], revision: str) -> None:
    import_models()
    with _alone(engine) as connection:
        step(configuration(connection), revision)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Lend a connection of its own to one starter at a time; the next waits as long as it takes.

    On PostgreSQL the lock belongs to the connection that migrates: neither outlives the other.
    """
    migrating = for_migrations(engine)
    with ExitStack() as kept:
        if engine.dialect.name == "sqlite":
            beside = Path(f"{engine.url.database}.lock")
            beside.parent.mkdir(parents=True, exist_ok=True)
            fcntl.flock(kept.enter_context(beside.open("w")), fcntl.LOCK_EX)
        connection = kept.enter_context(migrating.connect())
        while not _is_its_turn(connection):
            time.sleep(PAUSE_SECONDS)
        yield connection
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_unlock(:n)"), {"n": LOCK_NUMBER})


def _is_its_turn(connection: Connection) -> bool:
    """Ask for the lock without waiting inside a transaction, which the migration may wait for."""
    if connection.dialect.name == "sqlite":
        return True
    with connection.begin():
        asked = sa.text("SELECT pg_try_advisory_lock(:n)")
        return bool(connection.scalar(asked, {"n": LOCK_NUMBER}))


def current(engine: Engine) -> str | None:
    """Return the revision the database stands at, None before the first."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Return the newest revision there is."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(config).get_current_head()


def differences(engine: Engine) -> list[object]:
    """Return how the database differs from the models; empty at head."""
    import_models()
    with engine.connect() as connection, warnings.catch_warnings():
        # SQLite cannot say what expression an index stands on, so that one goes uncompared.
        warnings.filterwarnings("ignore", message="autogenerate skipping metadata-specified")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def render_item(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    """Write our own column kinds into a revision by their name."""
    if kind == "type" and isinstance(item, UTCDateTime):
        context.imports.add("from core.columns import UTCDateTime")
        return "UTCDateTime()"
    return False
