"""Asking for word when sign-up opens, and taking that back."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock
from core.db import run
from teams.authority.act import Act
from teams.gate import authority, in_community, requires
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.sign_ups.rules import reminders


@bp.post("/shifts/<id:shift_id>/opening-reminders")
@requires(Permission.ACTIVITY_SIGN_UP)
def remind_of_opening(shift_id: int) -> ResponseReturnValue:
    """Note that the reader wants word when sign-up opens; pressing twice is once."""
    by, now = authority(), clock.now()
    run(
        in_community(
            lambda session, here: reminders.ask(Act(session, now, by=by, community=here), shift_id)
        )
    )
    flash(gettext("记下了，开放报名时通知您。"), "success")
    return redirect(url_for(".my_sign_ups"), code=303)


@bp.post("/my/opening-reminders/<id:reminder_id>/cancellation")
@requires(Permission.OWN_DATA)
def forget_opening(reminder_id: int) -> ResponseReturnValue:
    """Take back the wish for word when sign-up opens."""
    by, now = authority(), clock.now()
    run(
        in_community(
            lambda session, here: reminders.forget(
                Act(session, now, by=by, community=here), reminder_id
            )
        )
    )
    flash(gettext("好的，不提醒了。"), "success")
    return redirect(url_for(".my_sign_ups"), code=303)
