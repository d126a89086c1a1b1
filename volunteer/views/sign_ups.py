"""Signing up, one's own sign-ups, and going back on one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db
from core.errors import NotFound
from core.permissions import Permission
from teams.gate import authority, community, current_member, requires
from volunteer.forms.sign_ups import CancelForm, SignUpForm
from volunteer.models import SignUpState
from volunteer.queries import activities as activity_queries
from volunteer.queries import sign_ups as queries
from volunteer.rules import ladder, seats, sign_ups
from volunteer.rules.sign_ups import Wish
from volunteer.views import bp
from volunteer.views.activities import activity_page
from volunteer.words import SIGN_UP_WORDS


@bp.post("/shifts/<id:shift_id>/sign-ups")
@requires(Permission.ACTIVITY_SIGN_UP)
def sign_up(shift_id: int) -> ResponseReturnValue:
    """Sign the reader up or put them in the queue, then show their sign-ups."""
    form = SignUpForm()
    here, by, now = community(), authority(), clock.now()
    if not form.validate():
        shift = activity_queries.shift_in(db.session(), here, shift_id)
        shown = activity_queries.public_activity(db.session(), here, shift.activity_id)
        return activity_page(shown, form), 400
    if by.member_id is None:
        raise NotFound
    wish = Wish(shift_id, by.member_id, form.note.data or "")
    made: list[SignUpState] = []

    def act(session: Session) -> str:
        made[:] = [sign_ups.sign_up(session, here, wish, by, now).state]
        return url_for(".my_sign_ups")

    go_to = run_once(form.request_key.data or "", act)
    _say(made)
    return redirect(go_to, code=303)


def _say(made: list[SignUpState]) -> None:
    if SignUpState.WAITLISTED in made:
        flash(gettext("已排上候补。有空位就通知您。"), "success")
    else:
        flash(gettext("报名成功。"), "success")


@bp.get("/my/sign-ups")
@requires(Permission.OWN_DATA)
def my_sign_ups() -> ResponseReturnValue:
    """Show when the reader is due, where they wait, and what is past."""
    now = clock.now()
    member = current_member(db.session())
    coming = queries.own_coming(db.session(), member, now)
    past, before = queries.own_past(db.session(), member, now, request.args.get("before", type=int))
    return render_template(
        "volunteer/my_sign_ups.html",
        due=[each for each in coming if each.state is not SignUpState.WAITLISTED],
        waiting=[each for each in coming if each.state is SignUpState.WAITLISTED],
        past=past,
        next_url=url_for(".my_sign_ups", before=before) if before else None,
        member=member,
        is_paused=member.paused_until is not None and now < member.paused_until,
        now=now,
        state_words=SIGN_UP_WORDS,
    )


@bp.get("/my/sign-ups/<id:sign_up_id>/cancellation")
@requires(Permission.OWN_DATA)
def cancellation(sign_up_id: int) -> ResponseReturnValue:
    """Say what cancelling would cost before it is done."""
    return _cancellation_page(sign_up_id, CancelForm())


def _cancellation_page(sign_up_id: int, form: CancelForm) -> str:
    now = clock.now()
    member = current_member(db.session())
    mine = queries.own_sign_up(db.session(), member, sign_up_id)
    settings = seats.settings_now(db.session(), community(), now)
    return render_template(
        "volunteer/cancellation.html",
        mine=mine,
        form=form,
        is_open=mine.state in sign_ups.FINAL and now < mine.shift.starts_at,
        cost=sign_ups.consequence(mine, mine.shift, settings, now).value,
        has_queue=mine.shift.seats.waiting > 0,
        marks=ladder.live_marks(db.session(), community(), member.id, now),
        limit=settings.number("ladder_warnings"),
        pause_days=settings.number("ladder_pause"),
        free_hours=settings.number("free_cancel"),
    )


@bp.post("/my/sign-ups/<id:sign_up_id>/cancellation")
@requires(Permission.OWN_DATA)
def cancel_sign_up(sign_up_id: int) -> ResponseReturnValue:
    """Cancel, then show the reader's sign-ups."""
    form = CancelForm()
    if not form.validate():
        return _cancellation_page(sign_up_id, form), 400
    here, by, now = community(), authority(), clock.now()
    queries.own_sign_up(db.session(), current_member(db.session()), sign_up_id)

    def act(session: Session) -> str:
        sign_ups.cancel(session, here, sign_up_id, form.reason.data or "", by, now)
        return url_for(".my_sign_ups")

    go_to = run_once(form.request_key.data or "", act)
    flash(gettext("已取消，名额让给后面的人。"), "success")
    return redirect(go_to, code=303)
