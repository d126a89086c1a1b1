"""Coming and going by oneself, from the code at the place; and adding who came unannounced."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock, keyring
from core.db import db, run
from core.errors import RuleError
from core.inputs import of_card
from core.masking import name_for_staff
from core.template_filters import refusal_text, zone
from core.toasts import toast
from core.wording import clock_time
from teams.authority.act import Act
from teams.authority.kept_settings import settings_of
from teams.gate import authority, community, current_member, requires
from teams.members.models import Community
from teams.members.queries import finding
from volunteer.activities.models import Shift
from volunteer.activities.rules.leaders import may_know_leader
from volunteer.activities.rules.windows import Window
from volunteer.attendance.forms import ScanForm, WalkInForm
from volunteer.attendance.queries import attendance as queries
from volunteer.attendance.rules import check_in, on_site, self_check_in
from volunteer.attendance.rules.attendance_cases import CARD, LEADER, LeavingSoon
from volunteer.attendance.rules.check_in import Direction
from volunteer.attendance.rules.paper import moment_on
from volunteer.attendance.views.attendance import kept_shift
from volunteer.attendance.views.marked import Marked, marked_on, say_marked
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.service_time.rules.service_time import counted_from
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUp, SignUpMove, SignUpState
from volunteer.sign_ups.views.leader_shown import leader_phone


@dataclass(frozen=True, slots=True)
class ArrivalState:
    """What the round button says: `ready`, `early`, `in`, `left`, `over` or `not_listed`."""

    name: str
    opens_at: datetime
    counts_from: datetime


@bp.get("/shifts/<id:shift_id>/arrival")
@requires(Permission.OWN_DATA)
def arrival(shift_id: int) -> ResponseReturnValue:
    """Show the reader's own check-in; the token of a scanned code comes along in the address."""
    form = ScanForm(token=request.args.get("token", "")[:200])
    return _arrival_page(shift_id, form, None)


def _arrival_page(shift_id: int, form: ScanForm, refusal: RuleError | None) -> ResponseReturnValue:
    now = clock.now()
    shift = queries.shift_in(db.session(), community(), shift_id)
    member = current_member(db.session())
    sign_up = queries.own_sign_up(db.session(), community(), shift_id, member.id)
    token = form.token.data or ""
    try:
        way = _way(token, shift, now)
    except RuleError as unread:
        refusal, way, form.token.data = refusal or unread, None, ""
    today = clock.day_start(clock.local_day(now, zone()), zone())
    own = queries.own_today(
        db.session(), community(), member.id, (today, today + timedelta(days=1))
    )
    page = render_template(
        "volunteer/attendance/arrival.html",
        shift=shift,
        sign_up=sign_up,
        form=form,
        direction=way.value if way else None,
        state=_state(shift, sign_up, now),
        leader_name=_leader_name(shift, sign_up, now),
        leader_phone=leader_phone(shift, sign_up, now),
        later=[each for each in own if each.shift_id != shift_id],
        refusal=refusal_text(refusal),
        is_leaving_soon=isinstance(refusal, LeavingSoon),
        now=now,
    )
    return page, refusal.status if refusal else 200


def _way(token: str, shift: Shift, now: datetime) -> Direction | None:
    if not token:
        return None
    place = check_in.Place(community().id, shift.id)
    return check_in.read(token, place, now, keyring.sealer())


def _state(shift: Shift, sign_up: SignUp | None, now: datetime) -> ArrivalState:
    day = clock.local_day(now, zone())
    settings = settings_of(db.session(), community().id, VolunteerSettings, day)
    window = Window.of(shift, settings)
    counts_from = counted_from(now, shift.starts_at, settings.late_grace_minutes)
    return ArrivalState(_state_name(sign_up, window, now), window.opens_at, counts_from)


def _state_name(sign_up: SignUp | None, window: Window, now: datetime) -> str:
    here = {
        SignUpState.CHECKED_IN: "in",
        SignUpState.CHECKED_OUT: "left",
        SignUpState.CONFIRMED: "left",
    }
    if sign_up is not None and sign_up.state in here:
        return here[sign_up.state]
    if sign_up is None or sign_up.state is not SignUpState.APPROVED:
        return "not_listed"
    if now < window.opens_at:
        return "early"
    return "ready" if window.takes_arrivals(now) else "over"


def _leader_name(shift: Shift, sign_up: SignUp | None, now: datetime) -> str:
    """Return the leader's full name where it may be known, else as everybody sees it."""
    name = shift.activity.leader.person.name
    return name if may_know_leader(sign_up, shift, zone(), now) else name_for_staff(name)


@bp.post("/shifts/<id:shift_id>/arrivals")
@requires(Permission.ACTIVITY_SIGN_UP)
def arrive(shift_id: int) -> ResponseReturnValue:
    """Note that the reader is at the shift, then show since when it counts."""
    return _scan(shift_id, Direction.IN)


@bp.post("/shifts/<id:shift_id>/departures")
@requires(Permission.ACTIVITY_SIGN_UP)
def depart(shift_id: int) -> ResponseReturnValue:
    """Note that the reader leaves the shift."""
    return _scan(shift_id, Direction.OUT)


def _scan(shift_id: int, direction: Direction) -> ResponseReturnValue:
    form, now = ScanForm(), clock.now()
    if not form.validate():
        return _arrival_page(shift_id, form, check_in.CodeUnreadable())
    here, who = community(), current_member(db.session())
    typed = "".join((form.digits.data or "").split())
    code, is_sure = typed or form.token.data or "", form.is_sure.data == "1"
    asked = self_check_in.Scan(shift_id, direction, code, is_sure)
    verb = self_check_in.say if typed else self_check_in.scan

    def act(session: Session) -> SignUp | None:
        return verb(Act(session, now, community=here), asked, who)

    try:
        noted = run(act)
    except LeavingSoon as question:
        return _arrival_page(shift_id, form, question)
    if noted is None:
        return _arrival_page(shift_id, form, self_check_in.DigitsWrong())
    toast(_noted(noted, direction))
    return redirect(url_for(".arrival", shift_id=shift_id), code=303)


def _noted(sign_up: SignUp, direction: Direction) -> str:
    """Return what was noted; a repeated reading is told the time of the first."""
    at = sign_up.arrived_at if direction is Direction.IN else sign_up.left_at
    time = clock_time(at, zone()) if at else ""
    words = (
        "签到好了，%(time)s 到岗。"
        if direction is Direction.IN
        else "签退好了，%(time)s 离开，辛苦了。"
    )
    return str(gettext(words, time=time))


@bp.route("/shifts/<id:shift_id>/walk-ins", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_MANAGE)
def walk_ins(shift_id: int) -> ResponseReturnValue:
    """Add somebody who came unannounced: look them up, three fields."""
    shift = kept_shift(shift_id)
    form = WalkInForm(volunteer_no=request.args.get("no", ""))
    if request.method == "GET" or not form.validate():
        return _walk_in_page(shift, form, None, 200 if request.method == "GET" else 400)
    now, by, community_id = clock.now(), authority(), community().id
    number, note = form.volunteer_no.data or "", form.note.data or ""
    arrived_at = moment_on(shift, form.arrived.data, community().zone)
    seen_by = CARD if form.by_card.data == "1" else LEADER

    made: list[Marked] = []

    def act(session: Session) -> str:
        where = session.get_one(Community, community_id)
        member_id = finding.the_member(session, where, number, only_active=False).id
        came = on_site.WalkIn(
            shift_id, member_id, arrived_at, note, bool(form.accompanied.data), seen_by
        )
        sign_up = on_site.walk_in(Act(session, now, by=by, community=where), came)
        made[:] = [marked_on(session, shift_id, sign_up)]
        return url_for(".attendance_board", shift_id=shift_id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        return _walk_in_page(shift, form, refusal, refusal.status)
    for each in made:
        say_marked(each, SignUpMove.ARRIVE)
    return redirect(go_to, code=303)


def _walk_in_page(
    shift: Shift, form: WalkInForm, refusal: RuleError | None, status: int
) -> ResponseReturnValue:
    words = of_card(request.args.get("q", ""))[:60]
    page = render_template(
        "volunteer/attendance/walk_in.html",
        shift=shift,
        form=form,
        words=words,
        found=queries.candidates(db.session(), community(), words),
        refusal=refusal_text(refusal),
    )
    return page, status
