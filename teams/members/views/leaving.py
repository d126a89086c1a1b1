"""Pausing a member and ending a membership; what every room lets go of is told."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core import clock
from core.db import run
from core.told import Told
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import authority, community, requires
from teams.members.forms.desk import ReasonForm
from teams.members.models import Member
from teams.members.queries import people
from teams.members.rules import members
from teams.permissions import Permission

Leave = Callable[[Act, Member, str], list[Told]]


@bp.post("/members/<id:member_id>/suspension")
@requires(Permission.MEMBER_REGISTER)
def suspend_member(member_id: int) -> ResponseReturnValue:
    """Pause a member, with a reason."""
    return _with_reason(member_id, members.suspend, _("已暂停，本人会收到通知。"))


@bp.post("/members/<id:member_id>/withdrawal")
@requires(Permission.MEMBER_REGISTER)
def withdraw_member(member_id: int) -> ResponseReturnValue:
    """End a membership, with a reason."""
    return _with_reason(member_id, members.withdraw, _("已退出，时长和积分留在账上。"))


def _with_reason(member_id: int, leave: Leave, words: str) -> ResponseReturnValue:
    form, here, by, now = ReasonForm(), community(), authority(), clock.now()
    back = redirect(url_for("teams.member", member_id=member_id), code=303)
    if not form.validate():
        flash(_("请写明原因。"), "bad")
        return back

    def done(session: Session) -> list[Told]:
        member = people.member_in(session, here, member_id)
        return leave(Act(session, now, by=by), member, form.reason.data or "")

    told = run(done)
    flash(words)
    for each in told:
        flash(_(each.sentence, **each.values))
    return back
