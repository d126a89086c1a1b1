"""Somebody nobody knows yet, registered where the activity runs and on its list in one press."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.errors import RuleError
from core.inputs import of_card
from core.masking import name_for_staff
from core.template_filters import refusal_text, zone
from core.toasts import toast
from core.wording import clock_time
from teams.authority.act import Act
from teams.gate import authority, community, requires
from teams.members.models import Community
from teams.members.rules.registering_on_site import SamePersonPerhaps
from volunteer.activities.models import Shift
from volunteer.attendance.forms import NewcomerForm
from volunteer.attendance.rules.newcomers import Newcomer, bring_in
from volunteer.attendance.views.attendance import kept_shift
from volunteer.attendance.views.marked import Marked, say_marked, undo_of
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.sign_ups.models import SignUpMove


@bp.route("/shifts/<id:shift_id>/newcomers", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_MANAGE)
def newcomers(shift_id: int) -> ResponseReturnValue:
    """Register somebody who is no volunteer yet, and put them on the list."""
    shift = kept_shift(shift_id)
    form = NewcomerForm()
    if request.method == "GET":
        form.name.data = of_card(request.args.get("name", ""))[:20]
        return _page(shift, form, None)
    if not form.validate():
        return _page(shift, form, None), 400
    now, by, here, said = clock.now(), authority(), community().id, form.stranger()
    came: list[Newcomer] = []

    def act(session: Session) -> str:
        where = session.get_one(Community, here)
        came[:] = [bring_in(Act(session, now, by=by, community=where), shift_id, said)]
        return url_for(".attendance_board", shift_id=shift_id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        return _page(shift, form, refusal), refusal.status
    for each in came:
        _say(each, said.name)
    return redirect(go_to, code=303)


def _page(shift: Shift, form: NewcomerForm, refusal: RuleError | None) -> str:
    return render_template(
        "volunteer/attendance/newcomer.html",
        shift=shift,
        form=form,
        refusal=refusal_text(refusal),
        namesake=refusal.number if isinstance(refusal, SamePersonPerhaps) else None,
    )


def _say(came: Newcomer, name: str) -> None:
    shown, sign_up = name_for_staff(name), came.sign_up
    if not came.is_new:
        say_marked(Marked(sign_up, shown), SignUpMove.ARRIVE)
        toast(str(gettext("%(name)s 以前登记过，直接加进名单了", name=shown)))
        return
    time = clock_time(sign_up.arrived_at, zone()) if sign_up.arrived_at else ""
    number = came.member.volunteer_no
    words = "%(name)s 登记好了，编号 %(number)s，%(time)s 到岗。服务台激活后时长才公示入账"
    toast(str(gettext(words, name=shown, number=number, time=time)), undo_of(sign_up))
