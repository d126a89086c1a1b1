"""Rows of one table on their way into the database, and how each engine takes many at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Protocol

import psycopg
from sqlalchemy import Column, Table
from sqlalchemy.orm import InstrumentedAttribute

Attribute = InstrumentedAttribute[Any]
Words = Callable[[Any], object]


class Sheet:
    """Rows of one table; their values stand in the order of `columns`.

    What is the same in every row is given once as `constant`; what is not given at all has the
    default of its model.
    """

    def __init__(self, *columns: Attribute, constant: Mapping[Attribute, object] | None = None):
        self.table: Table = columns[0].class_.__table__
        given = [_column(each) for each in columns]
        fixed = {_column(each).name: value for each, value in (constant or {}).items()}
        known = {each.name for each in given} | fixed.keys()
        fixed |= {
            each.name: _default(each)
            for each in self.table.columns
            if each.name not in known and _has_default(each)
        }
        self.names = [*(each.name for each in given), *fixed]
        self.tail = tuple(fixed.values())
        self.rows: list[tuple[object, ...]] = []

    def add(self, *values: object) -> None:
        """Add one row."""
        self.rows.append(values)

    def taken(self) -> list[tuple[object, ...]]:
        """Return the rows and begin anew."""
        rows, self.rows = self.rows, []
        return rows


def _column(attribute: Attribute) -> Column[Any]:
    column: Column[Any] = attribute.property.columns[0]
    return column


def _has_default(column: Column[Any]) -> bool:
    default = column.default
    return (
        default is not None
        and (default.is_scalar or default.is_callable)
        and (
            default.is_callable or default.arg is not None  # type: ignore[attr-defined]  # a scalar has one
        )
    )


def _default(column: Column[Any]) -> object:
    default: Any = column.default
    return default.arg(None) if default.is_callable else default.arg


class Writer(Protocol):
    """Writes sheets into one database."""

    def write(self, sheets: Iterable[Sheet]) -> None:
        """Write and empty the sheets, in this order."""


class _Kinds(dict[type, Words]):
    """How a value is written, by its type; an enumeration as its text."""

    def __missing__(self, kind: type) -> Words:
        if not issubclass(kind, Enum):
            raise TypeError(f"no way to write a {kind.__name__}")
        return lambda value: value.value


_COPIED = _Kinds(
    {
        int: str,
        str: str,
        type(None): lambda _: "\\N",
        bool: lambda value: "t" if value else "f",
        datetime: datetime.isoformat,
        date: date.isoformat,
        bytes: lambda value: f"\\\\x{value.hex()}",
        dict: lambda value: json.dumps(value, ensure_ascii=False),
    }
)
_BOUND = _Kinds(
    {
        int: lambda value: value,
        str: lambda value: value,
        type(None): lambda value: value,
        bool: int,
        datetime: lambda value: value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),
        date: date.isoformat,
        bytes: lambda value: value,
        dict: lambda value: json.dumps(value, ensure_ascii=False),
    }
)


class CopyWriter:
    """PostgreSQL: one COPY a sheet. No value of the town has a tab, a line end or a backslash."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def write(self, sheets: Iterable[Sheet]) -> None:
        """Write and empty the sheets, in this order."""
        with self.connection.cursor() as cursor:
            for sheet in sheets:
                rows = sheet.taken()
                if rows:
                    self._copy(cursor, sheet, rows)

    @staticmethod
    def _copy(cursor: psycopg.Cursor[Any], sheet: Sheet, rows: list[tuple[object, ...]]) -> None:
        kinds, tail = _COPIED, "".join(f"\t{_COPIED[type(each)](each)}" for each in sheet.tail)
        names = ", ".join(f'"{name}"' for name in sheet.names)
        with cursor.copy(f'COPY "{sheet.table.name}" ({names}) FROM STDIN') as copy:
            for first in range(0, len(rows), 500):
                lines = [
                    "\t".join([kinds[type(value)](value) for value in row])  # type: ignore[misc]  # all are text here
                    for row in rows[first : first + 500]
                ]
                copy.write((f"{tail}\n".join(lines) + f"{tail}\n").encode())


class SqliteWriter:
    """SQLite: one statement a sheet, with many rows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def write(self, sheets: Iterable[Sheet]) -> None:
        """Write and empty the sheets, in this order."""
        for sheet in sheets:
            rows = sheet.taken()
            if not rows:
                continue
            tail = tuple(_BOUND[type(each)](each) for each in sheet.tail)
            names = ", ".join(f'"{name}"' for name in sheet.names)
            marks = ", ".join("?" * len(sheet.names))
            self.connection.executemany(
                f'INSERT INTO "{sheet.table.name}" ({names}) VALUES ({marks})',  # noqa: S608 - own names
                (tuple(_BOUND[type(value)](value) for value in row) + tail for row in rows),
            )
