"""The first page: next duty, what one can do, what is not listed and why; elder mode pressed."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from accounts.gate import reader_id
from accounts.rules import reading
from core import clock, wording
from core.db import db, run
from core.template_filters import tongue
from points.goods.queries import openings
from points.goods.rules.shops import Calendar
from teams.gate import authority, community, requires
from teams.members.models import Member
from volunteer.activities.forms.acts import ActForm
from volunteer.activities.queries.coming import Wanted, coming_shifts
from volunteer.activities.queries.shifts import opening_later
from volunteer.activities.rules.listed import AnyShift
from volunteer.activities.rules.reader_background import HeldSignUp
from volunteer.activities.rules.reader_records import ReaderRecord
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.sign_ups.queries.first_wishes import OFFERED_FOR, wished_activity
from volunteer.sign_ups.rules import on_the_day
from volunteer.sign_ups.rules.on_the_day import Step
from volunteer.sign_ups.rules.verdicts import Answer
from volunteer.sign_ups.views.buttons import Row, rows_for
from volunteer.sign_ups.views.reader import reader_member, reader_record_here
from volunteer.sign_ups.views.waiting import waiting_page
from volunteer.sign_ups.views.waits import Waits, waits_of
from volunteer.sign_ups.words import MARK_WORDS

HOME_ROWS = 40
ARRIVAL = "volunteer.arrival"


@dataclass(frozen=True, slots=True)
class Offers:
    """What the reader is offered, what is left out, and the next duty.

    `wished`: the shift of the activity looked at before registering, first of what is offered.
    `goes_on`: more is coming than was looked at, so that something may open beyond it.
    """

    reader: ReaderRecord
    wished: Row | None
    listed: list[Row]
    left_out: list[Row]
    next_duty: HeldSignUp | None
    step: Step | None
    goes_on: bool


@bp.get("/")
@requires(Permission.COMMUNITY_READ)
def home() -> ResponseReturnValue:
    """Show what waits for the reader, then what one can join.

    Who waits for the desk is shown what to do now instead.
    """
    member, now = reader_member(db.session()), clock.now()
    if member is not None and member.is_pending:
        return waiting_page(member, now)
    offers = _offers()
    waits = waits_of(offers.reader, now)
    offers, waits = _said_once(offers, waits)
    turn = {
        "waits": waits,
        "act_form": ActForm(formdata=None),
        "mark_words": MARK_WORDS,
        "newcomer": member if member is not None and _is_new(member, offers, now) else None,
    }
    return render_template(
        "volunteer/sign_ups/home.html",
        offers=offers,
        opening=_opening(offers.reader) if offers.goes_on and not offers.listed else None,
        tiles=_tiles,
        **turn,
    )


def _said_once(offers: Offers, waits: Waits | None) -> tuple[Offers, Waits | None]:
    """Let what is asked about the next duty stand instead of it.

    A place kept for a regular gives way as soon as there is something to press.
    """
    if waits is None or offers.next_duty is None:
        return offers, waits
    kept = waits.keeps(offers.next_duty)
    if kept is not None and offers.step is not None:
        return offers, waits.without(kept)
    if kept is None and not waits.gives(offers.next_duty):
        return offers, waits
    return replace(offers, next_duty=None, step=None), waits


def _is_new(member: Member, offers: Offers, now: datetime) -> bool:
    """Say whether a member was activated of late and has not signed up for anything yet."""
    since = member.activated_at
    return since is not None and now - since < OFFERED_FOR and not offers.reader.held_sign_ups


def _opening(reader: ReaderRecord) -> AnyShift | None:
    """Return what opens next of the shifts the reader may wait for, or None."""
    now = clock.now()
    later = rows_for(opening_later(db.session(), community(), now), reader, now)
    return next((row.shift for row in later if row.verdict.answer is Answer.OPENS_LATER), None)


@dataclass(frozen=True, slots=True)
class Tile:
    """One large way on, in elder mode."""

    label: str
    remark: str
    url: str
    icon: str


def _tiles() -> list[Tile]:
    """Return the ways to the points; read only where the page draws them."""
    now = clock.now()
    seen = openings.home_figures(db.session(), community(), authority().member_id or 0, now)
    ways = (
        ("我的积分", _points_words(seen), "points.passbook", "book"),
        ("积分超市", _shop_words(seen.calendar, now), "points.supermarket", "shop"),
    )
    return [
        Tile(gettext(label), remark, url_for(endpoint), icon)
        for label, remark, endpoint, icon in ways
    ]


def _points_words(seen: openings.HomeFigures) -> str:
    if seen.available is None:
        return str(gettext("看有多少分"))
    return str(gettext("能用 %(points)s 分", points=wording.thousands(seen.available)))


def _shop_words(calendar: Calendar, now: datetime) -> str:
    """Say until when the shop is open today, or when it opens next."""
    if not calendar.is_kept:
        return str(gettext("看能换什么"))
    closes = calendar.closes_at(clock.local_day(now, calendar.zone))
    if closes is not None and calendar.is_open(now):
        return str(gettext("今天开到 %(time)s", time=wording.minute_of_day(closes)))
    opens_at = calendar.next_opening(now)
    if opens_at is None:
        return str(gettext("今天不开门"))
    opens = wording.moment(opens_at, calendar.zone, now, tongue())
    return str(gettext("%(moment)s 开门", moment=opens))


def _arrival(next_duty: HeldSignUp | None) -> str:
    if next_duty is None:
        return url_for(".my_sign_ups")
    return url_for(ARRIVAL, shift_id=next_duty.shift_id)


@bp.get("/my/arrival")
@requires(Permission.OWN_DATA)
def my_arrival() -> ResponseReturnValue:
    """Lead to arriving at the next duty, from any page; without one to the own sign-ups."""
    if authority().member_id is None:
        return redirect(url_for(".home"), code=303)
    now = clock.now()
    next_duty = on_the_day.next_duty(reader_record_here(db.session(), [], now), now)
    if next_duty is None:
        flash(gettext("眼下没有要去的活动，不用签到。"))
    return redirect(_arrival(next_duty), code=303)


@bp.post("/elder-mode")
@requires(Permission.OWN_DATA)
def elder_mode() -> ResponseReturnValue:
    """Switch the reader to large words and back: a setting of the person, not of the device."""
    person_id, is_on = reader_id(), request.form.get("is_on") == "1"
    run(lambda session: reading.set_elder_mode(session, person_id, is_on=is_on))
    return redirect(url_for(".home"), code=303)


@bp.get("/not-listed")
@requires(Permission.COMMUNITY_READ)
def not_listed() -> ResponseReturnValue:
    """Show what the first page leaves out, each with the rule that fails."""
    return render_template("volunteer/sign_ups/not_listed.html", rows=_offers().left_out)


def _offers() -> Offers:
    session, now = db.session(), clock.now()
    wanted = Wanted(limit=HOME_ROWS)
    coming = coming_shifts(session, community(), wanted, now)
    shifts = [*coming.rows]
    activity_id = _wished_activity(now)
    if activity_id is not None and all(each.activity_id != activity_id for each in shifts):
        of_it = Wanted(activity_id=activity_id)
        shifts += coming_shifts(session, community(), of_it, now).rows
    reader = reader_record_here(session, shifts, now)
    rows = rows_for(shifts, reader, now)
    next_duty = on_the_day.next_duty(reader, now)
    offered = [row for row in rows if row.verdict.is_offered]
    wished = _wished(rows, activity_id)
    return Offers(
        reader=reader,
        wished=wished,
        listed=[row for row in offered if row is not wished],
        left_out=[row for row in rows if not (row.verdict.is_offered or row.verdict.is_held)],
        next_duty=next_duty,
        step=on_the_day.step_now(next_duty, reader.settings, now) if next_duty else None,
        goes_on=bool(coming.next),
    )


def _wished_activity(now: datetime) -> int | None:
    member = reader_member(db.session())
    return None if member is None else wished_activity(db.session(), member, now)


def _wished(rows: list[Row], activity_id: int | None) -> Row | None:
    """Return the first shift of the wished activity that can be had, unless a place is held."""
    of_it = [row for row in rows if row.shift.activity_id == activity_id]
    if any(row.verdict.is_held for row in of_it):
        return None
    return next((row for row in of_it if row.verdict.is_offered), None)
