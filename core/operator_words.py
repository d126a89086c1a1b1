"""What a command tells its operator when the database fails it: one human line, no trace."""

import functools
from collections.abc import Callable

import click
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.errors import Unavailable
from core.field_key import WrongFieldKey

ANSWERS = (
    ("file is not a database", "The database file is damaged. Restore the last backup."),
    ("malformed", "The database file is damaged. Restore the last backup."),
    ("readonly", "The database cannot be written: the file, its folder or the disk is read-only."),
    ("read-only", "The database cannot be written: it or its disk is read-only."),
    ("disk is full", "The disk is full; nothing was changed. Make room and try again."),
    ("no such table", "The database has no tables yet. Run: flask db upgrade"),
    ("no such column", "The database is older than the program. Run: flask db upgrade"),
    ("UndefinedTable", "The database has no tables yet. Run: flask db upgrade"),
    ("UndefinedColumn", "The database is older than the program. Run: flask db upgrade"),
    ("unable to open", "The database file cannot be opened: look at its folder and its rights."),
    ("password authentication", "The database refused the user or the password of DATABASE_URL."),
)
"""What a driver says, and what is said instead; the first that fits."""

FAILURES = (DBAPIError, PoolTimeout, Unavailable, WrongFieldKey, CommandError)


def line_of(failure: Exception) -> str:
    """Say in one line what is wrong and what to do about it."""
    if isinstance(failure, Unavailable):
        return line_of(failure.__cause__) if isinstance(failure.__cause__, DBAPIError) else AWAY
    if isinstance(failure, WrongFieldKey | CommandError):
        return str(failure)
    original = getattr(failure, "orig", None) or failure
    message = f"{type(original).__name__}: {original}"
    for part, words in ANSWERS:
        if part in message:
            return words
    first = next((line for line in str(original).splitlines() if line.strip()), "no reason given")
    return f"{AWAY} It says: {first.strip()}"


AWAY = "The database does not answer. Look at DATABASE_URL and whether the server runs."


def spare_traces(command: click.Command) -> None:
    """Let a command, and those below it, end with one line when the database fails."""
    if isinstance(command, click.Group):
        for below in command.commands.values():
            spare_traces(below)
    if command.callback is not None:
        command.callback = _with_words(command.callback)


def _with_words(act: Callable[..., object]) -> Callable[..., object]:
    @functools.wraps(act)
    def spared(*args: object, **kwargs: object) -> object:
        try:
            return act(*args, **kwargs)
        except FAILURES as failure:
            raise click.ClickException(line_of(failure)) from failure

    return spared
