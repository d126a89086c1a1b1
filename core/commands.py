"""Commands of the ground: the revisions of the database, and what the rooms declare."""

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from core import field_key, migrating, room
from core.db import db, run

revisions = AppGroup("db", help="Bring the database to a revision, or say where it stands.")


@revisions.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database to REVISION (the newest when left out); safe to run twice."""
    with current_app.app_context():
        migrating.upgrade(db.engine, revision)
        if migrating.current(db.engine) == migrating.newest():
            run(field_key.mark)
        click.echo(f"database at {migrating.current(db.engine)}")


@revisions.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database down to REVISION; what later revisions added is lost."""
    click.confirm(f"Everything newer than {revision} will be dropped. Go on?", abort=True)
    with current_app.app_context():
        migrating.downgrade(db.engine, revision)
        click.echo(f"database at {migrating.current(db.engine)}")


@revisions.command("current")
def current() -> None:
    """Print the revision the database stands at and the newest there is."""
    with current_app.app_context():
        click.echo(f"{migrating.current(db.engine)} of {migrating.newest()}")


@click.command("verify")
@with_appcontext
def verify() -> None:
    """Prove every book: what must always hold is asked of the whole database.

    Prints one line a proof. The first bad row is named, and the exit code is 1.
    """
    bad = 0
    with Session(db.engine) as session:
        for name, check in room.checks().items():
            breaches = check(session)
            bad += len(breaches)
            click.echo(f"{'holds ' if not breaches else 'BROKEN'} {name}")
            for sentence in breaches[:3]:
                click.echo(f"       {sentence}", err=True)
    if bad:
        raise click.ClickException(f"{bad} breaches; the first bad rows are named above.")
    click.echo("Everything holds.")


@click.command("rooms")
@with_appcontext
def rooms() -> None:
    """List what each room declares, lowest room first, in the order it runs."""
    for name, each in room.rooms().items():
        click.echo(name)
        for kind, listed in each.in_words():
            click.echo(f"  {kind}")
            for words in listed:
                click.echo(f"    {words}")


commands: tuple[click.Command, ...] = (revisions, verify, rooms)
