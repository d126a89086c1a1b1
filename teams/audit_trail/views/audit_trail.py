"""操作记录: who did what to what, when; nothing is ever taken out."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import room
from core.addresses import address
from core.db import db
from core.inputs import BadInput, on_date
from core.paging import page_key
from core.template_filters import refusal_text, say
from teams.audit_trail.queries import audit
from teams.audit_trail.queries.audit import TrailFilter
from teams.audit_trail.views.trail_words import Speaker
from teams.blueprint import bp
from teams.gate import community, requires
from teams.members.models import Member
from teams.members.queries import finding
from teams.members.queries.teams import all_teams
from teams.permissions import Permission

ASKED = ("event", "kind", "id", "who", "since", "until")


@bp.get("/audit-trail")
@requires(Permission.AUDIT_READ)
def audit_trail() -> ResponseReturnValue:
    """List what was done here, newest first, narrowed to an event, a person, days or an object."""
    typed = {name: request.args.get(name, "").strip()[:60] for name in ASKED}
    wanted, faults = _wanted(typed)
    rows, following = ([], None) if faults else audit.trail_page(db.session(), community(), wanted)
    shown = {name: value for name, value in typed.items() if value}
    return render_template(
        "teams/audit_trail/audit_trail.html",
        rows=_row_words(rows),
        events=sorted(room.trail().events.items(), key=lambda each: each[1]),
        typed=typed,
        faults=faults,
        later_url=address("teams.audit_trail", shown | {"after": following}) if following else None,
    )


def _wanted(typed: dict[str, str]) -> tuple[TrailFilter, dict[str, str]]:
    """Read what was asked for, and say by field what cannot be read."""
    faults: dict[str, str] = {}
    wanted = TrailFilter(
        event=typed["event"],
        object_kind=typed["kind"][:32],
        object_id=page_key("id"),
        who=_who(typed["who"], faults),
        since=_day("since", typed["since"], faults),
        until=_day("until", typed["until"], faults),
        before=page_key(),
    )
    return wanted, faults


def _who(typed: str, faults: dict[str, str]) -> Member | None:
    if not typed:
        return None
    try:
        return finding.the_member(db.session(), community(), typed, only_active=False)
    except (finding.NobodyFound, finding.SeveralFound) as unknown:
        faults["who"] = refusal_text(unknown)
        return None


def _day(name: str, typed: str, faults: dict[str, str]) -> date | None:
    if not typed:
        return None
    try:
        return on_date(typed)
    except BadInput as unread:
        faults[name] = say(unread.message)
        return None


def _row_words(rows: list[audit.Row]) -> list[tuple[object, ...]]:
    events = [event for event, _name in rows]
    teams = {team.id: team.short_name for team in all_teams(db.session(), community())}
    speaker = Speaker(audit.numbers_in(db.session(), community(), events), teams)
    return [
        (
            event,
            _(room.trail().events.get(event.event, event.event)),
            name,
            speaker.subject(event),
            speaker.details(event),
        )
        for event, name in rows
    ]
