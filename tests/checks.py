"""All checks of all rooms, as `flask verify` runs them, each only where it can find anything.

A check is made of questions that sound books answer with nothing. Once all of them were answered so
they are kept as they were sent, and asked again as they are: building them anew costs more than
asking. An answer that holds a row has the check itself run. On PostgreSQL, where each question is
a way to the server and back, all that are kept are asked in one statement first.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from core import room
from core.base import Base

Statement = tuple[str, Any]
NAMED = re.compile(r"%\((\w+)\)s")
ASKED: dict[tuple[str, str], list[Statement]] = {}
"""What each check asks of a database, by dialect, kept once every answer of it was empty."""


def breaches(session: Session) -> list[str]:
    """Return every breach found, named by its check; an empty list when all holds."""
    session.flush()
    session.expire_all()
    connection = session.connection()
    filled = filled_tables(connection)
    every = room.checks()
    kept = tuple(name for name in every if (connection.dialect.name, name) in ASKED)
    if connection.dialect.name == "postgresql" and kept and not _any_at_once(connection, kept):
        every = {name: check for name, check in every.items() if name not in kept}
    found: list[str] = []
    for name, check in every.items():
        asked = ASKED.get((connection.dialect.name, name))
        if asked is None or _answers_any(connection, asked, filled):
            found += [f"{name}: {sentence}" for sentence in _checked(session, name, check)]
    return found


def _checked(session: Session, name: str, check: Any) -> list[str]:
    """Run a check, and keep what it asked when nothing at all was answered."""
    connection = session.connection()
    asked: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, values))

    event.listen(connection, "before_cursor_execute", note)
    try:
        sentences: list[str] = check(session)
    finally:
        event.remove(connection, "before_cursor_execute", note)
    if not _answers_any(connection, asked, set(Base.metadata.tables)):
        ASKED[connection.dialect.name, name] = asked
    return sentences


def _answers_any(connection: Connection, asked: list[Statement], filled: set[str]) -> bool:
    """Say whether a statement gives a row; one that reads no filled table cannot."""
    return any(
        filled & _tables_in(statement)
        and connection.exec_driver_sql(statement, values).first() is not None
        for statement, values in asked
    )


def _any_at_once(connection: Connection, kept: tuple[str, ...]) -> bool:
    """Say whether a question that was kept gives a row, all asked of PostgreSQL at once."""
    statement, values = _as_one(kept)
    return bool(connection.exec_driver_sql(statement, values).scalar())


@cache
def _as_one(kept: tuple[str, ...]) -> Statement:
    """Put the questions of some checks together; once kept, those of a check stay as they are."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    asked = [each for name in kept for each in ASKED["postgresql", name]]
    for at, (statement, given) in enumerate(asked):
        renamed = NAMED.sub(rf"%(q{at}_\1)s", statement)
        parts.append(f"EXISTS ({renamed})")
        values |= {f"q{at}_{name}": value for name, value in dict(given).items()}
    return f"SELECT {' OR '.join(parts)}", values


@cache
def _tables_in(statement: str) -> set[str]:
    return set(Base.metadata.tables) & set(re.findall(r"\w+", statement))


@cache
def which_are_filled() -> str:
    """Return the statement that gives the names of the tables that hold a row."""
    return " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608 - our own names
        for name in Base.metadata.tables
    )


def filled_tables(connection: Connection) -> set[str]:
    """Return the names of the tables that hold a row, in one statement."""
    return set(connection.exec_driver_sql(which_are_filled()).scalars())
