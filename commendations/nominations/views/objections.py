"""Objections to announced honours: raised by name, answered by the supervisor."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from commendations.blueprint import bp
from commendations.forms import DecisionForm, ObjectionForm
from commendations.nominations.queries import rounds as queries
from commendations.nominations.rules import objections as rules
from commendations.permissions import Permission
from core import clock
from core.db import db, run
from core.errors import RuleError
from core.form import status_of
from core.template_filters import refusal_text
from teams.authority.act import Act
from teams.gate import authority, community, in_community, local_today, requires
from teams.members.models import Community
from teams.notices.queries.announced import whole_line
from teams.notices.queries.notices import objection_in
from teams.notices.rules import objectors


@bp.get("/honour-lines/<id:line_id>/objections/new")
@requires(Permission.OBJECTION_MAKE)
def object_to_line(line_id: int) -> ResponseReturnValue:
    """Ask what is not right about one announced honour."""
    return _object_page(line_id, ObjectionForm(formdata=None), None)


def _object_page(
    line_id: int, form: ObjectionForm, refusal: RuleError | None
) -> ResponseReturnValue:
    line, _nomination = queries.nomination_of_line(db.session(), community(), line_id)
    page = render_template(
        "commendations/nominations/new_objection.html",
        line=line,
        sentence=whole_line(db.session(), line, local_today()),
        form=form,
        refused=refusal_text(refusal),
    )
    return page, status_of(form, refusal)


@bp.post("/honour-lines/<id:line_id>/objections")
@requires(Permission.OBJECTION_MAKE)
def raise_objection(line_id: int) -> ResponseReturnValue:
    """Raise an objection by name, then lead back to the honours."""
    form = ObjectionForm()
    if not form.validate():
        return _object_page(line_id, form, None)
    words, by, now = str(form.words.data), authority(), clock.now()

    def act(session: Session, where: Community) -> None:
        _line, nomination = queries.nomination_of_line(session, where, line_id)
        rules.raise_objection(Act(session, now, by=by), nomination, words)

    try:
        run(in_community(act))
    except RuleError as refusal:
        return _object_page(line_id, form, refusal)
    flash(gettext("异议已经收到，10 个工作日内书面答复您。"), "success")
    return redirect(url_for(".honours"), code=303)


@bp.get("/honour-objections/<id:objection_id>")
@requires(Permission.OBJECTION_DECIDE)
def decide_objection(objection_id: int) -> ResponseReturnValue:
    """Show one objection with the two outcomes."""
    return _decide_page(objection_id, DecisionForm(formdata=None), None)


def _decide_page(
    objection_id: int, form: DecisionForm, refusal: RuleError | None
) -> ResponseReturnValue:
    session = db.session()
    objection = objection_in(session, community(), objection_id)
    objectors.refuse_closed(objection, authority())
    line, nomination = queries.nomination_of_line(session, community(), objection.line_id)
    page = render_template(
        "commendations/nominations/objection.html",
        objection=objection,
        sentence=whole_line(db.session(), line, local_today()),
        nomination=nomination,
        form=form,
        refused=refusal_text(refusal),
    )
    return page, status_of(form, refusal)


@bp.post("/honour-objections/<id:objection_id>/decision")
@requires(Permission.OBJECTION_DECIDE)
def answer_objection(objection_id: int) -> ResponseReturnValue:
    """Answer one objection, then show the round."""
    form = DecisionForm()
    if not form.validate():
        return _decide_page(objection_id, form, None)
    is_upheld, answer = form.outcome.data == "upheld", str(form.answer.data)
    by, now = authority(), clock.now()

    def act(session: Session, where: Community) -> int:
        objection = objection_in(session, where, objection_id)
        _line, nomination = queries.nomination_of_line(session, where, objection.line_id)
        rules.decide(Act(session, now, by=by), nomination, answer, is_upheld=is_upheld)
        return nomination.commendation_id

    try:
        round_id = run(in_community(act))
    except RuleError as refusal:
        return _decide_page(objection_id, form, refusal)
    flash(gettext("已答复，双方都会收到通知。"), "success")
    return redirect(url_for(".commendation", round_id=round_id), code=303)
