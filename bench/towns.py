"""Towns that are kept: built once a week and scale, copied for each run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

import app as program  # noqa: TID251 - the bench builds the program
from bench.postgres import Postgres
from bench.serving import FIELD_KEY, HOME
from bench.town import scale as scales
from bench.town.build import build
from bench.town.scale import Scale
from core import clock, keyring, migrating, room
from core import engine as engines


def furnish() -> None:
    """Let this process know the rooms, the tables and the key, as the program does."""
    keyring.use(FIELD_KEY)
    room.use(program.ROOMS)
    migrating.import_models()


def _name(scale: Scale) -> tuple[str, str]:
    size = f"town_{scale.stations}x{scale.people}x{scale.lines}_"
    return size, size + scale.fingerprint(clock.local_day(clock.now()))


@contextmanager
def on_postgres(server: Postgres, scale: Scale | None = None) -> Iterator[str]:
    """Lend the address of a fresh copy of the town; built first where there is none."""
    scale = scale or scales.from_environment(os.environ)
    size, name = _name(scale)
    names = server.names()
    if name not in names:
        for old in (each for each in names if each.startswith(size)):
            server.do(f'DROP DATABASE "{old}"')
        server.do('DROP DATABASE IF EXISTS "building"', 'CREATE DATABASE "building"')
        build(_engine(server.url_of("building")), scale, clock.now(), is_told=True)
        server.do(f'ALTER DATABASE "building" RENAME TO "{name}"')
    run = f"run_{os.getpid()}"
    server.do(f'CREATE DATABASE "{run}" TEMPLATE "{name}" STRATEGY file_copy')
    try:
        yield server.url_of(run)
    finally:
        server.do(f'DROP DATABASE IF EXISTS "{run}" WITH (FORCE)')


@contextmanager
def on_sqlite(scale: Scale | None = None) -> Iterator[str]:
    """Lend the address of a fresh copy of the town in a file; built first where there is none."""
    scale = scale or scales.from_environment(os.environ)
    size, name = _name(scale)
    HOME.mkdir(parents=True, exist_ok=True)
    kept = HOME / f"{name}.db"
    if not kept.exists():
        for old in HOME.glob(f"{size}*.db"):
            old.unlink()
        building = HOME / f"building-{os.getpid()}.db"
        build(_engine(f"sqlite:///{building}"), scale, clock.now(), is_told=True)
        building.rename(kept)
    run = HOME / f"run-{os.getpid()}.db"
    shutil.copy(kept, run)
    try:
        yield f"sqlite:///{run}"
    finally:
        for each in (run, Path(f"{run}-wal"), Path(f"{run}-shm"), Path(f"{run}.lock")):
            each.unlink(missing_ok=True)


def _engine(url: str) -> Engine:
    return engines.create(url)
