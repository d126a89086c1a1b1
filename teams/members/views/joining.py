"""Teams: look, ask to join, leave, choose the home team; those who lead decide."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core import clock
from core.db import db, run
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import authority, community, current_member, requires
from teams.members.models import Member, Team
from teams.members.queries.teams import memberships, request_in, team_in, teams_of, waiting_requests
from teams.members.rules import joining
from teams.permissions import Permission


@bp.get("/teams")
@requires(Permission.COMMUNITY_READ)
def teams() -> ResponseReturnValue:
    """Show the teams: what each does, on which day, and where the reader stands."""
    member_id = authority().member_id
    held = memberships(db.session(), community(), member_id) if member_id else {}
    member = current_member(db.session()) if member_id else None
    return render_template(
        "teams/members/teams.html",
        teams=teams_of(db.session(), community()),
        held=held,
        member=member,
    )


def _own(team_id: int, act: Callable[[Session, Member, Team], object]) -> ResponseReturnValue:
    here = community()

    def once(session: Session) -> None:
        act(session, current_member(session), team_in(session, here, team_id))

    run(once)
    return redirect(url_for("teams.teams"), code=303)


@bp.post("/teams/<id:team_id>/joining")
@requires(Permission.OWN_DATA)
def join_team(team_id: int) -> ResponseReturnValue:
    """Ask to join a team."""
    now = clock.now()
    answer = _own(
        team_id, lambda session, member, team: joining.ask(Act(session, now), member, team)
    )
    flash(_("申请交给队长了，答复会发到“通知”里。"))
    return answer


@bp.post("/teams/<id:team_id>/leaving")
@requires(Permission.OWN_DATA)
def leave_team(team_id: int) -> ResponseReturnValue:
    """Leave a team, or take the request back."""
    now, by = clock.now(), authority()
    answer = _own(team_id, lambda s, member, team: joining.leave(Act(s, now, by=by), member, team))
    flash(_("已经退出。以前的时长和积分都还在。"))
    return answer


@bp.post("/teams/<id:team_id>/home")
@requires(Permission.OWN_DATA)
def choose_home(team_id: int) -> ResponseReturnValue:
    """Make one of my teams the home team."""
    now = clock.now()
    return _own(team_id, lambda s, member, team: joining.choose_home(Act(s, now), member, team))


@bp.get("/join-requests")
@requires(Permission.TEAM_ACCEPT)
def join_requests() -> ResponseReturnValue:
    """List the requests to join that wait for the reader."""
    reach = authority().teams_with(Permission.TEAM_ACCEPT)
    waiting = waiting_requests(db.session(), community(), reach)
    return render_template("teams/members/join_requests.html", requests=waiting)


@bp.post("/join-requests/<id:request_id>/decision")
@requires(Permission.TEAM_ACCEPT)
def decide_join(request_id: int) -> ResponseReturnValue:
    """Accept or refuse a request to join."""
    here, by, now = community(), authority(), clock.now()
    is_accepted = request.form.get("decision") == "accept"
    reason = request.form.get("reason", "")[:60].strip() or "这次名额满了"

    def act(session: Session) -> None:
        asked = request_in(session, here, request_id)
        joining.decide(Act(session, now, by=by), asked, is_accepted=is_accepted, reason=reason)

    run(act)
    flash(_("收下了。") if is_accepted else _("已经答复。"))
    return redirect(url_for("teams.join_requests"), code=303)
