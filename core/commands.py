"""Commands of the ground: the database brought to a revision, `verify`, what the rooms declare."""

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core import clock, engine, field_key, migrating, room
from core.db import db, run
from core.declarations import Check, Checked, NewCheck

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
@click.option(
    "--new", "is_of_new", is_flag=True, help="Go on from where each chain last held; much faster."
)
@with_appcontext
def verify(*, is_of_new: bool) -> None:
    """Check every book: what must always hold is asked of the whole database.

    Prints one line a check. The first bad row is named, and the exit code is 1. With --new the
    chains of the books are followed from the line where they last held, and marked anew.
    """
    new_checks = room.new_checks() if is_of_new else {}
    whole = engine.at_one_moment(db.engine)
    bad = 0
    for name, check in room.checks().items():
        breaches = _of_new(new_checks[name]) if name in new_checks else _of_all(whole, check)
        bad += len(breaches)
        click.echo(f"{'holds ' if not breaches else 'BROKEN'} {name}")
        for sentence in breaches[:3]:
            click.echo(f"       {sentence}", err=True)
    if bad:
        raise click.ClickException(f"{bad} breaches; the first bad rows are named above.")
    click.echo("Everything holds.")


def _of_all(whole: Engine, check: Check) -> list[str]:
    """Ask a check of the database as it stands at one moment, whatever is written meanwhile."""
    with Session(whole) as session:
        return check(session)


def _of_new(check: NewCheck) -> list[str]:
    """Ask a check of new rows batch by batch, each in a transaction of its own."""
    now, found, after = clock.now(), list[str](), 0

    def batch(session: Session) -> Checked:
        return check(session, now, after)

    while (checked := run(batch)).up_to is not None:
        found += checked.breaches
        after = checked.up_to
    return found


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
