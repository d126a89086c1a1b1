"""The own password and PIN, changed by their owner."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts import gate as own
from accounts.rules import own_secret as secrets
from accounts.rules.own_secret import Change
from core import clock
from core.db import db, run
from core.errors import RuleError
from teams.authority.act import Act
from teams.authority.queries import membership
from teams.blueprint import sign_in_pages
from teams.gate import requires
from teams.permissions import Permission
from teams.sign_in.forms import SecretForm


@sign_in_pages.get("/secret")
@requires(Permission.SIGNED_IN)
def own_secret() -> ResponseReturnValue:
    """Show where password and PIN are changed."""
    return _secret_page(SecretForm(prefix="password"), SecretForm(prefix="pin"))


def _secret_page(password: SecretForm, pin: SecretForm, refusal: RuleError | None = None) -> str:
    who = own.signed_in()
    return render_template(
        "teams/sign_in/own_secret.html",
        password=password,
        pin=pin,
        refusal=refusal,
        must_change=who is not None and who.person.must_change_secret,
        desks=[] if who is None else membership.communities_of(db.session(), who.person_id),
        has_password=who is not None and who.person.password_hash is not None,
    )


@sign_in_pages.post("/secret/password")
@requires(Permission.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """Change the own password; the other devices are signed out."""
    form = SecretForm(prefix="password")
    return _changed(form, (form, SecretForm(formdata=None, prefix="pin")), is_pin=False)


@sign_in_pages.post("/secret/pin")
@requires(Permission.SIGNED_IN)
def change_pin() -> ResponseReturnValue:
    """Change the own PIN; the other devices are signed out."""
    form = SecretForm(prefix="pin")
    return _changed(form, (SecretForm(formdata=None, prefix="password"), form), is_pin=True)


def _changed(
    form: SecretForm, both: tuple[SecretForm, SecretForm], *, is_pin: bool
) -> ResponseReturnValue:
    if not form.validate():
        return _secret_page(*both), 400
    who, now = own.signed_in(), clock.now()
    if who is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    profile = current_app.extensions["wuse_settings"].password_profile
    wanted = Change(form.current.data or "", form.new.data or "", is_pin, profile)
    person_id, session_id = who.person.id, who.login_session_id
    try:
        refusal = run(lambda s: secrets.change(Act(s, now), person_id, wanted, session_id))
    except RuleError as weak:
        refusal = weak
    if refusal is not None:
        return _secret_page(*both, refusal), refusal.status
    flash(_("改好了。别的设备上要重新登录。"))
    return redirect(url_for("accounts.start"), code=303)
