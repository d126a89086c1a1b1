"""培训情况 of a member's file: trainings attended, and the certificates the desk has seen."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db, run
from core.errors import RuleError
from core.template_filters import refusal_text
from teams.authority.act import Act
from teams.gate import authority, community, in_community, requires
from teams.members.models import Community
from teams.members.queries import people
from volunteer.activities.forms.qualifications import QualificationForm
from volunteer.activities.queries import kind_notices
from volunteer.activities.queries import qualifications as queries
from volunteer.activities.rules import qualifications as rules
from volunteer.activities.words import QUALIFICATION_WORDS, READING_WORDS
from volunteer.blueprint import bp
from volunteer.permissions import Permission


@bp.get("/members/<id:member_id>/training")
@requires(Permission.MEMBER_READ)
def member_training(member_id: int) -> ResponseReturnValue:
    """Show the trainings and certificates of a member."""
    return _page(member_id, QualificationForm(formdata=None), None)


def _page(
    member_id: int, form: QualificationForm, refusal: RuleError | None, status: int = 200
) -> ResponseReturnValue:
    member = people.member_in(db.session(), community(), member_id)
    page = render_template(
        "volunteer/activities/member_training.html",
        member=member,
        certificates=queries.certificates_of(db.session(), community(), member_id),
        trainings=queries.trainings_of(db.session(), community(), member_id),
        words=QUALIFICATION_WORDS,
        known=kind_notices.known_to(db.session(), community(), member_id),
        reading_words=READING_WORDS,
        form=form,
        refusal=refusal_text(refusal),
        is_own=authority().member_id == member_id,
    )
    return page, refusal.status if refusal else status


@bp.post("/members/<id:member_id>/training")
@requires(Permission.MEMBER_REGISTER)
def record_qualification(member_id: int) -> ResponseReturnValue:
    """Note a certificate seen at the desk."""
    form = QualificationForm()
    if not form.validate() or form.last_on.data is None:
        return _page(member_id, form, None, 400)
    here, by, now = community(), authority(), clock.now()
    shown = rules.Shown(member_id, form.chosen, form.last_on.data)

    def act(session: Session) -> str:
        rules.record(Act(session, now, by=by, community=session.get_one(Community, here.id)), shown)
        return url_for(".member_training", member_id=member_id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        return _page(member_id, form, refusal)
    flash(gettext("登记好了，也告诉本人了。"), "success")
    return redirect(go_to, code=303)


@bp.post("/members/<id:member_id>/qualifications/<id:qualification_id>/end")
@requires(Permission.MEMBER_REGISTER)
def end_qualification(member_id: int, qualification_id: int) -> ResponseReturnValue:
    """Take a certificate back that was noted in error or is good no more."""
    by, now = authority(), clock.now()
    run(
        in_community(
            lambda session, here: rules.end(
                Act(session, now, by=by, community=here), qualification_id
            )
        )
    )
    flash(gettext("作废了，要求这种证件的岗位不能再报。"), "success")
    return redirect(url_for(".member_training", member_id=member_id), code=303)
