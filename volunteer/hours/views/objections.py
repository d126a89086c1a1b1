"""Objections to service records: raised by name, decided by the supervisor."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock
from core.db import db, run
from core.errors import RuleError
from core.form import status_of
from core.template_filters import refusal_text
from teams.authority.act import Act
from teams.gate import authority, community, current_member, in_community, local_today, requires
from teams.members.models import Member
from teams.notices.queries.announced import whole_line
from teams.notices.queries.notices import objection_in
from teams.notices.rules import notices, objectors
from volunteer.blueprint import bp
from volunteer.hours.forms.records import DecisionForm, ObjectionForm
from volunteer.hours.models import ServiceRecord
from volunteer.hours.queries import records as queries
from volunteer.hours.rules import objections as rules
from volunteer.hours.words import GRADE_WORDS
from volunteer.permissions import Permission


@bp.get("/notice-lines/<id:line_id>/record-objection")
@requires(Permission.OBJECTION_MAKE)
def new_record_objection(line_id: int) -> ResponseReturnValue:
    """Ask what is not right about one line of a notice of hours."""
    return _objection_page(line_id, ObjectionForm(formdata=None), None)


def _objection_page(
    line_id: int, form: ObjectionForm, refusal: RuleError | None
) -> ResponseReturnValue:
    line, record = rules.objected_line(db.session(), community().id, line_id)
    page = render_template(
        "volunteer/hours/new_record_objection.html",
        line=line,
        line_words=whole_line(db.session(), line, local_today()),
        record=record,
        form=form,
        answer_within=notices.ANSWER_WITHIN_WORKING_DAYS,
        is_own=record.member_id == authority().member_id,
        back_url=_back_of(line.notice_id, record),
        refusal=refusal_text(refusal),
    )
    return page, status_of(form, refusal)


def _back_of(notice_id: int, record: ServiceRecord) -> str:
    """Return the own record, or for the line of another its notice."""
    if record.member_id == authority().member_id:
        return url_for(".my_record", record_id=record.id)
    return url_for("teams.notice", notice_id=notice_id)


@bp.post("/notice-lines/<id:line_id>/record-objections")
@requires(Permission.OBJECTION_MAKE)
def object_to_record(line_id: int) -> ResponseReturnValue:
    """Raise an objection by name, then say what happens next."""
    form = ObjectionForm()
    if not form.validate():
        return _objection_page(line_id, form, None)
    now, words, member_id = clock.now(), form.words.data or "", current_member(db.session()).id
    try:
        run(
            in_community(
                lambda session, where: rules.dispute(
                    Act(session, now, community=where),
                    line_id,
                    session.get_one(Member, member_id),
                    words,
                )
            )
        )
    except RuleError as refusal:
        return _objection_page(line_id, form, refusal)
    flash(gettext("异议收到了。只暂停这一条，查实后会告诉您。"), "success")
    line, record = rules.objected_line(db.session(), community().id, line_id)
    return redirect(_back_of(line.notice_id, record), code=303)


@bp.get("/record-objections")
@requires(Permission.OBJECTION_DECIDE)
def record_objections() -> ResponseReturnValue:
    """Show the open objections the reader may decide, the one due first on top."""
    found, by = queries.open_objections(db.session(), community()), authority()
    return render_template(
        "volunteer/hours/record_objections.html",
        objections=[each for each in found if objectors.is_open_to(each, by)],
    )


@bp.get("/record-objections/<id:objection_id>")
@requires(Permission.OBJECTION_DECIDE)
def record_objection(objection_id: int) -> ResponseReturnValue:
    """Show one objection with what it is about and two outcomes."""
    return _decision_page(objection_id, DecisionForm(formdata=None), None)


def _decision_page(
    objection_id: int, form: DecisionForm, refusal: RuleError | None
) -> ResponseReturnValue:
    objection = objection_in(db.session(), community(), objection_id)
    objectors.refuse_closed(objection, authority())
    line, record = rules.objected_line(db.session(), community().id, objection.line_id)
    page = render_template(
        "volunteer/hours/record_objection.html",
        objection=objection,
        line=line,
        line_words=whole_line(db.session(), line, local_today()),
        record=record,
        form=form,
        refusal=refusal_text(refusal),
        grade_words=GRADE_WORDS,
    )
    return page, status_of(form, refusal)


@bp.post("/record-objections/<id:objection_id>/decision")
@requires(Permission.OBJECTION_DECIDE)
def decide_record_objection(objection_id: int) -> ResponseReturnValue:
    """Answer an objection; the record is voided or goes on."""
    form = DecisionForm()
    if not form.validate():
        return _decision_page(objection_id, form, None)
    now, by = clock.now(), authority()
    decision = rules.Decision(form.outcome.data == "upheld", form.answer.data or "")
    try:
        run(
            in_community(
                lambda session, where: rules.decide(
                    Act(session, now, by=by, community=where), objection_id, decision
                )
            )
        )
    except RuleError as refusal:
        return _decision_page(objection_id, form, refusal)
    flash(gettext("已答复，双方都会收到。"), "success")
    return redirect(url_for(".record_objections"), code=303)
