"""List and queue of a shift for who leads it: places, on behalf, admitted, occasion called off."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from accounts.models import Person
from accounts.rules.people import phone_of
from core import clock
from core.db import db
from core.errors import RuleError
from core.form import OnceForm
from core.masking import name_for_staff
from core.template_filters import refusal_text
from core.toasts import Undo, toast
from teams.authority.act import Act
from teams.gate import authority, community, requires
from teams.members.queries import finding
from volunteer.activities.forms.acts import ActForm, CallOffShiftForm, NoteForm, PlacesForm
from volunteer.activities.models import Shift
from volunteer.activities.queries.shifts import shift_in
from volunteer.activities.rules import activities, series, shifts
from volunteer.blueprint import bp
from volunteer.insurance.words import WHY_NOT_WORDS
from volunteer.permissions import Permission
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.forms import CancelForm, OnBehalfForm
from volunteer.sign_ups.queries import sign_ups as sign_up_queries
from volunteer.sign_ups.rules import cancelling, queues, sign_up_rows, sign_ups
from volunteer.sign_ups.rules.risk_readings import RiskNotTold
from volunteer.sign_ups.rules.sign_ups import Wish
from volunteer.sign_ups.views.cancelled import say_cancelled, undo_of_sign_up
from volunteer.sign_ups.views.insured_list import insured_list
from volunteer.sign_ups.views.risk_notice import shown_to
from volunteer.sign_ups.words import SIGN_UP_WORDS


@bp.get("/leading/shifts/<id:shift_id>/roster")
@requires(Permission.ACTIVITY_MANAGE)
def attendance_list(shift_id: int) -> ResponseReturnValue:
    """Show who comes to a shift, who waits, and the words for the WeChat group."""
    return _list_page(_led(shift_id), PlacesForm(), OnBehalfForm(), CallOffShiftForm())


def _led(shift_id: int) -> Shift:
    """Return the shift if the reader leads its team. Raises NotFound, NotAllowed."""
    shift = shift_in(db.session(), community(), shift_id)
    authority().refuse_unless(Permission.ACTIVITY_MANAGE, shift.activity.team_id)
    return shift


def _list_page(
    shift: Shift, places: PlacesForm, on_behalf: OnBehalfForm, call_off: CallOffShiftForm
) -> str:
    now = clock.now()
    lines = sign_up_queries.attendance_list(db.session(), community(), shift)
    if places.places.data is None:
        places.places.data = shift.places.places
    return render_template(
        "volunteer/sign_ups/attendance_list.html",
        shift=shift,
        lines=lines,
        queue=sign_up_queries.queue(db.session(), community(), shift),
        gone=sign_up_queries.gone(db.session(), community(), shift),
        phones=_phones(shift, [line.person for line in lines]),
        words=SIGN_UP_WORDS,
        note_form=NoteForm(formdata=None),
        forms=(places, on_behalf, call_off, ActForm()),
        told=shown_to(db.session(), shift),
        following=series.cost_of_following(db.session(), shift),
        has_begun=now >= shift.starts_at,
        has_ended=now >= shift.ends_at,
        insured=insured_list(shift),
        why_words=WHY_NOT_WORDS,
    )


def _phones(shift: Shift, people: list[Person]) -> dict[int, str]:
    """Return the phones on the local day of the shift; on any other day none (contract 8)."""
    zone = community().zone
    if clock.local_day(clock.now(), zone) != clock.local_day(shift.starts_at, zone):
        return {}
    return {person.id: phone for person in people if (phone := phone_of(person)) is not None}


@bp.get("/leading/shifts/<id:shift_id>/roster/print")
@requires(Permission.ACTIVITY_MANAGE)
def attendance_list_print(shift_id: int) -> ResponseReturnValue:
    """Show the list of a shift on paper, without phones."""
    shift = _led(shift_id)
    lines = sign_up_queries.attendance_list(db.session(), community(), shift)
    return render_template(
        "volunteer/sign_ups/attendance_list_print.html", shift=shift, lines=lines
    )


def _done(form: OnceForm, shift_id: int, act: Callable[[Session], object], words: str) -> str:
    """Do `act` once and come back to the list with `words`."""

    def keyed(session: Session) -> str:
        act(session)
        return url_for(".attendance_list", shift_id=shift_id)

    go_to = run_once(form.request_key.data or "", keyed)
    flash(words, "success")
    return go_to


@bp.post("/leading/shifts/<id:shift_id>/places")
@requires(Permission.ACTIVITY_MANAGE)
def change_places(shift_id: int) -> ResponseReturnValue:
    """Change the number of places; who waited is called in order."""
    form = PlacesForm()
    if not form.validate():
        return _list_page(
            _led(shift_id), form, OnBehalfForm(formdata=None), CallOffShiftForm()
        ), 400
    here, by, now, places = community(), authority(), clock.now(), form.places.data or 0

    def act(session: Session) -> None:
        shift = sign_up_rows.shift_in(session, here.id, shift_id)
        shifts.set_places(Act(session, now, by=by, community=here), shift, places)

    try:
        go_to = _done(form, shift_id, act, gettext("名额改好了。"))
    except RuleError as refusal:
        form.places.errors = [refusal_text(refusal)]
        page = _list_page(_led(shift_id), form, OnBehalfForm(formdata=None), CallOffShiftForm())
        return page, refusal.status
    return redirect(go_to, code=303)


@bp.post("/leading/shifts/<id:shift_id>/sign-ups")
@requires(Permission.ACTIVITY_MANAGE)
def sign_up_on_behalf(shift_id: int) -> ResponseReturnValue:
    """Sign up a member who called, by the number on the card."""
    form = OnBehalfForm()
    if not form.validate():
        return _list_page(_led(shift_id), PlacesForm(formdata=None), form, CallOffShiftForm()), 400
    here, by, now = community(), authority(), clock.now()
    number, note = form.volunteer_no.data or "", form.note.data or ""

    back, said = url_for(".attendance_list", shift_id=shift_id), list[tuple[str, Undo | None]]()

    def act(session: Session) -> str:
        member = finding.the_member(session, here, number)
        acting = Act(session, now, by=by, community=here)
        made = sign_ups.sign_up(acting, Wish(shift_id, member.id, note, form.told))
        undone_at = url_for(".cancel_on_behalf", shift_id=shift_id, sign_up_id=made.id)
        undo = undo_of_sign_up(made, acting.settings(VolunteerSettings), now, undone_at)
        name = name_for_staff(member.person.name)
        said[:] = [(str(gettext("已经替%(name)s报名。", name=name)), undo)]
        return back

    try:
        go_to = run_once(form.request_key.data or "", act, back)
    except RuleError as refusal:
        at_fault = form.is_told if isinstance(refusal, RiskNotTold) else form.volunteer_no
        at_fault.errors = [refusal_text(refusal)]
        page = _list_page(_led(shift_id), PlacesForm(formdata=None), form, CallOffShiftForm())
        return page, refusal.status
    for words, undo in said:
        toast(words, undo)
    return redirect(go_to, code=303)


@bp.post("/leading/shifts/<id:shift_id>/cancellation")
@requires(Permission.ACTIVITY_MANAGE)
def cancel_shift(shift_id: int) -> ResponseReturnValue:
    """Call off one occasion; everybody is told why."""
    form = CallOffShiftForm()
    if not form.validate():
        places, other = PlacesForm(formdata=None), OnBehalfForm(formdata=None)
        return _list_page(_led(shift_id), places, other, form), 400
    here, by, now, reason = community(), authority(), clock.now(), form.reason.data or ""
    is_series, back = form.is_series, url_for(".attendance_list", shift_id=shift_id)
    done: list[series.CalledOff] = []

    def act(session: Session) -> str:
        shift = sign_up_rows.shift_in(session, here.id, shift_id)
        acting = Act(session, now, by=by, community=here)
        if is_series:
            done[:] = [series.call_off(acting, shift, reason)]
        else:
            activities.cancel_shift(acting, shift, reason)
        return back

    go_to = run_once(form.request_key.data or "", act, back)
    _say_called_off(_led(shift_id).activity_id, done[0] if done else None)
    return redirect(go_to, code=303)


def _say_called_off(activity_id: int, done: series.CalledOff | None) -> None:
    """Say what was called off; the press that takes it back where nobody had to do with it."""
    if done is None:
        toast(gettext("这场取消了，已通知每个人。"))
        return
    count = len(done.shift_ids)
    words = ngettext("取消了 %(num)s 场。", "取消了 %(num)s 场。", count)
    told = ngettext("通知了 %(num)s 人。", "通知了 %(num)s 人。", done.people)
    fields: dict[str, str | int] = {"shifts": ",".join(str(each) for each in done.shift_ids)}
    url = url_for("volunteer.restore_shifts", activity_id=activity_id)
    undo = Undo(url, fields, str(gettext("撤销"))) if done.may_restore else None
    toast(f"{words}{told}", undo)


@bp.post("/leading/shifts/<id:shift_id>/sign-ups/<id:sign_up_id>/admission")
@requires(Permission.ACTIVITY_MANAGE)
def admit(shift_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Call one person from the queue of a shift by hand."""
    here, by, now = community(), authority(), clock.now()

    def act(session: Session) -> object:
        return queues.admit(Act(session, now, by=by, community=here), sign_up_id)

    return redirect(_done(ActForm(), shift_id, act, gettext("已补上，也通知本人了。")), code=303)


@bp.post("/leading/shifts/<id:shift_id>/sign-ups/<id:sign_up_id>/cancellation")
@requires(Permission.ACTIVITY_MANAGE)
def cancel_on_behalf(shift_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Cancel for a member who called; the same rules as if they had done it."""
    form = CancelForm()
    here, by, now, reason = community(), authority(), clock.now(), form.reason.data or ""

    done: list[tuple[cancelling.Cancelled, str]] = []

    def act(session: Session) -> str:
        each = cancelling.cancel(Act(session, now, by=by, community=here), sign_up_id, reason)
        done[:] = [(each, name_for_staff(each.sign_up.member.person.name))]
        return url_for(".attendance_list", shift_id=shift_id)

    go_to = run_once(form.request_key.data or "", act)
    for each, name in done:
        say_cancelled(each, name)
    return redirect(go_to, code=303)
