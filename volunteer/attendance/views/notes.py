"""Words to the people of a shift: to its list or team, and to who has not come."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.toasts import toast
from teams.authority.act import Act
from teams.gate import authority, community, requires
from volunteer.activities.forms.acts import ActForm, NoteForm
from volunteer.attendance.rules import notes
from volunteer.attendance.rules.notes import Audience
from volunteer.blueprint import bp
from volunteer.permissions import Permission


@bp.post("/leading/shifts/<id:shift_id>/notes")
@requires(Permission.ACTIVITY_MANAGE)
def send_note(shift_id: int) -> ResponseReturnValue:
    """Send a note to the list of a shift or to its team."""
    form = NoteForm()
    here, by, now, told = community(), authority(), clock.now(), [0]
    is_team = form.audience.data == Audience.TEAM.value
    audience = Audience.TEAM if is_team else Audience.LISTED

    def act(session: Session) -> str:
        doing = Act(session, now, by=by, community=here)
        told[:] = [notes.send(doing, shift_id, audience, form.words.data or "")]
        return url_for(".attendance_list", shift_id=shift_id)

    go_to = run_once(form.request_key.data or "", act)
    _say_told(told[0])
    return redirect(go_to, code=303)


@bp.post("/shifts/<id:shift_id>/missing-reminders")
@requires(Permission.ATTENDANCE_MANAGE)
def remind_missing(shift_id: int) -> ResponseReturnValue:
    """Tell who has not come that they are waited for."""
    here, by, now, told = community(), authority(), clock.now(), [0]

    def act(session: Session) -> str:
        doing = Act(session, now, by=by, community=here)
        told[:] = [notes.remind_missing(doing, shift_id)]
        return url_for(".attendance_board", shift_id=shift_id)

    go_to = run_once(ActForm().request_key.data or "", act)
    _say_told(told[0])
    return redirect(go_to, code=303)


def _say_told(count: int) -> None:
    """Say how many were told; nothing when the same press came before."""
    if count:
        toast(ngettext("通知了 %(num)s 人。", "通知了 %(num)s 人。", count))
