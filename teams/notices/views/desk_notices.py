"""公示管理 and 异议和更正: what hangs until when, and what was objected to."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import room
from core.db import db
from core.menu import Menu
from core.paging import page_key
from teams.blueprint import bp
from teams.gate import authority, can, community, local_today, requires
from teams.notices.models import Objection, ObjectionState
from teams.notices.queries import notices as queries
from teams.notices.queries.announced import whole_lines
from teams.notices.rules import objectors
from teams.notices.views.notices import notice_list
from teams.permissions import Permission


@bp.get("/notices/desk")
@requires(Permission.DESK_READ)
def notice_desk() -> ResponseReturnValue:
    """Show what hangs until when, with its poster."""
    return notice_list("teams/notices/notice_desk.html", "teams.notice_desk")


@bp.get("/objections")
@requires(Permission.DESK_READ)
def objections() -> ResponseReturnValue:
    """List objections for those who decide them; anybody else at the desk sees how many."""
    if not can(Permission.OBJECTION_DECIDE):
        today = local_today()
        counts = queries.objection_counts(db.session(), community(), today)
        return render_template("teams/notices/objection_counts.html", counts=counts)
    return _objection_list()


def _objection_list() -> str:
    asked = request.args.get("state", "open")
    state = next((each for each in ObjectionState if each.value == asked), ObjectionState.OPEN)
    rows, following = queries.objections_page(db.session(), community(), state, page_key())
    later = url_for("teams.objections", state=state, after=following) if following else None
    by, today = authority(), local_today()
    sentences = whole_lines(db.session(), [row.line for row in rows], today)
    return render_template(
        "teams/notices/objections.html",
        objections=[
            (row, sentences[row.line_id], decide_url(row), objectors.is_open_to(row, by))
            for row in rows
        ],
        state=state.value,
        beside=[
            (_(line.label), url_for(line.endpoint), False)
            for line in room.lines(Menu.OBJECTIONS)
            if can(line.permission)
        ],
        later_url=later,
    )


def decide_url(objection: Objection) -> str:
    """Return where the room that posted the notice answers the objection."""
    sort = room.notice_sort(objection.line.notice.kind)
    return url_for(sort.decide_at, objection_id=objection.id)
