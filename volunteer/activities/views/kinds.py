"""活动类型: the catalogue; what a kind is, and what it counts and earns from which day on."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.addresses import address
from core.db import db
from core.errors import RuleError
from core.fields import value_of
from core.paging import sort_links, sorted_by, turn
from core.template_filters import refusal_text
from teams.authority.act import Act
from teams.gate import authority, community, local_today, requires
from teams.members.models import Community
from teams.members.queries.teams import teams_of
from volunteer.activities.forms.kinds import (
    KindFactsForm,
    KindValuesForm,
    NewKindForm,
    coefficient_words,
)
from volunteer.activities.models import ActivityType
from volunteer.activities.queries import kinds as queries
from volunteer.activities.queries.kind_notices import kind_in
from volunteer.activities.rules import kinds as rules
from volunteer.activities.words import RISK_WORDS
from volunteer.blueprint import bp
from volunteer.permissions import Permission

FILTERS = frozenset({"q", "closed"})


@bp.get("/kinds")
@requires(Permission.ACTIVITY_MANAGE)
def kinds() -> ResponseReturnValue:
    """List the kinds of activity with what each counts and earns today."""
    words, is_closed = request.args.get("q", "")[:60], "closed" in request.args
    sorts = list(queries.SORTS)
    page, count = queries.kinds_page(
        db.session(),
        community(),
        words,
        is_closed=is_closed,
        at=turn(),
        sort=sorted_by(sorts),
    )
    shown = {name: value for name, value in request.args.items() if name in FILTERS}
    by_sort = {name: value for name, value in request.args.items() if name == "sort"}
    plain = {name: value for name, value in (shown | by_sort).items() if name != "closed"}
    return render_template(
        "volunteer/activities/kinds.html",
        kinds=queries.counted(db.session(), community(), page.rows, local_today()),
        count=count,
        words=words,
        kept={name: value for name, value in (shown | by_sort).items() if name != "q"},
        chips_shown=[
            (gettext("在用的"), address("volunteer.kinds", plain), not is_closed),
            (gettext("停用的"), address("volunteer.kinds", {**plain, "closed": 1}), is_closed),
        ],
        beside=page.urls("volunteer.kinds", shown | by_sort),
        heads=sort_links("volunteer.kinds", sorts, shown),
        coefficient=coefficient_words,
        risk_words=RISK_WORDS,
    )


@bp.get("/kinds/new")
@requires(Permission.COMMUNITY_SETTINGS)
def new_kind() -> ResponseReturnValue:
    """Ask what a new kind is, counts, earns and warns of."""
    usual = {"cap_minutes": 240, "typical_minutes": 120, "min_age": 18}
    points = {"coefficient": "1", "night": "0", "flat_points": 0}
    form = NewKindForm(formdata=None, data=usual | points)
    return _new_page(form)


def _new_page(form: NewKindForm) -> str:
    form.offer(teams_of(db.session(), community()))
    return render_template("volunteer/activities/new_kind.html", form=form)


@bp.post("/kinds")
@requires(Permission.COMMUNITY_SETTINGS)
def add_kind() -> ResponseReturnValue:
    """Add a kind to the catalogue."""
    form, here_id, by, now = NewKindForm(), community().id, authority(), clock.now()
    form.offer(teams_of(db.session(), community()))
    if not form.validate():
        return _new_page(form), 400
    values = form.values(local_today(), "")

    def act(session: Session) -> str:
        here = session.get_one(Community, here_id)
        made = rules.add(
            Act(session, now, by=by, community=here), form.facts(), values, form.words()
        )
        return url_for(".kind", kind_id=made.id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        form.form_errors.append(refusal_text(refusal))
        return _new_page(form), refusal.status
    flash(gettext("加好了，发活动时可以选它。"), "success")
    return redirect(go_to, code=303)


@bp.get("/kinds/<id:kind_id>")
@requires(Permission.ACTIVITY_MANAGE)
def kind(kind_id: int) -> ResponseReturnValue:
    """Show what a kind is, what it counts and earns, and every version of that."""
    found = kind_in(db.session(), community(), kind_id)
    facts = KindFactsForm(formdata=None, obj=found)
    facts.risk.data, facts.team_code.data = found.risk.value, found.team_code or ""
    return _kind_page(found, facts, _values_form(found))


def _values_form(found: ActivityType) -> KindValuesForm:
    """Return the form for the next version, filled with what was decided last."""
    act = Act(db.session(), clock.now(), community=community())
    rule = rules.newest_rule(act, found)
    figures = {"cap_minutes": rules.newest_cap(found)}
    if rule is None:
        return KindValuesForm(formdata=None, data=figures)
    earned = {
        "coefficient": coefficient_words(rule.coefficient_hundredths),
        "night": coefficient_words(rule.night_addition_hundredths),
        "flat_points": rule.flat_points,
    }
    return KindValuesForm(formdata=None, data=figures | earned)


def _kind_page(found: ActivityType, facts: KindFactsForm, values: KindValuesForm) -> str:
    facts.offer(teams_of(db.session(), community()))
    return render_template(
        "volunteer/activities/kind.html",
        kind=found,
        now=queries.counted(db.session(), community(), [found], local_today())[0],
        versions=queries.versions_of(db.session(), found),
        on=local_today(),
        facts=facts,
        values=values,
        coefficient=coefficient_words,
        risk_words=RISK_WORDS,
    )


@bp.post("/kinds/<id:kind_id>")
@requires(Permission.COMMUNITY_SETTINGS)
def change_kind(kind_id: int) -> ResponseReturnValue:
    """Change what a kind is."""
    found = kind_in(db.session(), community(), kind_id)
    form, here_id, by, now = KindFactsForm(), community().id, authority(), clock.now()
    form.offer(teams_of(db.session(), community()))
    if not form.validate():
        return _kind_page(found, form, _values_form(found)), 400
    facts = form.facts(is_active=bool(form.is_active.data))

    def act(session: Session) -> str:
        here = session.get_one(Community, here_id)
        changing = Act(session, now, by=by, community=here)
        rules.change_facts(changing, kind_in(session, here, kind_id), facts)
        return url_for(".kind", kind_id=kind_id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        form.form_errors.append(refusal_text(refusal))
        return _kind_page(found, form, _values_form(found)), refusal.status
    flash(gettext("改好了，以后发活动照新的。"), "success")
    return redirect(go_to, code=303)


@bp.post("/kinds/<id:kind_id>/values")
@requires(Permission.COMMUNITY_SETTINGS)
def set_kind_values(kind_id: int) -> ResponseReturnValue:
    """Let a kind count and earn otherwise from a day on."""
    found = kind_in(db.session(), community(), kind_id)
    form, here_id, by, now = KindValuesForm(), community().id, authority(), clock.now()
    facts = KindFactsForm(formdata=None, obj=found)
    facts.risk.data, facts.team_code.data = found.risk.value, found.team_code or ""
    if not form.validate():
        return _kind_page(found, facts, form), 400
    values = form.values(value_of(form.starts_on), value_of(form.reason))

    def act(session: Session) -> str:
        here = session.get_one(Community, here_id)
        changing = Act(session, now, by=by, community=here)
        rules.change_values(changing, kind_in(session, here, kind_id), values)
        return url_for(".kind", kind_id=kind_id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        form.form_errors.append(refusal_text(refusal))
        return _kind_page(found, facts, form), refusal.status
    flash(gettext("定好了，到那天自动生效，以前的活动不变。"), "success")
    return redirect(go_to, code=303)
