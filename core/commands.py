"""`flask db`: the revisions of the database."""

import click
from flask import current_app
from flask.cli import AppGroup

from core import field_key, migrating
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


commands: list[click.Command] = [revisions]
