"""Commands that ask every floor: `verify` its proofs, `sweep` its duties, `permissions`."""

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from datetime import datetime
from types import ModuleType
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from core import clock
from core.db import db, run

Duty = Callable[[Session, datetime], int]
MOST_BATCHES = 10_000


def commands_of(floors: tuple[ModuleType, ...]) -> list[click.Command]:
    """Return the commands that need to see all `floors`, lowest first, and each floor's own."""
    own: list[click.Command] = []
    for floor in floors:
        if importlib.util.find_spec(f"{floor.__name__}.cli") is not None:
            own += importlib.import_module(f"{floor.__name__}.cli").commands
    return [_verify(floors), _sweep(floors), *own]


def listed(floors: tuple[ModuleType, ...], module: str, function: str) -> Iterator[tuple[str, Any]]:
    """Yield what each floor lists in `rules/<module>.py` by `function`, named floor by floor."""
    for floor in floors:
        path = f"{floor.__name__}.rules.{module}"
        if importlib.util.find_spec(path) is None:
            continue
        for name, act in getattr(importlib.import_module(path), function)():
            yield f"{floor.__name__}: {name}", act


def _verify(floors: tuple[ModuleType, ...]) -> click.Command:
    @click.command("verify")
    @with_appcontext
    def verify() -> None:
        """Prove every book: what must always hold is asked of the whole database.

        Prints one line a proof. The first bad row is named, and the exit code is 1.
        """
        bad = 0
        with Session(db.engine) as session:
            for name, proof in listed(floors, "proofs", "proofs"):
                breaches = proof(session)
                bad += len(breaches)
                click.echo(f"{'holds ' if not breaches else 'BROKEN'} {name}")
                for sentence in breaches[:3]:
                    click.echo(f"       {sentence}", err=True)
        if bad:
            raise click.ClickException(f"{bad} breaches; the first bad rows are named above.")
        click.echo("Everything holds.")

    return verify


def _sweep(floors: tuple[ModuleType, ...]) -> click.Command:
    @click.command("sweep")
    @click.option("--at", "moment", default=None, help="Pretend it is this moment (DEMO=1 alone).")
    @with_appcontext
    def sweep(moment: str | None) -> None:
        """Do what is due: notices that end, hours that post, points that expire, reminders.

        Safe to run twice, and on two machines at once. Run it every few minutes.
        """
        now = _moment(moment)
        for name, duty in listed(floors, "duties", "duties"):
            done = _do_all(duty, now)
            if done:
                click.echo(f"{done:>6} {name}")
        click.echo("Nothing is due any more.")

    return sweep


def _do_all(duty: Duty, now: datetime) -> int:
    """Do one duty batch by batch, each in a transaction of its own, until none is left."""
    total = 0
    for _ in range(MOST_BATCHES):
        done = run(lambda session: duty(session, now))
        total += done
        if done == 0:
            break
    return total


def _moment(given: str | None) -> datetime:
    if given is None:
        return clock.now()
    if not current_app.config["DEMO"]:
        raise click.ClickException("--at works with DEMO=1 alone.")
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as unread:
        raise click.ClickException(f"{given!r} is no moment; write 2026-05-15T10:00+08:00.") from (
            unread
        )
    if moment.tzinfo is None:
        raise click.ClickException(f"{given!r} has no zone; write 2026-05-15T10:00+08:00.")
    return moment
