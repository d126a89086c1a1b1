"""Pausing a member and ending a membership: here, since the places held go with it."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import clock
from core.db import run
from teams.gate import authority, community, requires
from teams.members.forms.desk import ReasonForm
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.sign_ups.rules import leaving


@bp.post("/members/<id:member_id>/suspension")
@requires(Permission.MEMBER_REGISTER)
def suspend_member(member_id: int) -> ResponseReturnValue:
    """Pause a member, with a reason."""
    return _with_reason(member_id, leaving.suspend, _("已暂停，本人会收到通知。"))


@bp.post("/members/<id:member_id>/withdrawal")
@requires(Permission.MEMBER_REGISTER)
def withdraw_member(member_id: int) -> ResponseReturnValue:
    """End a membership, with a reason."""
    return _with_reason(member_id, leaving.withdraw, _("已退出，时长和积分留在账上。"))


def _with_reason(member_id: int, act: Callable[..., int], words: str) -> ResponseReturnValue:
    form, here, by, now = ReasonForm(), community(), authority(), clock.now()
    back = redirect(url_for("teams.member", member_id=member_id), code=303)
    if not form.validate():
        flash(_("请写明原因。"), "bad")
        return back
    freed = run(lambda session: act(session, here, member_id, form.reason.data or "", by, now))
    flash(words)
    if freed:
        flash(_("原来报的 %(count)s 个班次让出来了，有人候补的已经补上。", count=freed))
    return back
