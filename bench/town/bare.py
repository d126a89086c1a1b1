"""PostgreSQL tables without their indexes and keys for as long as millions of rows go in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, exists, func, select, text

from bench.town.sheet import Sheet

Tell = Callable[[str], None]
KEYS = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = 'f' AND conrelid::regclass::text = ANY(:tables) ORDER BY 1, 2"
)
INDEXES = (
    "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename = ANY(:tables)"
    " AND i.schemaname = 'public' AND NOT EXISTS (SELECT FROM pg_constraint c"
    " WHERE c.conname = i.indexname AND c.contype IN ('p', 'u')) ORDER BY 1"
)


@dataclass(slots=True)
class _Dropped:
    """What was taken away: table, name and definition of each key; definition of each index."""

    keys: list[tuple[str, str, str]] = field(default_factory=list)
    indexes: list[str] = field(default_factory=list)


@contextmanager
def bare_tables(
    engine: Engine, sheets: Sequence[Sheet], *, is_asked: bool, tell: Tell
) -> Iterator[None]:
    """Drop indexes and foreign keys where asked, and add (and so prove) them afterwards.

    Primary and unique keys stay. The counters of ids are moved behind the last row in any case.
    """
    dropped = _drop(engine, sheets) if is_asked else _Dropped()
    yield
    if engine.dialect.name != "postgresql":
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _be_quick(connection)
        _add(connection, dropped, tell)
        _count_on(connection, sheets)


def _drop(engine: Engine, sheets: Sequence[Sheet]) -> _Dropped:
    dropped, tables = _Dropped(), {"tables": [each.table.name for each in sheets]}
    with engine.begin() as connection:
        for table, name, definition in connection.execute(text(KEYS), tables).all():
            dropped.keys.append((table, name, definition))
            connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, definition in connection.execute(text(INDEXES), tables).all():
            dropped.indexes.append(definition)
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return dropped


def _add(connection: Connection, dropped: _Dropped, tell: Tell) -> None:
    for definition in dropped.indexes:
        connection.exec_driver_sql(definition)
    tell("indexes added")
    for table, name, definition in dropped.keys:
        connection.exec_driver_sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    tell("keys added")


def _count_on(connection: Connection, sheets: Sequence[Sheet]) -> None:
    """Let ids go on behind the last row."""
    for table in (each.table for each in sheets if "id" in each.table.columns):
        last = select(func.max(table.c.id)).scalar_subquery()
        counter = func.pg_get_serial_sequence(table.name, "id")
        is_filled = exists().select_from(table)
        connection.execute(select(func.setval(counter, last)).where(is_filled))


def _be_quick(connection: Connection) -> None:
    for setting in (
        "maintenance_work_mem = '512MB'",
        "max_parallel_maintenance_workers = 1",
    ):
        connection.exec_driver_sql(f"SET {setting}")


def vacuumed(engine: Engine) -> None:
    """Let the planner know the rows, and pages be read without asking which rows are old."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            _be_quick(connection)
            connection.exec_driver_sql("VACUUM ANALYZE")
        else:
            connection.exec_driver_sql("ANALYZE")
    engine.dispose()
