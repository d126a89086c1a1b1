"""我的 and 通知: what is mine, and what changed."""

from datetime import date

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts import queries as own_queries
from accounts.gate import reader_id
from accounts.models import Notification
from accounts.rules import inbox
from core import clock
from core.db import db, run
from core.paging import page_key
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import authority, community, current_member, requires
from teams.members.models import TeamMember, TeamMemberState
from teams.members.queries import people
from teams.members.queries.people import answers_for_somebody
from teams.permissions import Permission

CHILDREN = "我的孩子"
MINE = (
    ("服务记录", "volunteer.my_records", "list"),
    ("我的报名", "volunteer.my_sign_ups", "cal"),
    ("记录证明", "volunteer.certificates", "doc"),
    ("积分存折", "points.passbook", "book"),
    ("兑换记录", "points.redemptions", "ticket"),
    ("我的荣誉", "commendations.my_honours", "medal"),
    ("我的队伍", "teams.teams", "people"),
    (CHILDREN, "volunteer.my_children", "people"),
    ("资料与同意", "teams.own_data", "edit"),
    ("通知", "teams.messages", "bell"),
    ("公示", "teams.notices", "flag"),
    ("荣誉墙", "commendations.honours", "star"),
    ("改密码和 PIN 码", "accounts.own_secret", "key"),
)
FOR_GUESTS = frozenset(
    {"teams.teams", "teams.own_data", "teams.messages", "teams.notices", "commendations.honours"}
)
"""What somebody with a role and no membership has here."""


@bp.get("/me")
@requires(Permission.OWN_DATA)
def me() -> ResponseReturnValue:
    """Show the way to everything of mine."""
    member = current_member(db.session()) if authority().member_id is not None else None
    links = [
        (_(label), url_for(endpoint), icon)
        for label, endpoint, icon in MINE
        if endpoint in current_app.view_functions
        and (member is not None or endpoint in FOR_GUESTS)
        and (label != CHILDREN or answers_for_somebody(db.session(), reader_id()))
    ]
    held = people.memberships(db.session(), community(), member.id) if member else {}
    teams = people.teams_of(db.session(), community())
    return render_template(
        "teams/members/me.html",
        member=member,
        wished=[team for team in teams if is_wished(held.get(team.id))],
        links=links,
        unread=own_queries.unread_count(db.session(), reader_id()),
    )


def is_wished(held: TeamMember | None) -> bool:
    """Say whether a team's leader has yet to answer."""
    return held is not None and held.state is TeamMemberState.REQUESTED


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
