"""Rows that may be there already: written by one INSERT ... ON CONFLICT, on both engines.

No other module speaks a dialect. What two senders write at once is decided by the unique keys of
the table: the second waits until the first has committed or rolled back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Executable,
    FromClause,
    bindparam,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from core import bulk
from core.base import Base

T = TypeVar("T")

Told = InstrumentedAttribute[T] | type[T]
"""What is told of the row that was written: one of its columns, or the whole row."""


def insert_new(session: Session, told: Told[T], values: Mapping[str, object]) -> T | None:
    """Insert a row and tell of it; None when a unique key has one already, which stays as it is."""
    column = told.key if isinstance(told, InstrumentedAttribute) else None
    model: Any = told.class_ if isinstance(told, InstrumentedAttribute) else told
    made: T | None = session.scalar(_new(session.get_bind().dialect.name, model, column), values)
    return made


def upsert(
    session: Session,
    told: Told[T],
    key: Mapping[str, object],
    *,
    first: Mapping[str, object],
    again: Mapping[str, object],
    only_if: ColumnElement[bool] | None = None,
) -> T | None:
    """Insert the row of a unique `key` with `first`, or write `again` to the one that is there.

    Tells of the row as it is then. With `only_if`, a condition on the row that is there, it is
    left alone where that fails, and None is told.
    """
    insert = _insert_into(session, told).values(**key, **first)
    changed = insert.on_conflict_do_update(index_elements=list(key), set_=again, where=only_if)
    return session.scalar(changed.returning(told))


@dataclass(frozen=True, eq=False)
class BuiltUpsert(Generic[T]):
    """An `upsert` of so many rows in one statement, built once for an act that counts every press.

    `again` and `only_if` name the row that was to come as `coming`, and what each press brings
    besides by `bindparam`. The rows stand in a SELECT, since SQLAlchemy builds a list of VALUES
    anew each time it is sent.
    """

    told: InstrumentedAttribute[T]
    columns: Sequence[str]
    key: Sequence[str]
    again: Mapping[str, ColumnElement[Any]]
    only_if: ColumnElement[bool] | None = None
    rows: int = 1

    def send(
        self, session: Session, rows: Sequence[Mapping[str, object]], **more: object
    ) -> set[T]:
        """Insert the rows, their keys among them, or write `again`; tell of those that moved."""
        sent = {_nth(name, at): row[name] for at, row in enumerate(rows) for name in self.columns}
        statement = self._statement(session.get_bind().dialect.name)
        return set(session.scalars(statement, sent | more))

    @cache  # noqa: B019 - one for each kind of count, and kept as long as the program
    def _statement(self, dialect: str) -> Executable:
        table = self.told.class_.__table__
        rows = [
            select(*(bindparam(_nth(name, at), type_=table.c[name].type) for name in self.columns))
            for at in range(self.rows)
        ]
        return (
            _insert(dialect)(table)
            .from_select(list(self.columns), union_all(*(each.where(true()) for each in rows)))
            .on_conflict_do_update(
                index_elements=list(self.key), set_=dict(self.again), where=self.only_if
            )
            .returning(table.c[self.told.key])
        )


def _nth(name: str, at: int) -> str:
    return f"{name}_of_{at}"


def coming(model: type[Base]) -> FromClause:
    """Return the row of `model` an upsert was to insert, as its second half may name it."""
    return model.__table__.alias("excluded")


def upsert_all(
    session: Session, model: type[Base], key: Sequence[str], rows: Sequence[Mapping[str, object]]
) -> None:
    """Insert the rows of a unique `key`, and write all else to those that are there already."""
    insert = _insert_into(session, model)
    again = {
        column.name: insert.excluded[column.name]
        for column in model.__table__.columns
        if column.name not in key
    }
    bulk.write(session, insert.on_conflict_do_update(index_elements=list(key), set_=again), rows)


@cache
def _new(dialect: str, model: type[Any], column: str | None) -> Executable:
    """Return what `insert_new` sends, built once for each thing told; the values come along."""
    if column is None:
        return _insert(dialect)(model).on_conflict_do_nothing().returning(model)
    table = model.__table__
    return _insert(dialect)(table).on_conflict_do_nothing().returning(table.c[column])


class _NextNumber(FunctionElement[int]):
    """Compiled for each engine below."""

    type = BigInteger()
    inherit_cache = True


def next_number(model: type[Base]) -> ColumnElement[int]:
    """Return the number the next row of `model` may take, as part of a read.

    Whoever writes the row takes it along, so that an answer names the row before it is there. On
    PostgreSQL nobody else is given it; on SQLite another writer may be faster, and who comes
    second is told by `insert_new`.
    """
    return _NextNumber(literal_column(f"'{model.__tablename__}'"))


@compiles(_NextNumber, "postgresql")
def _from_sequence(element: _NextNumber, compiler: SQLCompiler, **how: Any) -> str:
    return f"nextval(pg_get_serial_sequence({compiler.process(element.clauses, **how)}, 'id'))"


@compiles(_NextNumber, "sqlite")
def _after_the_last(element: _NextNumber, compiler: SQLCompiler, **how: Any) -> str:
    table = compiler.process(element.clauses, **how).strip("'")
    return f"(SELECT coalesce(max(id), 0) + 1 FROM {table})"  # noqa: S608 - a table of ours


def _insert_into(session: Session, told: Told[Any]) -> postgresql.Insert | sqlite.Insert:
    model = told.class_ if isinstance(told, InstrumentedAttribute) else told
    return _insert(session.get_bind().dialect.name)(model)


def _insert(dialect: str) -> Callable[..., postgresql.Insert | sqlite.Insert]:
    return postgresql.insert if dialect == "postgresql" else sqlite.insert
