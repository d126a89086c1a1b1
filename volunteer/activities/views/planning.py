"""Making an activity: kind chosen, drafted, published, sent back, cancelled; its shifts."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db, run
from core.errors import RuleError
from core.paging import page_key, row_number
from core.template_filters import refusal_text
from teams.authority.act import Act
from teams.gate import authority, community, requires
from volunteer.activities.forms.activities import ActivityForm, NewActivityForm, TimesForm
from volunteer.activities.forms.acts import ActForm, CallOffForm, CopyForm, SendBackForm
from volunteer.activities.models import CHANGEABLE, Activity, ActivityState
from volunteer.activities.queries import activities as queries
from volunteer.activities.queries.shifts import shifts_of
from volunteer.activities.rules import activities, approvals, shifts
from volunteer.activities.views.insured import insurance_of
from volunteer.activities.views.plans import (
    chosen_kind,
    defaults_of,
    fields_of,
    occasions_of,
    offer_choices,
    plan_of,
)
from volunteer.activities.views.repeats import copy_defaults, say_added
from volunteer.activities.words import ACTIVITY_WORDS, RISK_WORDS
from volunteer.blueprint import bp
from volunteer.insurance.words import COVER_WORDS, WHY_NOT_WORDS
from volunteer.permissions import Permission


@bp.get("/leading/new-activity")
@requires(Permission.ACTIVITY_MANAGE)
def new_activity() -> ResponseReturnValue:
    """Offer the catalogue; with a kind chosen, the form with what that kind usually needs."""
    kinds = queries.kinds_of(db.session(), community())
    kind = chosen_kind(kinds, page_key("kind"))
    if kind is None:
        return render_template(
            "volunteer/activities/new_activity_kind.html",
            kinds=kinds,
            teams={team.code: team for team in queries.teams_of(db.session(), community())},
        )
    form = NewActivityForm(formdata=None)
    leader_ids = offer_choices(form)
    form.process(formdata=None, data=defaults_of(kind, leader_ids))
    return render_template("volunteer/activities/new_activity.html", form=form, kind=kind)


@bp.post("/leading/new-activity")
@requires(Permission.ACTIVITY_MANAGE)
def create_activity() -> ResponseReturnValue:
    """Draft the activity with its occasions, then show it for looking over."""
    kind = chosen_kind(queries.kinds_of(db.session(), community()), page_key("kind"))
    if kind is None:
        return redirect(url_for(".new_activity"), code=303)
    form = NewActivityForm()
    offer_choices(form)
    if not form.validate():
        return render_template("volunteer/activities/new_activity.html", form=form, kind=kind), 400
    here, by, now = community(), authority(), clock.now()

    def act(session: Session) -> str:
        occasions = occasions_of(form, here, now)
        made = activities.create(
            Act(session, now, by=by, community=here), plan_of(form, kind.id), occasions
        )
        return url_for(".planned_activity", activity_id=made.id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        form.form_errors.append(refusal_text(refusal))
        return render_template(
            "volunteer/activities/new_activity.html", form=form, kind=kind
        ), refusal.status
    return redirect(go_to, code=303)


def _led(activity_id: int) -> Activity:
    """Return the activity if the reader leads its team. Raises NotFound, NotAllowed."""
    found = queries.activity_in(db.session(), community(), activity_id)
    authority().refuse_unless(Permission.ACTIVITY_MANAGE, found.team_id)
    return found


@bp.get("/leading/activities/<id:activity_id>")
@requires(Permission.ACTIVITY_MANAGE)
def planned_activity(activity_id: int) -> ResponseReturnValue:
    """Show an activity as its leader sees it: what volunteers will read, occasions, next steps."""
    shown = _led(activity_id)
    occasions = shifts_of(db.session(), shown, shown.made_at, limit=60)
    return render_template(
        "volunteer/activities/planned_activity.html",
        activity=shown,
        shifts=occasions,
        state=gettext(ACTIVITY_WORDS[shown.state]),
        risk=gettext(RISK_WORDS[shown.risk]),
        is_changeable=shown.state in CHANGEABLE,
        insurance=insurance_of(shown, occasions),
        cover_words=COVER_WORDS,
        why_words=WHY_NOT_WORDS,
        may_publish_high=authority().may(Permission.ACTIVITY_PUBLISH_HIGH, shown.team_id),
        form=ActForm(),
        send_back=SendBackForm(formdata=None),
        call_off=CallOffForm(formdata=None),
        copying=CopyForm(formdata=None, data=copy_defaults(occasions)),
    )


@bp.get("/leading/activities/<id:activity_id>/facts")
@requires(Permission.ACTIVITY_MANAGE)
def edit_activity(activity_id: int) -> ResponseReturnValue:
    """Show what the activity says, to be changed."""
    shown = _led(activity_id)
    form = ActivityForm(formdata=None)
    offer_choices(form, shown)
    form.process(formdata=None, data=fields_of(shown))
    return _edit_page(shown, form, shown.version)


def _edit_page(shown: Activity, form: ActivityForm, version: int) -> str:
    return render_template(
        "volunteer/activities/edit_activity.html", form=form, activity=shown, version=version
    )


@bp.post("/leading/activities/<id:activity_id>/facts")
@requires(Permission.ACTIVITY_MANAGE)
def change_activity(activity_id: int) -> ResponseReturnValue:
    """Change what the activity says; who signed up is told when the place moved."""
    shown = _led(activity_id)
    form = ActivityForm()
    offer_choices(form, shown)
    version = row_number(request.form.get("version", "")) or 0
    if not form.validate():
        return _edit_page(shown, form, version), 400
    here, by, now = community(), authority(), clock.now()

    def act(session: Session) -> str:
        found = queries.activity_in(session, here, activity_id)
        activities.change(Act(session, now, by=by), found, plan_of(form, found.type_id), version)
        return url_for(".planned_activity", activity_id=activity_id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        form.form_errors.append(refusal_text(refusal))
        return _edit_page(shown, form, version), refusal.status
    flash(gettext("改好了。"), "success")
    return redirect(go_to, code=303)


@bp.post("/leading/activities/<id:activity_id>/publication")
@requires(Permission.ACTIVITY_MANAGE)
def publish_activity(activity_id: int) -> ResponseReturnValue:
    """Publish; a leader's HIGH activity goes to the administrator."""
    here, by, now = community(), authority(), clock.now()

    def act(session: Session) -> ActivityState:
        found = queries.activity_in(session, here, activity_id)
        return activities.publish(Act(session, now, by=by), found).state

    if run(act) is ActivityState.SUBMITTED:
        flash(gettext("已交给社区管理员审核。"), "success")
    else:
        flash(gettext("已发布，志愿者可以报名了。"), "success")
    return redirect(url_for(".planned_activity", activity_id=activity_id), code=303)


@bp.post("/leading/activities/<id:activity_id>/return")
@requires(Permission.ACTIVITY_PUBLISH_HIGH)
def send_back_activity(activity_id: int) -> ResponseReturnValue:
    """Send back what waits for the administrator, with the reason; the draft keeps everything."""
    form = SendBackForm()
    if not form.validate():
        flash(gettext("请写清楚要改什么，带队人会看到。"), "bad")
        return redirect(url_for(".planned_activity", activity_id=activity_id), code=303)
    here, by, now, reason = community(), authority(), clock.now(), form.correction.data or ""

    def act(session: Session) -> None:
        found = queries.activity_in(session, here, activity_id)
        approvals.send_back(Act(session, now, by=by), found, reason)

    run(act)
    flash(gettext("退回去了，已通知带队人。"), "success")
    return redirect(url_for(".planned_activity", activity_id=activity_id), code=303)


@bp.post("/leading/activities/<id:activity_id>/withdrawal")
@requires(Permission.ACTIVITY_MANAGE)
def withdraw_activity(activity_id: int) -> ResponseReturnValue:
    """Take back an activity nobody signed up to."""
    here, by, now = community(), authority(), clock.now()

    def act(session: Session) -> None:
        activities.withdraw(
            Act(session, now, by=by), queries.activity_in(session, here, activity_id)
        )

    run(act)
    flash(gettext("已撤回。"), "success")
    return redirect(url_for(".planned_activity", activity_id=activity_id), code=303)


@bp.post("/leading/activities/<id:activity_id>/cancellation")
@requires(Permission.ACTIVITY_MANAGE)
def cancel_activity(activity_id: int) -> ResponseReturnValue:
    """Cancel all that is to come; everybody is told why."""
    form = CallOffForm()
    if not form.validate():
        flash(gettext("请写取消的原因，报名的人会看到。"), "bad")
        return redirect(url_for(".planned_activity", activity_id=activity_id), code=303)
    here, by, now, reason = community(), authority(), clock.now(), form.reason.data or ""

    def act(session: Session) -> None:
        found = queries.activity_in(session, here, activity_id)
        activities.cancel(Act(session, now, by=by), found, reason)

    run(act)
    flash(gettext("活动取消了，已通知每个人，不算他们失约。"), "success")
    return redirect(url_for(".planned_activity", activity_id=activity_id), code=303)


@bp.get("/leading/activities/<id:activity_id>/new-shift")
@requires(Permission.ACTIVITY_MANAGE)
def new_shift(activity_id: int) -> ResponseReturnValue:
    """Show the form for more occasions of an activity."""
    shown = _led(activity_id)
    form = TimesForm(required_qualification=shown.type.required_qualification)
    return render_template("volunteer/activities/new_shift.html", form=form, activity=shown)


@bp.post("/leading/activities/<id:activity_id>/new-shift")
@requires(Permission.ACTIVITY_MANAGE)
def add_shift(activity_id: int) -> ResponseReturnValue:
    """Add occasions to an activity; a published one takes people at once."""
    form = TimesForm()
    shown = _led(activity_id)
    if not form.validate():
        return render_template(
            "volunteer/activities/new_shift.html", form=form, activity=shown
        ), 400
    here, by, now = community(), authority(), clock.now()

    made: list[int] = []

    def act(session: Session) -> str:
        found = queries.activity_in(session, here, activity_id)
        adding = Act(session, now, by=by)
        plans = occasions_of(form, here, now)
        made[:] = [shifts.add_to(adding, found, plan).id for plan in plans]
        return url_for(".planned_activity", activity_id=activity_id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        form.form_errors.append(refusal_text(refusal))
        page = render_template("volunteer/activities/new_shift.html", form=form, activity=shown)
        return page, refusal.status
    say_added(activity_id, made)
    return redirect(go_to, code=303)
