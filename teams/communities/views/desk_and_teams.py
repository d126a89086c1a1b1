"""服务台和队伍: what the community says of itself, with who changed it last and when."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core import clock
from core.db import db, run
from core.errors import RuleError
from core.fields import value_of
from core.form import Form
from teams.audit_trail.queries import audit
from teams.authority.act import Act
from teams.blueprint import bp
from teams.communities.forms import DeskFieldsForm, TeamFieldsForm
from teams.communities.rules import desk_and_teams as rules
from teams.communities.rules.desk_and_teams import DeskFields, TeamFields
from teams.gate import authority, community, requires
from teams.members.models import Community
from teams.members.queries import teams
from teams.permissions import Permission


@bp.get("/settings/desk")
@requires(Permission.COMMUNITY_SETTINGS)
def desk_and_teams() -> ResponseReturnValue:
    """Show what the desk says, to change, and the teams."""
    return _desk_page(DeskFieldsForm(formdata=None, obj=community()))


def _desk_page(form: DeskFieldsForm) -> str:
    here = community()
    return render_template(
        "teams/communities/desk_and_teams.html",
        form=form,
        teams=teams.all_teams(db.session(), here),
        last=audit.last_change(db.session(), here, "desk_facts_changed", ("community", here.id)),
    )


@bp.post("/settings/desk")
@requires(Permission.COMMUNITY_SETTINGS)
def change_desk() -> ResponseReturnValue:
    """Change what pages and posters say of the desk."""
    form, here_id, by, now = DeskFieldsForm(), community().id, authority(), clock.now()
    if not form.validate():
        return _desk_page(form), 400
    words = {name: value_of(form[name]) or "" for name in DeskFields.__slots__}
    fields = DeskFields(**words)
    run(
        lambda s: rules.change_desk(
            Act(s, now, by=by, community=s.get_one(Community, here_id)), fields
        )
    )
    flash(_("改好了，马上照新的显示。"))
    return redirect(url_for("teams.desk_and_teams"), code=303)


@bp.get("/settings/teams/<id:team_id>")
@requires(Permission.COMMUNITY_SETTINGS)
def edit_team(team_id: int) -> ResponseReturnValue:
    """Show what is said of one team, to change."""
    found = teams.team_in(db.session(), community(), team_id)
    return _team_page(team_id, TeamFieldsForm(formdata=None, obj=found))


def _team_page(team_id: int, form: Form, refusal: RuleError | None = None) -> str:
    found = teams.team_in(db.session(), community(), team_id)
    last = audit.last_change(db.session(), community(), "team_changed", ("team", team_id))
    return render_template(
        "teams/communities/edit_team.html", team=found, form=form, last=last, refusal=refusal
    )


@bp.post("/settings/teams/<id:team_id>")
@requires(Permission.COMMUNITY_SETTINGS)
def change_team(team_id: int) -> ResponseReturnValue:
    """Change what is said of one team."""
    here, by, now = community(), authority(), clock.now()
    teams.team_in(db.session(), here, team_id)
    form = TeamFieldsForm()
    if not form.validate():
        return _team_page(team_id, form), 400
    words = {
        name: value_of(form[name]) or "" for name in ("name", "short_name", "fixed_day", "scope")
    }
    fields = TeamFields(**words, is_active=bool(form.is_active.data))

    def act(session: Session) -> None:
        rules.change_team(Act(session, now, by=by), teams.team_in(session, here, team_id), fields)

    try:
        run(act)
    except RuleError as refusal:
        return _team_page(team_id, form, refusal), refusal.status
    flash(_("改好了，马上照新的显示。"))
    return redirect(url_for("teams.desk_and_teams"), code=303)
