"""Signing up, one's own sign-ups, and going back on one."""

from datetime import datetime

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db
from core.errors import NotFound
from core.paging import page_key
from core.toasts import Undo, toast
from teams.authority.act import Act
from teams.gate import authority, community, current_member, requires
from volunteer.activities.forms.acts import ActForm
from volunteer.activities.queries import activities as activity_queries
from volunteer.activities.queries import shifts
from volunteer.activities.rules import reader_records, shift_places
from volunteer.activities.rules.windows import Window, ended_since
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.forms import CancelForm, SignUpForm
from volunteer.sign_ups.models import CANCELLABLE, SignUp, SignUpState
from volunteer.sign_ups.queries import sign_ups as queries
from volunteer.sign_ups.queries.own_marks import own_marks
from volunteer.sign_ups.queries.substitutions import own_questions
from volunteer.sign_ups.rules import cancelling, excuses, late_marks, sign_ups
from volunteer.sign_ups.rules.on_the_day import Step, step_of
from volunteer.sign_ups.rules.risk_readings import RiskUnread
from volunteer.sign_ups.rules.sign_ups import Wish
from volunteer.sign_ups.views.activities import activity_page
from volunteer.sign_ups.views.back import back_to_list
from volunteer.sign_ups.views.cancelled import named, say_cancelled, undo_of_sign_up
from volunteer.sign_ups.views.leader_shown import leader_phone
from volunteer.sign_ups.words import MARK_WORDS, SIGN_UP_WORDS


@bp.post("/shifts/<id:shift_id>/sign-ups")
@requires(Permission.ACTIVITY_SIGN_UP)
def sign_up(shift_id: int) -> ResponseReturnValue:
    """Sign the reader up or put them in the queue; what is to be read first comes before that."""
    form = SignUpForm()
    here, by, now = community(), authority(), clock.now()
    if not form.validate():
        shift = shifts.shift_in(db.session(), here, shift_id)
        shown = activity_queries.public_activity(db.session(), here, shift.activity_id)
        return activity_page(shown, form), 400
    if by.member_id is None:
        raise NotFound
    wish = Wish(shift_id, by.member_id, form.note.data or "", form.seen.data or "")
    made: list[tuple[str, Undo | None]] = []
    own = url_for(".my_sign_ups")

    def act(session: Session) -> str:
        making = Act(session, now, by=by, community=here)
        signed_up = sign_ups.sign_up(making, wish)
        made[:] = [_made(making, signed_up)]
        return own

    try:
        go_to = run_once(form.request_key.data or "", act, own)
    except RiskUnread:
        return redirect(url_for(".risk_notice", shift_id=shift_id), code=303)
    for words, undo in made or [(str(gettext("这次报名已经办过了，请看下面。")), None)]:
        toast(words, undo)
    return redirect(go_to, code=303)


def _made(act: Act, signed_up: SignUp) -> tuple[str, Undo | None]:
    """Return what to say of a sign-up just made, and the press that takes it back."""
    shift = signed_up.shift
    undo = undo_of_sign_up(signed_up, act.settings(VolunteerSettings), act.now)
    if signed_up.state is not SignUpState.WAITLISTED:
        return str(gettext("报名成功。")) + named(shift), undo
    ahead = reader_records.ahead_of(act.session, [signed_up.id]).get(signed_up.id, 0)
    words = "已排上候补，第 %(position)s 位，前面 %(ahead)s 人。有空位就通知您。"
    return str(gettext(words, position=ahead + 1, ahead=ahead)) + named(shift), undo


@bp.get("/my/sign-ups")
@requires(Permission.OWN_DATA)
def my_sign_ups() -> ResponseReturnValue:
    """Show when the reader is due, where they wait, and what is past."""
    now = clock.now()
    member = current_member(db.session())
    settings = Act(db.session(), now, community=community()).settings(VolunteerSettings)
    coming = queries.own_coming(db.session(), member, now, ended_since(settings, now))
    waiting = [each for each in coming if each.state is SignUpState.WAITLISTED]
    past, before = queries.own_past(db.session(), member, now, page_key("before"))
    return render_template(
        "volunteer/sign_ups/my_sign_ups.html",
        due=[each for each in coming if each not in waiting],
        steps=_steps(coming, settings, now),
        waiting=waiting,
        ahead=reader_records.ahead_of(db.session(), [each.id for each in waiting]),
        asked_of=queries.asked_of(db.session(), member, now),
        act_form=ActForm(formdata=None),
        wished=queries.own_reminders(db.session(), member, now),
        past=[each for each in past if each not in coming],
        to_explain={each.id for each in past if excuses.may_explain(each, each.shift, now)},
        next_url=url_for(".my_sign_ups", before=before) if before else None,
        member=member,
        is_paused=member.paused_until is not None and now < member.paused_until,
        now=now,
        state_words=SIGN_UP_WORDS,
        questions=own_questions(db.session(), [*coming, *past]),
        marks=own_marks(db.session(), community(), member.id, settings, now),
        settings=settings,
        mark_words=MARK_WORDS,
    )


def _steps(coming: list[SignUp], settings: VolunteerSettings, now: datetime) -> dict[int, Step]:
    """Return what can be pressed on the day, by the id of the sign-up."""
    found = {each.id: step_of(each.state, Window.of(each.shift, settings), now) for each in coming}
    return {sign_up_id: step for sign_up_id, step in found.items() if step is not None}


@bp.get("/my/sign-ups/<id:sign_up_id>/cancellation")
@requires(Permission.OWN_DATA)
def cancellation(sign_up_id: int) -> ResponseReturnValue:
    """Say what cancelling one's own sign-up would cost before it is done."""
    return _cancellation_page(sign_up_id, CancelForm())


def _cancellation_page(sign_up_id: int, form: CancelForm) -> str:
    now = clock.now()
    member = current_member(db.session())
    mine = queries.own_sign_up(db.session(), member, sign_up_id)
    settings = Act(db.session(), now, community=community()).settings(VolunteerSettings)
    cost = cancelling.consequence(mine, mine.shift, settings, now)
    return render_template(
        "volunteer/sign_ups/cancellation.html",
        mine=mine,
        form=form,
        is_open=mine.state in CANCELLABLE and now < mine.shift.starts_at,
        may_explain=excuses.may_explain(mine, mine.shift, now),
        leader_phone=leader_phone(mine.shift, mine, now),
        cost=cost.value,
        will_mark=cancelling.will_mark(cost, mine.shift, settings, now),
        has_queue=mine.shift.places.waiting > 0
        and shift_places.still_calls(mine.shift, settings, now),
        marks=late_marks.live_marks(Act(db.session(), now, community=community()), member.id),
        settings=settings,
        free_hours=settings.free_cancel_hours,
    )


@bp.post("/my/sign-ups/<id:sign_up_id>/cancellation")
@requires(Permission.OWN_DATA)
def cancel_sign_up(sign_up_id: int) -> ResponseReturnValue:
    """Cancel, then show the reader's sign-ups."""
    form = CancelForm()
    if not form.validate():
        return _cancellation_page(sign_up_id, form), 400
    here, by, now, back = community(), authority(), clock.now(), back_to_list()
    queries.own_sign_up(db.session(), current_member(db.session()), sign_up_id)

    done: list[cancelling.Cancelled] = []

    def act(session: Session) -> str:
        done[:] = [
            cancelling.cancel(
                Act(session, now, by=by, community=here), sign_up_id, form.reason.data or ""
            )
        ]
        return back

    go_to = run_once(form.request_key.data or "", act, back)
    for each in done:
        say_cancelled(each)
    return redirect(go_to, code=303)
