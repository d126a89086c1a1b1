"""An occasion moved: where to, whom it concerns, and then everybody is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db
from core.errors import RuleError, Stale
from core.masking import name_for_staff
from core.template_filters import refusal_text
from core.toasts import toast
from teams.authority.act import Act
from teams.gate import authority, community, requires
from volunteer.activities.models import Shift
from volunteer.activities.queries.shifts import shift_in
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.sign_ups.forms import MoveForm
from volunteer.sign_ups.rules import moves, sign_up_rows
from volunteer.sign_ups.rules.moves import Clash, Move

ANSWER_DAYS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Concerned:
    """How many occasions and people a move concerns, and who of them is due elsewhere then."""

    shifts: int
    people: int
    clashes: list[Clash]


@bp.route("/leading/shifts/<id:shift_id>/move", methods=["GET", "POST"])
@requires(Permission.ACTIVITY_MANAGE)
def move_shift(shift_id: int) -> ResponseReturnValue:
    """Ask where an occasion goes; whom that concerns is shown before it is done."""
    shift = shift_in(db.session(), community(), shift_id)
    authority().refuse_unless(Permission.ACTIVITY_MANAGE, shift.activity.team_id)
    if request.method == "GET":
        return _page(shift, MoveForm(data=_as_it_is(shift)))
    form = MoveForm()
    wanted = _wanted(shift, form) if form.validate() else None
    if wanted is None:
        return _page(shift, form), 400
    if form.agreed.data != form.said:
        concerned = _concerned(shift, wanted)
        if concerned.people:
            form.agreed.data = form.said
            return _page(shift, form, concerned)
    return _moved(shift, form, wanted)


def _moved(shift: Shift, form: MoveForm, wanted: Move) -> ResponseReturnValue:
    here, by, now, shift_id = community(), authority(), clock.now(), shift.id
    told = [0]

    def act(session: Session) -> str:
        found = sign_up_rows.shift_in(session, here.id, shift_id)
        told[:] = [moves.move(Act(session, now, by=by, community=here), found, wanted)]
        return url_for(".attendance_list", shift_id=shift_id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        form.form_errors.append(refusal_text(refusal))
        return _page(shift, form), refusal.status
    toast(_done(told[0]))
    return redirect(go_to, code=303)


def _done(told: int) -> str:
    if not told:
        return str(gettext("改好了。"))
    return str(ngettext("改好了，通知了 %(num)s 人。", "改好了，通知了 %(num)s 人。", told))


def _as_it_is(shift: Shift) -> dict[str, object]:
    starts, ends = clock.local(shift.starts_at, community().zone), shift.ends_at
    today = clock.local_day(clock.now(), community().zone)
    return {
        "seen": shift.starts_at.isoformat(),
        "on_date": starts.date(),
        "begins": starts.time(),
        "ends": clock.local(ends, community().zone).time(),
        "place": shift.where,
        "answer_on": min(today + ANSWER_DAYS, starts.date()),
    }


def _wanted(shift: Shift, form: MoveForm) -> Move | None:
    """Return the move of a valid form; None where a field is not a day or a time."""
    day, begins, ends = form.on_date.data, form.begins.data, form.ends.data
    answer_on = form.answer_on.data
    if day is None or begins is None or ends is None or answer_on is None:
        return None
    place = (form.place.data or "").strip()
    own_place = "" if place == shift.activity.place else place
    is_following = form.scope.data == "following"
    return Move(day, begins, ends, own_place, answer_on, _seen(form), is_following)


def _seen(form: MoveForm) -> datetime:
    """Return the start the form was opened with. Raises Stale for what is none."""
    try:
        seen = datetime.fromisoformat(form.seen.data or "")
    except ValueError:
        raise Stale from None
    if seen.tzinfo is None:
        raise Stale
    return seen


def _concerned(shift: Shift, wanted: Move) -> Concerned:
    plans = moves.planned(db.session(), shift, wanted, community().zone)
    clashes = moves.clashes(db.session(), plans)
    return Concerned(len(plans), moves.people(db.session(), plans), clashes)


def _page(shift: Shift, form: MoveForm, concerned: Concerned | None = None) -> str:
    names = [name_for_staff(each.name) for each in concerned.clashes] if concerned else []
    return render_template(
        "volunteer/sign_ups/move_shift.html",
        shift=shift,
        form=form,
        concerned=concerned,
        clashes=zip(names, concerned.clashes, strict=True) if concerned else [],
    )
