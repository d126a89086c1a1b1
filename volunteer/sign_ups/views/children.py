"""我的孩子: a guardian signs the own children under 14 up where the guardian goes (T26)."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import reader_id, run_once
from core import clock
from core.db import db
from core.errors import BadRequest
from core.toasts import Undo, toast
from teams.authority.act import Act
from teams.gate import authority, community, current_member, requires
from volunteer.activities.forms.acts import ActForm
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.forms import SeenForm
from volunteer.sign_ups.models import SignUpState
from volunteer.sign_ups.queries import children as queries
from volunteer.sign_ups.queries import sign_ups as sign_up_queries
from volunteer.sign_ups.rules import cancelling, sign_ups
from volunteer.sign_ups.rules.risk_readings import RiskUnread
from volunteer.sign_ups.rules.sign_ups import Wish
from volunteer.sign_ups.views.cancelled import named, undo_of_sign_up


@bp.get("/my/children")
@requires(Permission.OWN_DATA)
def my_children() -> ResponseReturnValue:
    """Show the reader's children, and for each where the reader goes: come along, or stay."""
    session, here, now = db.session(), community(), clock.now()
    found = queries.children_of(session, here, reader_id(), now)
    coming = sign_up_queries.own_coming(session, current_member(session), now, now)
    shifts = [
        each.shift
        for each in coming
        if each.state is not SignUpState.WAITLISTED and each.shift.starts_at > now
    ]
    return render_template(
        "volunteer/sign_ups/my_children.html",
        children=found,
        shifts=shifts,
        held=queries.signed_up(session, found, [each.id for each in shifts]),
        request_key=ActForm(formdata=None).request_key.data,
    )


@bp.post("/my/children/<id:member_id>/shifts/<id:shift_id>/sign-ups")
@requires(Permission.ACTIVITY_SIGN_UP)
def sign_up_child(member_id: int, shift_id: int) -> ResponseReturnValue:
    """Sign the reader's child up, or put the child in the queue."""
    form, here, by, now = SeenForm(), community(), authority(), clock.now()
    if not form.validate():
        raise BadRequest
    wish = Wish(shift_id, member_id, seen=form.seen.data or "")
    queries.child_of(db.session(), here, by.person_id, member_id, now)

    said: list[tuple[str, Undo | None]] = []

    def act(session: Session) -> str:
        acting = Act(session, now, by=by, community=here)
        made = sign_ups.sign_up(acting, wish)
        back = url_for(".cancel_child", member_id=member_id, sign_up_id=made.id)
        undo = undo_of_sign_up(made, acting.settings(VolunteerSettings), now, back)
        words = str(gettext("替孩子报上了，到时带着一起来。"))
        said[:] = [(words + named(made.shift), undo)]
        return url_for(".my_children")

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RiskUnread:
        return redirect(url_for(".risk_notice", shift_id=shift_id, child=member_id), code=303)
    for words, undo in said:
        toast(words, undo)
    return redirect(go_to, code=303)


@bp.post("/my/children/<id:member_id>/sign-ups/<id:sign_up_id>/cancellation")
@requires(Permission.ACTIVITY_SIGN_UP)
def cancel_child(member_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Take the child's sign-up back."""
    form, here, by, now = ActForm(), community(), authority(), clock.now()
    if not form.validate():
        raise BadRequest
    child = queries.child_of(db.session(), here, by.person_id, member_id, now)
    sign_up_queries.own_sign_up(db.session(), child, sign_up_id)

    said: list[str] = []

    def act(session: Session) -> str:
        done = cancelling.cancel(Act(session, now, by=by, community=here), sign_up_id, "")
        said[:] = [str(gettext("替孩子取消了。")) + named(done.shift)]
        return url_for(".my_children")

    go_to = run_once(form.request_key.data or "", act)
    for words in said:
        toast(words)
    return redirect(go_to, code=303)
