"""Commands that ask every floor: `verify` its proofs, and each floor's own."""

import importlib
import importlib.util
from types import ModuleType

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from core import room
from core.db import db


def commands_of(floors: tuple[ModuleType, ...]) -> list[click.Command]:
    """Return the commands that need to see all `floors`, lowest first, and each floor's own."""
    own: list[click.Command] = []
    for floor in floors:
        if importlib.util.find_spec(f"{floor.__name__}.cli") is not None:
            own += importlib.import_module(f"{floor.__name__}.cli").commands
    return [verify, *own]


@click.command("verify")
@with_appcontext
def verify() -> None:
    """Prove every book: what must always hold is asked of the whole database.

    Prints one line a proof. The first bad row is named, and the exit code is 1.
    """
    bad = 0
    with Session(db.engine) as session:
        for name, proof in room.declared("proofs"):
            breaches = proof(session)
            bad += len(breaches)
            click.echo(f"{'holds ' if not breaches else 'BROKEN'} {name}")
            for sentence in breaches[:3]:
                click.echo(f"       {sentence}", err=True)
    if bad:
        raise click.ClickException(f"{bad} breaches; the first bad rows are named above.")
    click.echo("Everything holds.")
