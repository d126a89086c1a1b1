"""Saying yes to a place given from the queue, and taking that back."""

import secrets
from collections.abc import Callable

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock, wording
from core.template_filters import tongue, zone
from core.toasts import Undo, toast
from teams.authority.act import Act
from teams.gate import authority, community, requires
from volunteer.activities.forms.acts import ActForm
from volunteer.activities.models import Shift
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.sign_ups.models import SignUp
from volunteer.sign_ups.rules import keeping
from volunteer.sign_ups.views.back import HOME, PRESSED_ON, back_to_list


@bp.post("/my/sign-ups/<id:sign_up_id>/keeping")
@requires(Permission.OWN_DATA)
def keep_place(sign_up_id: int) -> ResponseReturnValue:
    """Say that one comes to the place the queue gave."""
    return _answer(
        sign_up_id, keeping.keep, "好的，《%(title)s》%(when)s，等您来。", ".unkeep_place"
    )


@bp.post("/my/sign-ups/<id:sign_up_id>/keeping/undo")
@requires(Permission.OWN_DATA)
def unkeep_place(sign_up_id: int) -> ResponseReturnValue:
    """Take that back: the place is asked about again."""
    return _answer(sign_up_id, keeping.unkeep, "撤回了。《%(title)s》去不去，请再答一次。", None)


def _answer(
    sign_up_id: int, rule: Callable[[Act, int], SignUp], words: str, undone_at: str | None
) -> ResponseReturnValue:
    here, by, now, back = community(), authority(), clock.now(), back_to_list()
    said: list[str] = []

    def act(session: Session) -> str:
        answered = rule(Act(session, now, by=by, community=here), sign_up_id)
        shift = session.get_one(Shift, answered.shift_id)
        when = wording.moment(shift.starts_at, zone(), now, tongue())
        said[:] = [str(gettext(words, title=shift.activity.title, when=when))]
        return back

    go_to = run_once(ActForm().request_key.data or "", act, back)
    for each in said:
        toast(each, _undo(undone_at, sign_up_id))
    return redirect(go_to, code=303)


def _undo(endpoint: str | None, sign_up_id: int) -> Undo | None:
    if endpoint is None:
        return None
    fields: dict[str, str | int] = {"request_key": secrets.token_urlsafe(18), PRESSED_ON: HOME}
    return Undo(url_for(endpoint, sign_up_id=sign_up_id), fields, str(gettext("撤销")))
