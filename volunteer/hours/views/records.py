"""Service records as staff read them and put them right."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock
from core.db import db, run
from core.errors import RuleError
from core.form import status_of
from core.template_filters import refusal_text
from teams.authority.act import Act
from teams.gate import authority, community, in_community, requires
from volunteer.blueprint import bp
from volunteer.hours.forms.records import CorrectionForm
from volunteer.hours.models import ServiceRecord
from volunteer.hours.queries import records as queries
from volunteer.hours.rules import record_corrections
from volunteer.hours.rules.record_corrections import Correction
from volunteer.hours.words import GRADE_WORDS, PART_WORDS, RECORD_WORDS
from volunteer.permissions import Permission


@bp.get("/records/<id:record_id>")
@requires(Permission.DESK_READ)
def record(record_id: int) -> ResponseReturnValue:
    """Show one record to staff, with what may be put right."""
    return _record_page(record_id, CorrectionForm(formdata=None), None)


def _record_page(
    record_id: int, form: CorrectionForm, refusal: RuleError | None
) -> ResponseReturnValue:
    line = queries.record_in(db.session(), community(), record_id)
    authority().refuse_unless(Permission.DESK_READ, line.record.team_id)
    if not form.version.data:
        form.version.data = str(line.record.version)
    page = render_template(
        "volunteer/hours/record.html",
        line=line,
        form=form,
        refusal=refusal_text(refusal),
        part_words=PART_WORDS,
        state_words=RECORD_WORDS,
        grade_words=GRADE_WORDS,
    )
    return page, status_of(form, refusal)


@bp.post("/records/<id:record_id>/voiding")
@requires(Permission.RECORD_APPROVE)
def void_record(record_id: int) -> ResponseReturnValue:
    """Take a posted record back as the second person."""
    return _correct(record_id, record_corrections.void, gettext("已撤销，时长和积分都退回了。"))


@bp.post("/records/<id:record_id>/late-roster")
@requires(Permission.RECORD_APPROVE)
def accept_late_list(record_id: int) -> ResponseReturnValue:
    """Let a list filed late count for a record, as the second person (T16)."""
    return _correct(
        record_id, record_corrections.accept_late_list, gettext("已认定，公示期满照常记积分。")
    )


Corrects = Callable[[Act, int, Correction], ServiceRecord]


def _correct(record_id: int, verb: Corrects, done: str) -> ResponseReturnValue:
    form = CorrectionForm()
    seen = form.version.data or ""
    if not form.validate() or not (seen.isascii() and seen.isdigit()):
        return _record_page(record_id, form, None)
    correction = Correction(form.reason.data or "", int(seen[:10]))
    now, by = clock.now(), authority()
    try:
        run(
            in_community(
                lambda session, where: verb(
                    Act(session, now, by=by, community=where), record_id, correction
                )
            )
        )
    except RuleError as refusal:
        return _record_page(record_id, form, refusal)
    flash(done, "success")
    return redirect(url_for(".record", record_id=record_id), code=303)
