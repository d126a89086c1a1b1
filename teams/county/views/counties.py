"""The county: its communities, a new one, and who administers it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from accounts.gate import rechecked
from accounts.rules.people import NewPerson
from core import clock
from core.db import db, run
from core.errors import NotFound, RuleError
from core.fields import SelectChoice, value_of
from teams.authority.act import Act
from teams.authority.queries import counties as queries
from teams.blueprint import county
from teams.communities.rules import communities, first_admins
from teams.communities.rules.communities import NewCommunity
from teams.county.forms import CommunityForm, FirstAdminForm
from teams.gate import authority, requires
from teams.members.models import Community
from teams.permissions import Permission
from teams.roles.queries import roles
from teams.roles.rules import role_grants


@county.get("/communities")
@requires(Permission.COUNTY_MANAGE)
def county_communities() -> ResponseReturnValue:
    """List the communities of the own counties."""
    return render_template("teams/county/communities.html", communities=_mine())


def _mine() -> list[Community]:
    own = queries.counties_of(db.session(), authority().person_id)
    return queries.communities_below(db.session(), [place.id for place in own])


def county_choices() -> list[SelectChoice]:
    """Return the counties the reader administers, to choose from."""
    own = queries.counties_of(db.session(), authority().person_id)
    return [SelectChoice(place.id, place.name) for place in own]


def _form() -> CommunityForm:
    form = CommunityForm()
    form.county.choices = county_choices()
    return form


@county.get("/communities/new")
@requires(Permission.COUNTY_MANAGE)
def new_community() -> ResponseReturnValue:
    """Show the form for a new community."""
    return render_template("teams/county/new_community.html", form=_form(), refusal=None)


@county.post("/communities")
@requires(Permission.COUNTY_MANAGE)
def create_community() -> ResponseReturnValue:
    """Open a community with its five teams."""
    form = _form()
    if not form.validate():
        return render_template("teams/county/new_community.html", form=form, refusal=None), 400
    by, now = authority(), clock.now()
    reach = {place.id for place in queries.counties_of(db.session(), by.person_id)}
    new = NewCommunity(
        value_of(form.slug),
        value_of(form.name),
        (form.prefix.data or "").strip().upper(),
        form.county.data,
        desk_phone=form.phone.data or None,
    )
    try:
        slug = run(lambda s: communities.create(Act(s, now), new, by.person_id, reach).slug)
    except RuleError as refusal:
        page = render_template("teams/county/new_community.html", form=form, refusal=refusal)
        return page, refusal.status
    flash(_("社区建好了，五支队伍也建好了。下一步请安排管理员。"))
    return redirect(url_for("county.admin_of", slug=slug), code=303)


def _one(slug: str) -> Community:
    found = next((each for each in _mine() if each.slug == slug), None)
    if found is None:
        raise NotFound
    return found


@county.get("/communities/<string:slug>/admin")
@requires(Permission.COUNTY_MANAGE)
def admin_of(slug: str) -> ResponseReturnValue:
    """Show the form that appoints an administrator of a community."""
    return _admin_page(slug, FirstAdminForm())


def _admin_page(slug: str, form: FirstAdminForm, refusal: RuleError | None = None) -> str:
    place = _one(slug)
    return render_template(
        "teams/county/new_admin.html",
        place=place,
        admins=queries.community_admins(db.session(), place),
        reader_id=authority().person_id,
        form=form,
        refusal=refusal,
    )


@county.post("/communities/<string:slug>/admin")
@requires(Permission.COUNTY_MANAGE)
@rechecked
def appoint_admin(slug: str) -> ResponseReturnValue:
    """Appoint an administrator of a community; the one-time password is shown once."""
    form, here_id = FirstAdminForm(), _one(slug).id
    if not form.validate():
        return _admin_page(slug, form), 400
    by, now = authority(), clock.now()
    new = NewPerson(value_of(form.name), value_of(form.birth_on), phone=value_of(form.phone))

    def act(session: Session) -> str:
        here = session.get_one(Community, here_id)
        return first_admins.appoint(Act(session, now, by=by, community=here), new)[1]

    try:
        password = run(act)
    except RuleError as refusal:
        return _admin_page(slug, form, refusal), refusal.status
    if not password:
        flash(_("安排好了，本人用原来的密码登录。"))
        return redirect(url_for("county.county_communities"), code=303)
    return render_template("teams/county/first_password.html", place=_one(slug), password=password)


@county.post("/communities/<string:slug>/admins/<id:binding_id>/ending")
@requires(Permission.COUNTY_MANAGE)
@rechecked
def end_admin(slug: str, binding_id: int) -> ResponseReturnValue:
    """Take the role from one administrator of a community; the last one stays."""
    here_id, by, now = _one(slug).id, authority(), clock.now()

    def act(session: Session) -> None:
        here = session.get_one(Community, here_id)
        role_grants.end(
            Act(session, now, by=by, community=here), roles.binding_in(session, here, binding_id)
        )

    try:
        run(act)
    except RuleError as refusal:
        return _admin_page(slug, FirstAdminForm(formdata=None), refusal), refusal.status
    flash(_("岗位已免去，马上生效。"))
    return redirect(url_for("county.admin_of", slug=slug), code=303)
