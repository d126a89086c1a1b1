"""操作记录: who did what to what, when; nothing is ever taken out."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.db import db
from core.permissions import Permission
from teams.gate import community, requires
from teams.queries import audit
from teams.queries.audit import TrailFilter
from teams.views import bp
from teams.views.me import key_after
from teams.words import EVENT_WORDS


@bp.get("/audit-trail")
@requires(Permission.AUDIT_READ)
def audit_trail() -> ResponseReturnValue:
    """List what was done here, newest first, narrowed to an event or an object."""
    wanted = TrailFilter(
        event=request.args.get("event", "")[:60],
        object_kind=request.args.get("kind", "")[:32],
        object_id=key_after("id"),
        before=key_after(),
    )
    rows, following = audit.trail_page(db.session(), community(), wanted)
    shown: dict[str, Any] = {
        n: v for n, v in request.args.items() if n in {"event", "kind", "id"} and v
    }
    later = url_for("teams.audit_trail", after=following, **shown) if following else None
    return render_template(
        "teams/audit_trail.html",
        rows=[(event, _(EVENT_WORDS.get(event.event, event.event)), name) for event, name in rows],
        events=sorted(EVENT_WORDS.items(), key=lambda each: each[1]),
        wanted=wanted,
        later_url=later,
    )
