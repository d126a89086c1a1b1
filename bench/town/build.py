"""Building the town into an empty database, on either engine."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

import psycopg
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bench.town import ahead, goods, honours, people, service, station
from bench.town.bare import bare_tables, vacuumed
from bench.town.passbooks import Passbooks
from bench.town.scale import Scale
from bench.town.sheet import CopyWriter, SqliteWriter, Writer
from bench.town.sheets import Numbers, Sheets
from bench.town.station import Station
from core import engine as engines
from core import field_key, migrating
from core.engine import WRITES

FROM_PEOPLE = 5_000
"""From so many people on the rows go in before the indexes and keys of PostgreSQL."""


def build(engine: Engine, scale: Scale, now: datetime, *, is_told: bool = False) -> None:
    """Bring an empty database to the newest schema and write the town into it.

    `core.keyring` and `core.room` stand already. On PostgreSQL the keys that point elsewhere are
    left out while a large town is written and proved when they are added again.
    """
    began = time.monotonic()

    def tell(words: str) -> None:
        if is_told:
            sys.stderr.write(f"{time.monotonic() - began:6.1f} s  {words}\n")

    migrating.upgrade(engine)
    engine.dispose()
    engine = engines.for_migrations(engine)
    with _session(engine) as session:
        field_key.mark(session)
        stations = [station.opened(session, each, scale, now) for each in range(scale.stations)]
        session.commit()
        sheets = Sheets(Numbers(session))
        for each in stations:
            people.write(sheets, each)
        _written(session, sheets)
        for each in stations:
            goods.stock_shelf(session, each)
            session.commit()
        tell(f"{scale.everybody:,} people in {scale.stations} stations")
    is_large = engine.dialect.name == "postgresql" and scale.everybody >= FROM_PEOPLE
    with bare_tables(engine, sheets.in_order(), is_asked=is_large, tell=tell):
        for each in stations:
            with _session(engine) as session:
                _live(session, each)
            tell(f"station {each.number + 1} of {scale.stations}")
    vacuumed(engine)
    tell("done")


@contextmanager
def _session(engine: Engine) -> Iterator[Session]:
    with Session(engine.execution_options(**{WRITES: True}), expire_on_commit=False) as session:
        yield session
        session.commit()


def _live(session: Session, each: Station) -> None:
    """Write the years of one station."""
    sheets = Sheets(Numbers(session))
    passbooks = Passbooks(sheets, each)
    for turn in range(each.scale.services):
        passbooks.of_turn(turn, service.write_turn(sheets, each, turn))
    passbooks.close()
    service.write_hours(sheets, each)
    service.write_hanging(sheets, each)
    ahead.write(sheets, each)
    honours.write(session, sheets, each)
    _written(session, sheets)
    goods.settle(session, each, passbooks.left, passbooks.kept)


def _written(session: Session, sheets: Sheets) -> None:
    session.flush()
    writer_of(session).write(sheets.in_order())
    session.commit()


def writer_of(session: Session) -> Writer:
    """Return what writes sheets in the transaction of `session`."""
    raw: Any = session.connection().connection.driver_connection
    if session.connection().dialect.name == "postgresql":
        return CopyWriter(cast("psycopg.Connection[Any]", raw))
    return SqliteWriter(cast("sqlite3.Connection", raw))
