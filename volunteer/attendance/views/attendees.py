"""One person on the list of a shift: times put right, leave, not come, undone."""

from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db, run
from core.errors import BadRequest, RuleError
from core.template_filters import refusal_text, zone
from teams.authority.act import Act
from teams.gate import authority, community, requires
from teams.members.models import Community
from volunteer.activities.models import Shift
from volunteer.attendance.forms import MarkForm, TimesForm
from volunteer.attendance.queries import attendance as queries
from volunteer.attendance.rules import attendance as rules
from volunteer.attendance.rules import attendance_cases, attendance_steps
from volunteer.attendance.rules.paper import moment_on
from volunteer.attendance.views.attendance import board_page, kept_shift, phones_of
from volunteer.attendance.views.marked import Marked, marked_on, say_marked
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import BY_LEADER, SIGN_UP_LIFE, WRITING_TIMES, SignUp, SignUpMove
from volunteer.sign_ups.words import ARRIVED_BY_WORDS, SIGN_UP_WORDS

KEPT = "X-Kept"
"""The header of a tap the board kept without network; it is no part of what is done once."""


@bp.get("/shifts/<id:shift_id>/attendance/<id:sign_up_id>")
@requires(Permission.ATTENDANCE_MANAGE)
def attendee(shift_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Show one person of the list with what may be written about them."""
    return _attendee_page(kept_shift(shift_id), sign_up_id, None)


def _attendee_page(shift: Shift, sign_up_id: int, refusal: RuleError | None) -> ResponseReturnValue:
    now = clock.now()
    settings = Act(db.session(), now, community=community()).settings(VolunteerSettings)
    each = queries.attendee_in(db.session(), community(), shift, sign_up_id)
    page = render_template(
        "volunteer/attendance/attendee.html",
        shift=shift,
        each=each,
        forms=_forms(each.sign_up),
        refusal=refusal,
        is_leaving_soon=isinstance(refusal, attendance_cases.LeavingSoon),
        refusal_text=refusal_text(refusal),
        acts=_acts(each.sign_up, shift, now) if each.person.id != authority().person_id else [],
        phone=phones_of(shift, [each], now).get(each.person.id),
        words=SIGN_UP_WORDS,
        ways=ARRIVED_BY_WORDS,
        excuse_days=settings.excuse_days,
    )
    return page, refusal.status if refusal else 200


def _forms(sign_up: SignUp) -> tuple[MarkForm, TimesForm]:
    """Return the forms of leave and times; what was typed stays in the one it was typed into."""
    act = request.form.get("act")
    is_leave = act == SignUpMove.EXCUSE.value
    times = TimesForm(formdata=None, data=_times_of(sign_up))
    if act in {each.value for each in WRITING_TIMES}:
        times = TimesForm()
    return (MarkForm() if is_leave else MarkForm(formdata=None)), times


def _times_of(sign_up: SignUp) -> dict[str, object]:
    kept = attendance_steps.kept_arrival(sign_up)
    arrived_at = sign_up.arrived_at or (kept[0] if kept else None)
    written = {"arrived": arrived_at, "left": sign_up.left_at}
    times = {name: at and clock.local(at, zone()).time() for name, at in written.items()}
    return times | {"note": sign_up.attendance_note}


def _acts(sign_up: SignUp, shift: Shift, now: datetime) -> list[str]:
    """Return what the table of moves lets a leader write now, by name."""
    begun = now >= shift.starts_at
    return [
        act.value
        for act in BY_LEADER
        if SIGN_UP_LIFE.allows(sign_up, act) and (begun or act is not SignUpMove.MISS)
    ]


@bp.post("/shifts/<id:shift_id>/attendance/<id:sign_up_id>")
@requires(Permission.ATTENDANCE_MANAGE)
def mark_attendance(shift_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Write one act beside one name of the list, then show the board again."""
    form, shift = MarkForm(), kept_shift(shift_id)
    if not form.validate():
        raise BadRequest
    now, by, here_id, wanted = clock.now(), authority(), community().id, _wanted(form, shift)
    marked: list[Marked] = []

    def act(session: Session) -> str:
        here = session.get_one(Community, here_id)
        sign_up = rules.mark(Act(session, now, by=by, community=here), sign_up_id, wanted)
        marked[:] = [marked_on(session, shift_id, sign_up)]
        return url_for(".attendance_board", shift_id=shift_id)

    key = form.request_key.data
    try:
        go_to = run_once(key, act) if key else run(act)
    except RuleError as refusal:
        return _refused(shift, sign_up_id, wanted, refusal)
    for each in marked:
        say_marked(each, wanted.move)
    return redirect(go_to, code=303)


def _refused(
    shift: Shift, sign_up_id: int, wanted: rules.Mark, refusal: RuleError
) -> ResponseReturnValue:
    """Show why where it can be answered: beside a tap kept without network, or what was typed."""
    if KEPT in request.headers:
        return board_page(shift, "", refusal)
    if not _is_typed(wanted) and not isinstance(refusal, attendance_cases.LeavingSoon):
        raise refusal
    return _attendee_page(shift, sign_up_id, refusal)


def _wanted(form: MarkForm, shift: Shift) -> rules.Mark:
    return rules.Mark(
        move=SignUpMove(form.act.data or ""),
        version=form.version.data or 0,
        arrived_at=moment_on(shift, form.arrived.data, community().zone),
        left_at=moment_on(shift, form.left.data, community().zone),
        note=(form.note.data or "").strip(),
        is_sure=form.is_sure.data == "1",
        tapped_at=_moment_of(form.tapped_at.data),
    )


def _moment_of(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _is_typed(wanted: rules.Mark) -> bool:
    return (
        bool(wanted.note or wanted.arrived_at or wanted.left_at) or wanted.move is SignUpMove.EXCUSE
    )
