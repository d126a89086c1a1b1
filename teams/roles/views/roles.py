"""角色和权限: who may what, given and ended within one's own reach."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from accounts.gate import rechecked
from core import clock, room
from core.db import db, run
from core.errors import RuleError
from core.fields import SelectChoice
from teams.authority.act import Act
from teams.authority.models import Role
from teams.authority.rules import permissions_of
from teams.authority.words import ROLE_WORDS
from teams.blueprint import bp
from teams.gate import authority, community, requires
from teams.members.forms.desk import team_choices
from teams.members.models import Community
from teams.members.queries import finding, teams
from teams.permissions import Permission
from teams.roles.forms import PreviewForm, RoleForm
from teams.roles.queries.roles import binding_in, bindings_of
from teams.roles.rules import role_grants
from teams.roles.rules.role_grants import Grant


def _form(**given: object) -> RoleForm:
    form = RoleForm(**given)
    form.role.choices = [
        SelectChoice(r.value, ROLE_WORDS[r]) for r in role_grants.grantable(authority())
    ]
    form.team.choices = team_choices(teams.teams_of(db.session(), community()), "不选队伍")
    return form


@bp.get("/roles")
@requires(Permission.ROLE_GRANT)
def roles() -> ResponseReturnValue:
    """Show who holds which role, what each role may, and the form to give one."""
    return roles_page()


def roles_page(
    form: RoleForm | None = None,
    refusal: RuleError | None = None,
    preview: PreviewForm | None = None,
) -> str:
    """Return the page; `form` and `preview` keep what was typed."""
    if form is None:
        form = _form(formdata=None)
    names = {team.id: team.short_name for team in teams.teams_of(db.session(), community())}
    words = room.permission_words()
    bindings = bindings_of(db.session(), community())
    return render_template(
        "teams/roles/roles.html",
        bindings=bindings,
        by_county={each.id for each in bindings if each.role is Role.COMMUNITY_ADMIN},
        team_names=names,
        role_words=ROLE_WORDS,
        table=[
            (
                ROLE_WORDS[role],
                [str(_(words[p])) for p in sorted(permissions_of(role))],
            )
            for role in Role
        ],
        reader_id=authority().person_id,
        form=form,
        preview=preview or PreviewForm(formdata=None),
        refusal=refusal,
    )


@bp.post("/roles")
@requires(Permission.ROLE_GRANT)
@rechecked
def grant_role() -> ResponseReturnValue:
    """Give a member a role."""
    form = _form()
    if not form.validate():
        return roles_page(form), 400
    here_id, by, now = community().id, authority(), clock.now()
    number, wanted = form.number.data or "", Grant(Role(form.role.data), form.team.data or None)

    def act(session: Session) -> None:
        here = session.get_one(Community, here_id)
        member = finding.the_member(session, here, number, only_active=False)
        role_grants.grant(Act(session, now, by=by, community=here), member, wanted)

    try:
        run(act)
    except RuleError as refusal:
        return roles_page(form, refusal), refusal.status
    flash(_("岗位给好了。本人要重新登录。"))
    return redirect(url_for("teams.roles"), code=303)


@bp.post("/roles/<id:binding_id>/ending")
@requires(Permission.ROLE_GRANT)
@rechecked
def end_role(binding_id: int) -> ResponseReturnValue:
    """Take a role away; it acts at once."""
    here_id, by, now = community().id, authority(), clock.now()

    def act(session: Session) -> None:
        here = session.get_one(Community, here_id)
        binding = binding_in(session, here, binding_id)
        role_grants.end(Act(session, now, by=by, community=here), binding)

    run(act)
    flash(_("岗位已免去，马上生效。"))
    return redirect(url_for("teams.roles"), code=303)
