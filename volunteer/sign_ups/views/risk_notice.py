"""What is read before the first sign-up of a kind: risk and what to bring, and the one button."""

from typing import NamedTuple

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import reader_id
from core import clock
from core.db import db
from core.paging import page_key
from core.tenancy import row_in
from teams.gate import authority, community, current_member, requires
from volunteer.activities.models import Shift
from volunteer.activities.queries.shifts import shift_in
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.sign_ups.forms import SeenForm
from volunteer.sign_ups.models import Substitution
from volunteer.sign_ups.queries import children
from volunteer.sign_ups.queries.substitutions import question_in
from volunteer.sign_ups.rules import risk_readings


class Press(NamedTuple):
    """The button under the notice: for whom, where it is sent, what it says."""

    member_id: int
    url: str
    verb: str


@bp.get("/shifts/<id:shift_id>/notice")
@requires(Permission.ACTIVITY_SIGN_UP)
def risk_notice(shift_id: int) -> ResponseReturnValue:
    """Show what to know before signing up to a shift, oneself or the own child."""
    session = db.session()
    shift = shift_in(session, community(), shift_id)
    child_id = page_key("child")
    if child_id is None:
        url = url_for(".sign_up", shift_id=shift_id)
        own_id = current_member(session).id
        return _page(shift, Press(own_id, url, gettext("看过了，报名")))
    child = children.child_of(session, community(), reader_id(), child_id, clock.now())
    url = url_for(".sign_up_child", member_id=child.id, shift_id=shift_id)
    return _page(shift, Press(child.id, url, gettext("看过了，替孩子报名")))


@bp.get("/my/substitutions/<id:question_id>/notice")
@requires(Permission.ACTIVITY_SIGN_UP)
def substitution_notice(question_id: int) -> ResponseReturnValue:
    """Show what to know before coming instead of who asks."""
    session, own_id = db.session(), authority().member_id
    row_in(session, Substitution, community().id, question_id, Substitution.to_member_id == own_id)
    question = question_in(session, community(), question_id)
    url = url_for(".accept_substitution", question_id=question_id)
    return _page(question.sign_up.shift, Press(own_id or 0, url, gettext("看过了，我去")))


def _page(shift: Shift, press: Press) -> ResponseReturnValue:
    told = risk_readings.notice_for(db.session(), shift.activity, press.member_id)
    if told is None:
        return redirect(url_for(".activity", activity_id=shift.activity_id), code=303)
    return render_template(
        "volunteer/sign_ups/risk_notice.html",
        shift=shift,
        told=told,
        press=press,
        form=SeenForm(formdata=None),
    )


def shown_to(session: Session, shift: Shift) -> risk_readings.RiskNotice | None:
    """Return the notice as shown beside another button, whoever presses it."""
    return risk_readings.notice_for(session, shift.activity, None)
