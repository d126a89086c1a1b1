"""Commands that ask every floor: `verify` its proofs, and each floor's own."""

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from core import room
from core.db import db


def all_commands() -> list[click.Command]:
    """Return the commands that ask every floor, and each floor's own, lowest first."""
    own: list[click.Command] = []
    for each in room.modules("cli"):
        own += getattr(each, "commands", [])
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
