"""Registering at the desk: somebody new, or somebody known from another community."""

from collections.abc import Callable
from typing import TypeVar

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from accounts.rules import people as persons
from accounts.rules.people import AlreadyRegistered
from core import clock
from core.db import db, run
from core.errors import RuleError
from core.fields import value_of
from teams.authority.act import Act
from teams.authority.queries.membership import member_of
from teams.blueprint import bp
from teams.gate import authority, community, requires
from teams.members.forms.desk import team_choices
from teams.members.forms.registering import DeskForm, KnownForm
from teams.members.models import Community, Member
from teams.members.queries import teams
from teams.members.rules import registering
from teams.members.views import shown_once
from teams.permissions import Permission

T = TypeVar("T")


@bp.get("/members/new")
@requires(Permission.MEMBER_REGISTER)
def new_member() -> ResponseReturnValue:
    """Show the desk's registration."""
    return _page(_offered(DeskForm()))


def _offered(form: DeskForm) -> DeskForm:
    form.team.choices = team_choices(teams.teams_of(db.session(), community()), "还没想好")
    return form


def _page(form: DeskForm, refusal: RuleError | None = None, here: Member | None = None) -> str:
    """Show the form. `here` has the typed number in this community; KnownForm: one elsewhere."""
    return render_template(
        "teams/members/new_member.html",
        form=form,
        refusal=refusal,
        here=here,
        is_known=isinstance(form, KnownForm),
    )


@bp.post("/members")
@requires(Permission.MEMBER_REGISTER)
def register_member() -> ResponseReturnValue:
    """Register at the desk and go to the card with its slip."""
    form = _offered(DeskForm())
    if not form.validate():
        return _page(form), 400
    wanted, by, now = form.registration(), authority(), clock.now()

    def act(session: Session, here: Community) -> tuple[int, str]:
        made, pin = registering.register_at_desk(Act(session, now, by=by, community=here), wanted)
        return made.id, pin

    try:
        member_id, pin = _run_here(act)
    except AlreadyRegistered as refusal:
        return _known_page(form, refusal)
    except RuleError as refusal:
        return _page(form, refusal), refusal.status
    if pin:
        shown_once.keep(f"member:{member_id}", pin)
    return redirect(url_for("teams.card", member_id=member_id), code=303)


def _run_here(act: Callable[[Session, Community], T]) -> T:
    here_id = community().id
    return run(lambda session: act(session, session.get_one(Community, here_id)))


def _known_page(form: DeskForm, refusal: RuleError) -> ResponseReturnValue:
    """Lead to the member who has the number here, or offer to take in who has it elsewhere."""
    found = persons.known(db.session(), value_of(form.phone), value_of(form.resident_number))
    if len(found) != 1:
        return _page(form, refusal), refusal.status
    here = member_of(db.session(), community(), found[0].id)
    if here is not None:
        return _page(form, here=here), refusal.status
    return _page(_offered(KnownForm())), refusal.status


@bp.post("/members/known")
@requires(Permission.MEMBER_REGISTER)
def enrol_known() -> ResponseReturnValue:
    """Take in somebody known from another community, whose document was checked."""
    form = _offered(KnownForm())
    if not form.validate():
        return _page(form), 400
    wanted, by, now = form.registration(), authority(), clock.now()
    try:
        member_id = _run_here(
            lambda session, here: (
                registering.enrol_known(Act(session, now, by=by, community=here), wanted).id
            )
        )
    except RuleError as refusal:
        return _page(form, refusal), refusal.status
    flash(_("加入了本社区，编号是新的，密码和 PIN 码还是原来的。请打印卡片。"))
    return redirect(url_for("teams.member", member_id=member_id), code=303)
