"""Building the town into an empty database, on either engine."""

from __future__ import annotations

import multiprocessing
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
from bench.town.sheets import BLOCK, Numbers, Sheets
from bench.town.station import Station
from core import engine as engines
from core import field_key, migrating
from core.engine import WRITES

WRITERS = 2
FROM_PEOPLE = 5_000
"""From so many people on the rows go in before the indexes and keys of PostgreSQL."""


def build(engine: Engine, scale: Scale, now: datetime, *, is_told: bool = False) -> None:
    """Bring an empty database to the newest schema and write the town into it.

    `core.keyring` and `core.room` stand already. On PostgreSQL the keys that point elsewhere are
    left out while a large town is written and proved when they are added again.
    """
    if scale.people * max(scale.lines, scale.services) >= BLOCK:
        raise ValueError("so many lines do not fit into one station")
    began = time.monotonic()

    def tell(words: str) -> None:
        if is_told:
            sys.stderr.write(f"{time.monotonic() - began:6.1f} s  {words}\n")

    migrating.upgrade(engine)
    engine.dispose()
    engine = engines.for_migrations(engine)
    with _session(engine) as session:
        stations, sheets = _opened(session, scale, now)
    tell(f"{scale.everybody:,} people in {scale.stations} stations")
    is_large = engine.dialect.name == "postgresql" and scale.everybody >= FROM_PEOPLE
    with bare_tables(engine, sheets.in_order(), is_asked=is_large, tell=tell):
        _live_side_by_side(engine, stations, WRITERS if is_large else 1)
        tell("years of all stations")
    vacuumed(engine)
    tell("done")


def _opened(session: Session, scale: Scale, now: datetime) -> tuple[list[Station], Sheets]:
    """Open all stations with their people and shelves; return them and the sheets, now empty."""
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
    return stations, sheets


def _live_side_by_side(engine: Engine, stations: list[Station], writers: int) -> None:
    """Write the years of all stations, by so many processes; raises RuntimeError when one fails."""
    if writers == 1:
        return _live_all(engine, stations)
    forking = multiprocessing.get_context("fork")
    shares = [
        forking.Process(target=_live_all, args=(engine, stations[first::writers]), daemon=True)
        for first in range(writers)
    ]
    for each in shares:
        each.start()
    for each in shares:
        each.join()
    if any(each.exitcode for each in shares):
        raise RuntimeError("a station could not be written")
    return None


def _live_all(engine: Engine, stations: list[Station]) -> None:
    for each in stations:
        with _session(engine) as session:
            _live(session, each)


@contextmanager
def _session(engine: Engine) -> Iterator[Session]:
    with Session(engine.execution_options(**{WRITES: True}), expire_on_commit=False) as session:
        yield session
        session.commit()


def _live(session: Session, each: Station) -> None:
    """Write the years of one station."""
    sheets = Sheets(Numbers(session, BLOCK * (each.number + 1)))
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
