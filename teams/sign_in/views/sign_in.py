"""The first page, signing in and out, proving again who one is, and the language."""

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts import gate as own
from accounts.models import Person
from accounts.rules import login_sessions, reading
from accounts.rules import sign_in as signing
from core import clock, kept_form
from core.db import db, run
from core.errors import RuleError
from core.local_path import local_path
from teams.authority.act import Act
from teams.authority.queries import counties, membership
from teams.blueprint import sign_in_pages
from teams.gate import enter_by, landing, requires
from teams.members.rules import children
from teams.permissions import Permission
from teams.sign_in.forms import LONGEST_LOGIN, SignInForm
from teams.sign_in.rules import sign_in_alarms


@sign_in_pages.get("/")
@requires(Permission.ANYONE)
def start() -> ResponseReturnValue:
    """Let the reader choose a community; whoever is signed in sees the own ones first."""
    who = own.signed_in()
    mine = membership.communities_of(db.session(), who.person.id) if who else []
    is_county = who is not None and bool(counties.counties_of(db.session(), who.person.id))
    if who and len(mine) == 1 and not is_county and request.args.get("all") is None:
        return redirect(landing.page_of(who.person_id, mine[0]), code=303)
    return render_template(
        "teams/sign_in/start.html",
        mine=mine,
        others=[each for each in counties.every_community(db.session()) if each not in mine],
        is_county=is_county,
    )


@sign_in_pages.get("/sign-in")
@requires(Permission.ANYONE)
def sign_in() -> ResponseReturnValue:
    """Show the sign-in page; `next` is where the reader was going, `login` the number of a card."""
    return _sign_in_page(SignInForm(login=request.args.get("login", "")[:LONGEST_LOGIN]))


def _sign_in_page(form: SignInForm, refusal: RuleError | None = None) -> str:
    is_pin = request.values.get("by", "pin") != "password"
    going_to = local_path(request.values.get("next"), "")
    enter_by(going_to)
    return render_template(
        "teams/sign_in/sign_in.html",
        form=form,
        refusal=refusal,
        is_pin=is_pin,
        next=going_to,
        carried=kept_form.carried(),
    )


@sign_in_pages.post("/sign-in")
@requires(Permission.ANYONE)
def enter() -> ResponseReturnValue:
    """Sign in and go on to `next`; every refusal shows the same page and keeps the number.

    Who was not asked yet about a new version of the privacy notice passes by it first; what was
    typed into a form before the last sign-in had ended comes before both, in the same window.
    """
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form), 400
    entry = _entry(signing.claim(form.login.data or "", form.secret.data or "", own.origin()))
    if entry.refusal is not None:
        response = make_response(_sign_in_page(form, entry.refusal), entry.refusal.status)
        if entry.refusal.status == 429:
            response.headers["Retry-After"] = str(getattr(entry.refusal, "wait_seconds", 60))
        return response
    response = make_response(_onwards(entry))
    lasts = login_sessions.STAFF_LASTS if entry.is_staff else login_sessions.VOLUNTEER_LASTS
    own.keep_signed_in(response, entry.token, int(lasts.total_seconds()))
    own.remember_device(response, entry.person_id or 0)
    return response


def _onwards(entry: signing.Entry) -> ResponseReturnValue:
    """Return where the sign-in leads: to what was typed before it had ended, or on to `next`."""
    carried, person_id = kept_form.carried(), entry.person_id
    if carried is not None and person_id is not None:
        name = db.session().get_one(Person, person_id).name
        return render_template("teams/sign_in/signed_in_again.html", carried=carried, name=name)
    going_to = local_path(request.form.get("next"))
    if entry.asks_notice:
        going_to = url_for(".privacy_changes", next=going_to)
    return redirect(going_to, code=303)


def _entry(claimed: signing.Claim) -> signing.Entry:
    """Check the secret outside the transaction, since that is slow on purpose; then settle."""
    session, now = db.session(), clock.now()
    found = signing.find(session, claimed)
    person_id = found.id if found is not None else None
    try:
        counted = signing.refuse_waiting(Act(session, now), claimed, person_id)
    except RuleError as waiting:
        return signing.Entry(refusal=waiting)
    is_staff = person_id is not None and membership.has_staff_role(session, person_id)
    is_right = signing.is_right(found, claimed, is_staff=is_staff)
    is_child = is_right and found is not None and children.is_child_now(Act(session, now), found)
    checked = signing.CheckedSecret(person_id, is_right, is_staff, is_child, counted)
    return run(lambda writing: sign_in_alarms.settle(Act(writing, now), claimed, checked))


@sign_in_pages.post("/recheck")
@requires(Permission.SIGNED_IN)
@own.rechecked
def recheck() -> ResponseReturnValue:
    """Go on to `next` once the own secret was typed again."""
    return redirect(local_path(request.form.get("next")), code=303)


@sign_in_pages.post("/sign-out")
@requires(Permission.ANYONE)
def sign_out() -> ResponseReturnValue:
    """End this device's session, locked or not, for good: a copied cookie is worth nothing.

    What a page kept in the browser, as the board of a shift does, goes with it.
    """
    who, now = own.behind(), clock.now()
    if who is not None:
        session_id, person_id = who.login_session_id, who.person.id
        run(lambda session: login_sessions.end(Act(session, now), session_id, person_id))
    response = make_response(redirect(url_for("accounts.start"), code=303))
    own.forget(response)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@sign_in_pages.post("/language")
@requires(Permission.ANYONE)
def language() -> ResponseReturnValue:
    """Read on in Chinese or English; a cookie keeps it, and the person who is signed in.

    A visitor's form carries no token: it would open a session on every public page, and nothing
    but that cookie is changed. What a person reads is changed from our own form alone.
    """
    wanted = "en" if request.form.get("language") == "en" else "zh"
    who = own.signed_in()
    if who is not None:
        current_app.extensions["csrf"].protect()
        person_id = who.person.id
        run(lambda session: reading.choose_language(session, person_id, wanted))
    response = make_response(redirect(local_path(request.form.get("next")), code=303))
    is_secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(
        "language", wanted, max_age=365 * 86400, httponly=True, samesite="Lax", secure=is_secure
    )
    return response
