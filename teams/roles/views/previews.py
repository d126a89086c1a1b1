"""以此人身份预览: the menu and the permissions of one member, looked at and never used."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core import clock, room
from core.db import db, run
from core.errors import RuleError
from core.menu import Menu
from core.permissions import PermissionName
from teams.authority.act import Act
from teams.authority.queries import membership
from teams.authority.rules import SOMEBODY, Authority
from teams.authority.words import ROLE_WORDS
from teams.blueprint import bp
from teams.gate import authority, community, requires
from teams.members.queries import finding, people
from teams.members.queries.teams import all_teams
from teams.permissions import Permission
from teams.roles.forms import PreviewForm
from teams.roles.views.roles import roles_page


@bp.post("/roles/previews")
@requires(Permission.ROLE_GRANT)
def preview_member() -> ResponseReturnValue:
    """Show what one member would find in the menu and may do; nothing is done as the member."""
    form, here, by, now = PreviewForm(), community(), authority(), clock.now()
    if not form.validate():
        return roles_page(preview=form), 400

    def act(session: Session) -> int:
        found = finding.the_member(session, here, form.whose.data or "", only_active=False)
        Act(session, now).made_by(by.person_id).note("member_previewed", found)
        return found.id

    try:
        member_id = run(act)
    except RuleError as refusal:
        return roles_page(preview=form, refusal=refusal), refusal.status
    return _preview(member_id)


def _preview(member_id: int) -> str:
    member = people.member_in(db.session(), community(), member_id)
    held = membership.authority_of(db.session(), community(), member.person_id)
    teams = {team.id: team.short_name for team in all_teams(db.session(), community())}
    return render_template(
        "teams/roles/preview.html",
        member=member,
        roles=[_(ROLE_WORDS[role]) for role in held.roles] if held else [],
        seen_tabs=_labels(Menu.TABS, held),
        seen_menu=[*desk, *_labels(Menu.BESIDE_DESK, held)]
        if (desk := _labels(Menu.DESK, held))
        else [],
        permissions=_permissions(held, teams),
    )


def _labels(menu: Menu, held: Authority | None) -> list[tuple[str, str]]:
    """Return the lines of a menu the member would see, as words without a way to go."""
    return [
        (str(_(line.label)), line.icon)
        for line in room.lines(menu)
        if held is not None and held.may(line.permission)
    ]


def _permissions(held: Authority | None, teams: dict[int, str]) -> list[tuple[str, list[str]]]:
    """Return where → what: over the whole community, then over each team."""
    if held is None:
        return []
    found = [(str(_("全社区")), _permission_words(held.permissions - SOMEBODY))]
    return found + [
        (teams.get(team_id, ""), _permission_words(permissions))
        for team_id, permissions in held.team_permissions.items()
    ]


def _permission_words(permissions: frozenset[PermissionName]) -> list[str]:
    words = room.permission_words()
    return [str(_(words[each])) for each in sorted(permissions)]
