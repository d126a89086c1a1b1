"""The first administrator of a county, who comes with a set-up token."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts import gate as own
from accounts.rules.set_up import SetUpOver
from core import clock
from core.db import run
from core.errors import RuleError
from core.fields import value_of
from teams.authority.act import Act
from teams.blueprint import sign_in_pages
from teams.communities.rules import first_admins
from teams.gate import requires
from teams.permissions import Permission
from teams.sign_in.forms import SetUpForm


@sign_in_pages.get("/set-up")
@requires(Permission.ANYONE)
def set_up() -> ResponseReturnValue:
    """Show where the holder of a set-up token becomes the first administrator."""
    return render_template("teams/sign_in/set_up.html", form=SetUpForm(), refusal=None)


@sign_in_pages.post("/set-up")
@requires(Permission.ANYONE)
def set_up_admin() -> ResponseReturnValue:
    """Spend the token and make its holder administrator of the county."""
    form = SetUpForm()
    own.refuse_guessing("set-up")
    if not form.validate():
        return render_template("teams/sign_in/set_up.html", form=form, refusal=None), 400
    now = clock.now()
    wanted = first_admins.FirstAdmin(
        value_of(form.county),
        value_of(form.name),
        value_of(form.phone),
        form.password.data or "",
        current_app.extensions["wuse_settings"].password_profile,
    )
    token = (form.token.data or "").strip()
    try:
        run(lambda session: first_admins.set_up_county_admin(Act(session, now), token, wanted))
    except RuleError as refusal:
        if isinstance(refusal, SetUpOver):
            own.note_guess("set-up")
        return render_template(
            "teams/sign_in/set_up.html", form=form, refusal=refusal
        ), refusal.status
    flash(_("设好了，请用手机号和密码登录。"))
    return redirect(url_for("accounts.sign_in", by="password"), code=303)
