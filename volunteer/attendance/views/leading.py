"""What a leader has to see to: today, what waits for confirming, drafts, what is coming."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.db import db
from teams.gate import authority, community, requires
from teams.members.queries.teams import waiting_count
from volunteer.activities.models import Shift
from volunteer.activities.queries import activities as queries
from volunteer.activities.queries.shifts import led_shifts
from volunteer.activities.words import ACTIVITY_WORDS
from volunteer.blueprint import bp
from volunteer.permissions import Permission

LOOK_BACK = timedelta(days=30)
LOOK_AHEAD = timedelta(days=60)
BOARD = "volunteer.attendance_board"
CONFIRMATION = "volunteer.confirmation"


@bp.get("/leading")
@requires(Permission.ACTIVITY_MANAGE)
def leading() -> ResponseReturnValue:
    """Show the occasions of the teams the reader leads, most pressing first."""
    now, by = clock.now(), authority()
    teams = by.teams_with(Permission.ACTIVITY_MANAGE)
    between = (now - LOOK_BACK, now + LOOK_AHEAD)
    shifts = led_shifts(db.session(), community(), teams, between)
    tomorrow = clock.day_start(
        clock.local_day(now, community().zone) + timedelta(days=1), community().zone
    )
    joins = waiting_count(community().id, by.teams_with(Permission.TEAM_ACCEPT))
    return render_template(
        "volunteer/attendance/leading.html",
        joins=db.session().scalar(joins) if by.may(Permission.TEAM_ACCEPT) else None,
        to_confirm=[shift for shift in shifts if shift.ends_at <= now],
        still_today=_between(shifts, now, tomorrow),
        coming=[shift for shift in shifts if shift.starts_at >= tomorrow],
        drafts=queries.unpublished(db.session(), community(), teams),
        state_words=ACTIVITY_WORDS,
        links={shift.id: after_link(shift, now) for shift in shifts},
    )


def _between(shifts: Sequence[Shift], now: datetime, tomorrow: datetime) -> list[Shift]:
    return [shift for shift in shifts if shift.ends_at > now and shift.starts_at < tomorrow]


def after_link(shift: Shift, now: datetime) -> str | None:
    """Return where attendance goes on: the board during a shift, confirming after it.

    None for those who do not keep the list, such as the administrator.
    """
    if not authority().may(Permission.ATTENDANCE_MANAGE, shift.activity.team_id):
        return None
    endpoint = CONFIRMATION if shift.ends_at <= now else BOARD
    return url_for(endpoint, shift_id=shift.id)
