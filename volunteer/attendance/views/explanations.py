"""提出说明: why one did not come, handed in by the member, decided by the leader (T19)."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from core import clock
from core.db import db, run
from core.errors import RuleError
from core.form import status_of
from teams.authority.act import Act
from teams.gate import community, current_member, in_community, requires
from teams.members.models import Community, Member
from volunteer.attendance.forms import ExplanationForm
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.queries import sign_ups as queries
from volunteer.sign_ups.rules import excuses as rules
from volunteer.sign_ups.words import SIGN_UP_WORDS


@bp.get("/my/sign-ups/<id:sign_up_id>/explanation")
@requires(Permission.OWN_DATA)
def explanation(sign_up_id: int) -> ResponseReturnValue:
    """Ask why the reader did not come, or cancelled late."""
    return _explanation_page(sign_up_id, ExplanationForm(formdata=None), None)


def _explanation_page(
    sign_up_id: int, form: ExplanationForm, refusal: RuleError | None
) -> ResponseReturnValue:
    now = clock.now()
    mine = queries.own_sign_up(db.session(), current_member(db.session()), sign_up_id)
    page = render_template(
        "volunteer/attendance/explanation.html",
        mine=mine,
        form=form,
        refusal=refusal,
        is_open=rules.may_explain(mine, mine.shift, now),
        days=Act(db.session(), now, community=community()).settings(VolunteerSettings).excuse_days,
        words=SIGN_UP_WORDS,
    )
    return page, status_of(form, refusal)


@bp.post("/my/sign-ups/<id:sign_up_id>/explanation")
@requires(Permission.OWN_DATA)
def explain_absence(sign_up_id: int) -> ResponseReturnValue:
    """Hand the explanation to the leaders, then show the reader's sign-ups."""
    form, now = ExplanationForm(), clock.now()
    if not form.validate():
        return _explanation_page(sign_up_id, form, None)
    member_id, words = current_member(db.session()).id, form.words.data or ""

    def act(session: Session, where: Community) -> None:
        member = session.get_one(Member, member_id)
        rules.explain(Act(session, now, community=where), member, sign_up_id, words)

    try:
        run(in_community(act))
    except RuleError as refusal:
        return _explanation_page(sign_up_id, form, refusal)
    flash(gettext("说明交给带队人了，办好会通知您。"), "success")
    return redirect(url_for(".my_sign_ups"), code=303)
