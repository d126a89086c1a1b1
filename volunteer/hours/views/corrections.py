"""有误: an error reported in one's own record, and the two ways a supervisor answers it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from core import clock
from core.db import db, run
from core.errors import NotFound, RuleError
from core.form import status_of
from core.paging import page_key
from teams.authority.act import Act
from teams.gate import authority, community, current_member, in_community, requires
from teams.members.models import Community, Member
from teams.notices.rules import notices
from volunteer.blueprint import bp
from volunteer.hours.forms.records import AnswerForm, ReportForm
from volunteer.hours.models import CorrectionState
from volunteer.hours.queries import corrections as queries
from volunteer.hours.queries import records as record_queries
from volunteer.hours.rules import reported_errors as rules
from volunteer.hours.rules.reported_errors import Answer
from volunteer.hours.words import CORRECTION_WORDS, GRADE_WORDS, RECORD_WORDS
from volunteer.permissions import Permission


@bp.get("/me/records/<id:record_id>/correction")
@requires(Permission.OWN_DATA)
def new_record_correction(record_id: int) -> ResponseReturnValue:
    """Ask what is wrong with one of the reader's own records."""
    return _report_page(record_id, ReportForm(formdata=None), None)


def _report_page(
    record_id: int, form: ReportForm, refusal: RuleError | None
) -> ResponseReturnValue:
    line = record_queries.record_in(db.session(), community(), record_id)
    if line.record.member_id != current_member(db.session()).id:
        raise NotFound
    page = render_template(
        "volunteer/hours/new_record_correction.html",
        line=line,
        form=form,
        refusal=refusal,
        answer_within=notices.ANSWER_WITHIN_WORKING_DAYS,
        state_words=RECORD_WORDS,
        grade_words=GRADE_WORDS,
    )
    return page, status_of(form, refusal)


@bp.post("/me/records/<id:record_id>/correction")
@requires(Permission.OWN_DATA)
def report_record_error(record_id: int) -> ResponseReturnValue:
    """Report the error to the supervisors, then show the reader's records."""
    form, now = ReportForm(), clock.now()
    if not form.validate():
        return _report_page(record_id, form, None)
    member_id, words = current_member(db.session()).id, form.words.data or ""

    def act(session: Session, where: Community) -> None:
        member = session.get_one(Member, member_id)
        rules.report(Act(session, now, community=where), member, record_id, words)

    try:
        run(in_community(act))
    except RuleError as refusal:
        return _report_page(record_id, form, refusal)
    flash(gettext("收到了，核实好会通知您。"), "success")
    return redirect(url_for(".my_record", record_id=record_id), code=303)


@bp.get("/record-corrections")
@requires(Permission.OBJECTION_DECIDE)
def record_corrections() -> ResponseReturnValue:
    """Show the reported errors that wait, or those answered one way or the other."""
    asked, after = request.args.get("state", "open"), page_key()
    state = next((each for each in CorrectionState if each.value == asked), CorrectionState.OPEN)
    rows, following = queries.corrections_page(db.session(), community(), state, after)
    return render_template(
        "volunteer/hours/record_corrections.html",
        rows=rows,
        state=state.value,
        later_url=url_for(".record_corrections", state=state, after=following)
        if following
        else None,
        state_words=CORRECTION_WORDS,
    )


@bp.get("/record-corrections/<id:request_id>")
@requires(Permission.OBJECTION_DECIDE)
def record_correction(request_id: int) -> ResponseReturnValue:
    """Show one reported error beside the record it is about, with two outcomes."""
    return _answer_page(request_id, AnswerForm(formdata=None), None)


def _answer_page(
    request_id: int, form: AnswerForm, refusal: RuleError | None
) -> ResponseReturnValue:
    asked = queries.correction_in(db.session(), community(), request_id)
    page = render_template(
        "volunteer/hours/record_correction.html",
        asked=asked,
        line=record_queries.record_in(db.session(), community(), asked.record_id),
        form=form,
        refusal=refusal,
        is_own=asked.member.person_id == authority().person_id,
        state_words=RECORD_WORDS,
        grade_words=GRADE_WORDS,
        answer_words=CORRECTION_WORDS,
    )
    return page, status_of(form, refusal)


@bp.post("/record-corrections/<id:request_id>/decision")
@requires(Permission.OBJECTION_DECIDE)
def decide_record_correction(request_id: int) -> ResponseReturnValue:
    """Answer the volunteer; a record put right is taken back to be confirmed anew."""
    form, now, by = AnswerForm(), clock.now(), authority()
    if not form.validate():
        return _answer_page(request_id, form, None)
    given = Answer(form.outcome.data == "corrected", form.words.data or "")

    def act(session: Session, where: Community) -> None:
        rules.answer(Act(session, now, by=by, community=where), request_id, given)

    try:
        run(in_community(act))
    except RuleError as refusal:
        return _answer_page(request_id, form, refusal)
    flash(gettext("已答复，本人会收到。"), "success")
    return redirect(url_for(".record_corrections"), code=303)
