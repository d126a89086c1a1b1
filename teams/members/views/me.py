"""我的 and 通知: the way to everything of mine, and messages listed and marked as read."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts import queries as own_queries
from accounts.gate import reader_id
from accounts.models import Notification
from accounts.rules import inbox
from core import clock, room
from core.db import db, run
from core.local_path import local_path
from core.menu import Menu
from core.paging import page_key
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import authority, community, current_member, requires
from teams.members.queries.teams import is_wished, memberships, teams_of
from teams.permissions import Permission


@bp.get("/me")
@requires(Permission.OWN_DATA)
def me() -> ResponseReturnValue:
    """Show the way to everything of mine."""
    member = current_member(db.session()) if authority().member_id is not None else None
    links = [
        (_(line.label), url_for(line.endpoint), line.icon)
        for line in room.lines(Menu.MINE)
        if (member is not None or line.for_guests)
        and (line.is_shown is None or line.is_shown(db.session(), reader_id()))
    ]
    held = memberships(db.session(), community(), member.id) if member else {}
    teams = teams_of(db.session(), community())
    return render_template(
        "teams/members/me.html",
        member=member,
        wished=[team for team in teams if is_wished(held.get(team.id))],
        links=links,
        unread=own_queries.unread_count(db.session(), reader_id()),
    )


@bp.get("/me/messages")
@requires(Permission.OWN_DATA)
def messages() -> ResponseReturnValue:
    """List what I was told, newest first."""
    rows, following = own_queries.messages(db.session(), reader_id(), page_key())
    later = url_for("teams.messages", after=following) if following else None
    return render_template("teams/members/messages.html", days=_by_day(rows), later_url=later)


def _by_day(rows: list[Notification]) -> list[tuple[date, list[Notification]]]:
    """Return the messages under their days in the community's zone, the newest day first."""
    days: dict[date, list[Notification]] = {}
    for each in rows:
        days.setdefault(clock.local_day(each.made_at, community().zone), []).append(each)
    return list(days.items())


@bp.post("/me/messages/reading")
@requires(Permission.OWN_DATA)
def read_messages() -> ResponseReturnValue:
    """Mark all my messages as read."""
    person_id, now = reader_id(), clock.now()
    run(lambda session: inbox.mark_read(Act(session, now), person_id))
    flash(_("都标成看过了。"))
    return redirect(url_for("teams.messages"), code=303)


@bp.post("/me/messages/<id:message_id>/opening")
@requires(Permission.OWN_DATA)
def open_message(message_id: int) -> ResponseReturnValue:
    """Mark one message as read and lead to what it is about."""
    person_id, now = reader_id(), clock.now()
    link = run(lambda session: inbox.open_one(Act(session, now), person_id, message_id))
    return redirect(local_path(link, url_for("teams.messages")), code=303)
