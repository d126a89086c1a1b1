"""What `flask check` asks a database before anything is served from it."""

from collections.abc import Callable

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core import migrating
from core.engine import WRITES
from core.operator_words import line_of

READ_ONLY = "The database cannot be written: this server is a read-only one."


def problems_of(engine: Engine, *, may_write: bool) -> list[str]:
    """Return one line for each thing that is wrong with the database, none when it can serve.

    A database that does not answer at all has one problem, not four.
    """
    asked: list[Callable[[Engine], str | None]] = [_is_whole, _is_not_ahead]
    if may_write:
        asked.append(_can_be_written)
    problems: list[str] = []
    for ask in asked:
        try:
            problem = ask(engine)
        except (DBAPIError, PoolTimeout) as failure:
            problem = line_of(failure)
        if problem is not None and problem not in problems:
            problems.append(problem)
    return problems


def _is_whole(engine: Engine) -> str | None:
    """Read every page of a SQLite file; a server looks after its own pages."""
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        if engine.dialect.name != "sqlite":
            return None
        answer = str(connection.execute(text("PRAGMA quick_check(1)")).scalar())
    return (
        None
        if answer == "ok"
        else f"The database file is damaged. Restore the last backup. {answer}"
    )


def _is_not_ahead(engine: Engine) -> str | None:
    """Say when the database was brought further than this program knows."""
    at = migrating.current(engine)
    if at is None or at <= (migrating.newest() or ""):
        return None
    return f"The database stands at {at}, which this program does not know: it is too old for it."


def _can_be_written(engine: Engine) -> str | None:
    """Begin to write and leave it at that: SQLite refuses at once, PostgreSQL is asked."""
    with engine.execution_options(**{WRITES: True}).connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA user_version")).all()
            return None
        answer = connection.execute(text("SHOW transaction_read_only")).scalar()
    return READ_ONLY if answer == "on" else None
