"""县管理员: who administers the county, another one appointed, one ended."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.gate import rechecked
from accounts.rules.people import NewPerson
from core import clock
from core.db import db, run
from core.errors import RuleError
from core.fields import value_of
from teams.authority.act import Act
from teams.authority.queries import counties as queries
from teams.blueprint import county
from teams.county.forms import CountyAdminForm
from teams.county.rules import county_admins as rules
from teams.county.views.counties import county_choices
from teams.gate import authority, requires
from teams.permissions import Permission


@county.get("/admins")
@requires(Permission.COUNTY_MANAGE)
def county_admins() -> ResponseReturnValue:
    """List who administers the own counties, and the form to appoint another."""
    return _page(_form())


def _form() -> CountyAdminForm:
    form = CountyAdminForm()
    form.county.choices = county_choices()
    return form


def _page(form: CountyAdminForm, refusal: RuleError | None = None) -> str:
    own = queries.counties_of(db.session(), authority().person_id)
    return render_template(
        "teams/county/county_admins.html",
        admins=queries.county_admins(db.session(), [place.id for place in own]),
        county_names={place.id: place.name for place in own},
        reader_id=authority().person_id,
        form=form,
        refusal=refusal,
    )


@county.post("/admins")
@requires(Permission.COUNTY_MANAGE)
@rechecked
def appoint_county_admin() -> ResponseReturnValue:
    """Appoint another administrator of the county; the one-time password is shown once."""
    form = _form()
    if not form.validate():
        return _page(form), 400
    by, now, county_id = authority(), clock.now(), int(form.county.data)
    new = NewPerson(value_of(form.name), value_of(form.birth_on), phone=value_of(form.phone))
    try:
        password = run(lambda session: rules.appoint(Act(session, now, by=by), county_id, new)[1])
    except RuleError as refusal:
        return _page(form, refusal), refusal.status
    if password:
        return render_template("teams/county/first_password.html", place=None, password=password)
    flash(_("安排好了，本人用原来的密码登录。"))
    return redirect(url_for("county.county_admins"), code=303)


@county.post("/admins/<id:binding_id>/ending")
@requires(Permission.COUNTY_MANAGE)
@rechecked
def end_county_admin(binding_id: int) -> ResponseReturnValue:
    """Take the role from another administrator of the county; the last one stays."""
    by, now = authority(), clock.now()
    try:
        run(lambda session: rules.end(Act(session, now, by=by), binding_id))
    except RuleError as refusal:
        return _page(_form(), refusal), refusal.status
    flash(_("岗位已免去，马上生效。"))
    return redirect(url_for("county.county_admins"), code=303)
