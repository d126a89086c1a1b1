"""登记: somebody registers without the desk."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rules.people import AlreadyRegistered
from accounts.words import NOTICE
from core import clock
from core.ages import is_minor
from core.db import db, run
from core.errors import RuleError
from core.local_path import local_path
from core.template_filters import refusal_text, tongue
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import community, local_today, requires
from teams.members.forms.desk import team_choices
from teams.members.forms.registering import RegisterForm
from teams.members.models import Community, RecruitCode
from teams.members.queries import teams
from teams.members.rules import recruiting, registering, registering_pace
from teams.members.rules.recruiting import RecruitCodeOver
from teams.members.rules.registering import FirstPassword
from teams.members.rules.registering_pace import RegisteringTooFast
from teams.permissions import Permission


def _form() -> RegisterForm:
    form = RegisterForm()
    form.team.choices = team_choices(teams.teams_of(db.session(), community()), "还没想好")
    return form


@bp.get("/register")
@requires(Permission.ANYONE)
def register() -> ResponseReturnValue:
    """Show the fields and the separate consents."""
    return _page(_form())


@bp.post("/register")
@requires(Permission.ANYONE)
def register_self() -> ResponseReturnValue:
    """Register; a known number gets the same answer, which sends to the desk (bar 30).

    Whatever is amiss is said at once; the password alone is not shown again.
    """
    form, now = _form(), clock.now()
    is_read, here, address = form.validate(), community().id, request.remote_addr or ""
    if is_read:
        wait = run(lambda session: registering_pace.keep(Act(session, now), here, address))
        if wait:
            return _refused(form, RegisteringTooFast(wait))
    profile = current_app.extensions["wuse_settings"].password_profile
    chosen = FirstPassword(form.password.data or "", profile)
    faults = _faults(form, chosen, now)
    if faults or not is_read:
        return _page(form), faults[0].status if is_read else 400
    try:
        _register(form, chosen, now)
    except RecruitCodeOver as over:
        return _refused(form, over)
    return redirect(url_for("teams.registered"), code=303)


def _register(form: RegisterForm, chosen: FirstPassword, now: datetime) -> None:
    """Register what was said, with what came along: page, language, code. Of a known number, no."""
    community_id = community().id
    wanted = replace(
        form.registration(),
        came_from=_came_from(),
        language=tongue(),
        recruit_token=request.form.get("code", ""),
    )

    def act(session: Session) -> None:
        here = session.get_one(Community, community_id)
        registering.register_self(Act(session, now, community=here), wanted, chosen)

    with suppress(AlreadyRegistered):
        run(act)


def _faults(form: RegisterForm, chosen: FirstPassword, now: datetime) -> list[RuleError]:
    """Put beside its field whatever else is amiss, so that all of it is read at once."""
    act = Act(db.session(), now, community=community())
    faults = registering.faults_of(act, form.said(), chosen)
    for name, fault in faults.items():
        if not form[name].errors:
            form[name].errors = [refusal_text(fault)]
    return list(faults.values())


def _page(form: RegisterForm, refusal: RuleError | None = None) -> str:
    """Draw the form with what was typed; `next` is the page somebody came from."""
    code, over = _recruiting()
    return render_template(
        "teams/members/register.html",
        form=form,
        refusal=refusal or over,
        code=code,
        code_token=recruiting.token_of(code) if code else "",
        next=local_path(request.values.get("next"), ""),
        notice=NOTICE,
        is_minor=is_minor(form.said().birth_on, local_today()),
    )


def _recruiting() -> tuple[RecruitCode | None, RuleError | None]:
    """Return the code that was scanned while it holds, or why it does not; neither without one."""
    token = request.values.get("code", "")
    act = Act(db.session(), clock.now(), community=community())
    try:
        return recruiting.usable(act, token, is_late=True) if token else None, None
    except RecruitCodeOver as over:
        return None, over


def _came_from() -> str:
    """Return the page of this community somebody came from, below its address; else nothing."""
    return local_path(request.form.get("next"), "").removeprefix(f"/c/{community().slug}/")


def _refused(form: RegisterForm, refusal: RuleError) -> ResponseReturnValue:
    """Show the form with what was typed and why it was not taken."""
    wait = getattr(refusal, "wait_seconds", None)
    headers = {"Retry-After": str(wait)} if wait else {}
    return _page(form, refusal), refusal.status, headers


@bp.get("/register/received")
@requires(Permission.ANYONE)
def registered() -> ResponseReturnValue:
    """Say what follows, the same for whoever was known before."""
    return render_template("teams/members/registered.html")
