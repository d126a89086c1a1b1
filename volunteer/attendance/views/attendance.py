"""The day of a shift for those who keep its list: overview, live board, code, phones, extension."""

from datetime import datetime, timedelta

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.rules.people import phone_of
from core import clock, keyring
from core.db import db, run
from core.errors import RuleError
from core.form import a_key
from core.public_address import absolute
from core.qr import qr_source
from core.template_filters import refusal_text, zone
from teams.authority.act import Act
from teams.gate import authority, community, requires
from teams.members.models import Community
from volunteer.activities.models import Shift
from volunteer.activities.rules.windows import Window
from volunteer.attendance.forms import CardForm, ExtensionForm
from volunteer.attendance.queries import attendance as queries
from volunteer.attendance.rules import check_in, extensions
from volunteer.attendance.rules.check_in import Direction
from volunteer.attendance.rules.paper import moment_on
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import ABSENT, LEFT, SignUpState
from volunteer.sign_ups.words import SIGN_UP_WORDS

FORGOTTEN_AFTER = timedelta(hours=1)
"""What a browser keeps of the board to be read without network goes so long after the shift."""


@bp.get("/attendance")
@requires(Permission.ATTENDANCE_MANAGE)
def attendance() -> ResponseReturnValue:
    """Show the shifts whose list the reader keeps: running, coming, waiting for their minutes."""
    now = clock.now()
    shifts = queries.led_shifts(db.session(), community(), authority(), now)
    settings = Act(db.session(), now, community=community()).settings(VolunteerSettings)
    since = now - timedelta(hours=settings.attendance_list_filed_hours)
    return render_template(
        "volunteer/attendance/attendance.html",
        running=[each for each in shifts if each.ends_at > now],
        ended=[each for each in shifts if each.ends_at <= now],
        closed=queries.closed_shifts(db.session(), community(), authority(), since),
    )


def kept_shift(shift_id: int) -> Shift:
    """Return the shift if the reader keeps its list. Raises NotFound, NotAllowed."""
    shift = queries.shift_in(db.session(), community(), shift_id)
    authority().refuse_unless(Permission.ATTENDANCE_MANAGE, shift.activity.team_id)
    return shift


@bp.get("/shifts/<id:shift_id>/board")
@requires(Permission.ATTENDANCE_MANAGE)
def attendance_board(shift_id: int) -> ResponseReturnValue:
    """Show who is missing and who is here, with the code of this half minute."""
    return board_page(kept_shift(shift_id), request.args.get("card", "")[:20], None)


def board_page(shift: Shift, number: str, refusal: RuleError | None) -> ResponseReturnValue:
    """Return the board; `number` is of a card just read whose holder may be added."""
    now = clock.now()
    people = queries.attendees(db.session(), community(), shift)
    place = check_in.Place(community().id, shift.id)
    spoken = check_in.issue_spoken(place, now, keyring.sealer())
    page = render_template(
        "volunteer/attendance/board.html",
        shift=shift,
        now=now,
        clock=_clock_of(shift, now),
        late_minutes=max(0, (now - shift.starts_at) // timedelta(minutes=1)),
        lanes=_lanes(people),
        spoken=spoken,
        seconds_left=max(1, int((spoken.changes_at - now).total_seconds())),
        forgotten=queries.forgotten(db.session(), community(), shift, now),
        words=SIGN_UP_WORDS,
        own_person_id=authority().person_id,
        phones=phones_of(shift, people, now),
        form=CardForm(),
        offer=queries.to_be_added(db.session(), community(), people, number),
        add_key=a_key(),
        refusal=refusal_text(refusal),
    )
    return page, refusal.status if refusal else 200


def _clock_of(shift: Shift, now: datetime) -> dict[str, int]:
    """Return what the script of the board needs of time, in seconds: now, and when to forget."""
    until = shift.ends_at + FORGOTTEN_AFTER
    return {"now": int(now.timestamp()), "until": int(until.timestamp())}


@bp.get("/shifts/<id:shift_id>/board-worker.js")
@requires(Permission.ATTENDANCE_MANAGE)
def board_worker(shift_id: int) -> ResponseReturnValue:  # noqa: ARG001 - it stands below its shift
    """Send what keeps the board of one shift readable without network; it knows no name."""
    return current_app.send_static_file("js/board-worker.js")


def _lanes(people: list[queries.Attendee]) -> dict[str, list[queries.Attendee]]:
    return {
        "missing": queries.in_states(people, [SignUpState.APPROVED]),
        "absent": queries.in_states(people, ABSENT),
        "excused": queries.in_states(people, [SignUpState.EXCUSED]),
        "waiting": queries.in_states(people, [SignUpState.WAITLISTED]),
        "here": queries.in_states(people, [SignUpState.CHECKED_IN]),
        "left": queries.in_states(people, LEFT),
    }


def phones_of(shift: Shift, people: list[queries.Attendee], now: datetime) -> dict[int, str]:
    """Return phones on the local day of the shift alone (contract 8)."""
    if clock.local_day(now, zone()) != clock.local_day(shift.starts_at, zone()):
        return {}
    return {each.person.id: phone_of(each.person) or "" for each in people}


@bp.get("/shifts/<id:shift_id>/code")
@requires(Permission.ATTENDANCE_MANAGE)
def place_code(shift_id: int) -> ResponseReturnValue:
    """Show the code of the place large, to be scanned from the leader's phone."""
    shift, now = kept_shift(shift_id), clock.now()
    direction = Direction.OUT if request.args.get("direction") == "out" else Direction.IN
    window = Window.of(
        shift, Act(db.session(), now, community=community()).settings(VolunteerSettings)
    )
    place = check_in.Place(community().id, shift.id)
    issued = check_in.issue(place, direction, now, keyring.sealer())
    address = absolute(url_for(".arrival", shift_id=shift.id, token=issued.code))
    return render_template(
        "volunteer/attendance/place_code.html",
        shift=shift,
        direction=direction.value,
        picture=qr_source(address, scale=8, border=3),
        spoken=check_in.issue_spoken(place, now, keyring.sealer()).code,
        seconds_left=max(1, int((issued.changes_at - now).total_seconds())),
        now=now,
        opens_at=window.opens_at,
        until=window.closes_at if direction is Direction.OUT else window.ends_at,
    )


@bp.route("/shifts/<id:shift_id>/extension", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_MANAGE)
def extension(shift_id: int) -> ResponseReturnValue:
    """Let the shift end later, with a reason that is logged (T2)."""
    form, shift = ExtensionForm(), kept_shift(shift_id)
    ends_at = moment_on(shift, form.ends.data, community().zone)
    if request.method == "GET" or not form.validate() or ends_at is None:
        status = 200 if request.method == "GET" else 400
        return render_template(
            "volunteer/attendance/extension.html", shift=shift, form=form
        ), status
    now, by, community_id = clock.now(), authority(), community().id
    reason = form.reason.data or ""

    def act(session: Session) -> None:
        where = session.get_one(Community, community_id)
        extending = Act(session, now, by=by, community=where)
        extensions.extend(extending, shift_id, ends_at, reason)

    try:
        run(act)
    except RuleError as refusal:
        form.form_errors.append(refusal_text(refusal))
        return render_template(
            "volunteer/attendance/extension.html", shift=shift, form=form
        ), refusal.status
    flash(gettext("已延长，记在操作记录里。"), "success")
    return redirect(url_for(".attendance_board", shift_id=shift_id), code=303)
