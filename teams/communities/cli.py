"""Commands of the operator: communities, the first administrator, what every route asks."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from accounts.rules import set_up
from core import clock, health, inputs
from core.db import db, run
from core.errors import RuleError
from core.permissions import PermissionName
from teams.authority.act import Act
from teams.communities.rules import communities
from teams.communities.rules.communities import NewCommunity
from teams.permissions import Permission

CHANGES = {"POST", "PUT", "PATCH", "DELETE"}


@click.command("create-community")
@click.argument("slug")
@click.argument("name")
@click.argument("prefix")
@click.option("--county", default="民乐县", help="The county it belongs to; made on first use.")
@click.option("--phone", default=None, help="The telephone of the desk.")
@with_appcontext
def create_community(slug: str, name: str, prefix: str, county: str, phone: str | None) -> None:
    """Open a community at /c/SLUG with its five teams; PREFIX begins its volunteer numbers.

    SLUG: small letters, digits, hyphens. PREFIX: two or three capital letters, unique here.
    """
    now = clock.now()

    def act(session: Session) -> str:
        above = communities.county_called(session, county)
        new = NewCommunity(slug, inputs.note(60)(name), prefix, above.id, desk_phone=phone)
        return communities.create(Act(session, now), new, None).slug

    try:
        click.echo(f"Opened {name} at /c/{run(act)}/ with five teams.")
    except (RuleError, inputs.BadInput) as refusal:
        raise click.ClickException(str(refusal)) from refusal


@click.command("create-admin")
@with_appcontext
def create_admin() -> None:
    """Print a one-time token with which a county administrator gets an account.

    It is good for 60 minutes and once. Nobody is created until the page /set-up is filled in.
    """
    now = clock.now()
    token = run(lambda session: set_up.begin(Act(session, now)))
    click.echo(f"{current_app.extensions['wuse_settings'].public_url}/set-up")
    click.echo(f"Token: {token}")
    click.echo("Good for 60 minutes and once. Type it on that page; it is shown nowhere else.")


@click.command("permissions")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object a route and method.")
@with_appcontext
def permissions(*, as_json: bool) -> None:
    """List each route and method with the permission it asks and the scope it holds in."""
    lines = [line for rule in current_app.url_map.iter_rules() for line in _lines_of(rule)]
    lines.sort(key=lambda line: (line["route"], line["method"]))
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False, indent=1))
        return
    for line in lines:
        click.echo(f"{line['method']:<6} {line['route']}  {line['permission']}  {line['scope']}")


def _lines_of(rule: Rule) -> list[dict[str, str]]:
    permission = getattr(current_app.view_functions[rule.endpoint], "permission", None)
    asked = permission if isinstance(permission, PermissionName) else "UNMARKED"
    methods = sorted((rule.methods or set()) & (CHANGES | {"GET"}))
    return [
        {
            "method": method,
            "route": rule.rule,
            "endpoint": rule.endpoint,
            "permission": asked,
            "scope": _scope_of(rule, asked),
        }
        for method in methods
    ]


def _scope_of(rule: Rule, asked: str) -> str:
    if asked == Permission.ANYONE:
        return "public"
    if "<string:community>" in rule.rule:
        return "own" if asked == Permission.OWN_DATA else "community"
    return "county" if asked == Permission.COUNTY_MANAGE else "own"


@click.command("check")
@with_appcontext
def check() -> None:
    """Say whether the program can run: settings, key, database. All faults are listed at once.

    Wrong settings and a wrong FIELD_KEY stop every command with one line each; this one asks the
    database as well: whether it answers, is whole, can be written and stands at the newest
    revision. An empty database is right: `flask db upgrade` is what comes next.
    """
    settings = current_app.extensions["wuse_settings"]
    problems = health.problems_of(db.engine, may_write=not settings.is_read_only)
    if problems:
        raise click.ClickException("\n".join(problems))
    click.echo(f"Settings are right, the database answers, cookies secure: {settings.is_secure}.")


commands: tuple[click.Command, ...] = (create_community, create_admin, permissions, check)
