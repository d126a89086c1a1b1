"""The month as a calendar, the second view of what is on: for anybody, of all teams or one."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.db import db
from teams.gate import community, may_enter, requires
from teams.members.models import Team
from volunteer.activities.models import Shift
from volunteer.activities.queries import activities as queries
from volunteer.activities.queries.coming import nearest_shift
from volunteer.activities.queries.shifts import shifts_between
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.sign_ups.views.activities import chosen_team, code_of, team_chips

MONTHS_AWAY = 12
MONDAY_FIRST = 0


@dataclass(frozen=True, slots=True)
class Square:
    """One day of the calendar; `on` is None for the days of a neighbouring month."""

    on: date | None
    is_today: bool
    is_past: bool
    shifts: Sequence[Shift]


@dataclass(frozen=True, slots=True)
class Month:
    """One month, and the ways to its neighbours and to the list; None where there is no way."""

    first: date
    weeks: Sequence[Sequence[Square]]
    earlier_url: str | None
    later_url: str | None
    is_now: bool


@bp.get("/activities/calendar")
@requires(Permission.ANYONE)
def activity_calendar() -> ResponseReturnValue:
    """Show one month of what is on; an unreadable or distant month shows the present one."""
    now, zone = clock.now(), community().zone
    today = clock.local_day(now, zone)
    first = _month(request.args.get("month", ""), today)
    teams = queries.teams_of(db.session(), community())
    team = chosen_team(teams)
    between = clock.day_start(first, zone), clock.day_start(_next(first), zone)
    shifts = shifts_between(db.session(), community(), team, between)
    page = (
        "volunteer/sign_ups/calendar.html"
        if may_enter()
        else "volunteer/sign_ups/calendar_public.html"
    )
    return render_template(
        page,
        month=_month_page(first, team, shifts, today),
        list_url=url_for(".activities", team=code_of(team)),
        here_url=_address(first, team),
        chips=team_chips(teams, team, ".activity_calendar", month=_code(first)),
        all_url=_address(first, None),
        team=team,
        nearest=None if shifts else nearest_shift(db.session(), community(), now),
    )


def _month_page(first: date, team: Team | None, shifts: Sequence[Shift], today: date) -> Month:
    by_day: dict[date, list[Shift]] = {}
    for shift in shifts:
        by_day.setdefault(clock.local_day(shift.starts_at, community().zone), []).append(shift)
    weeks = [
        [_square(day, first, by_day, today) for day in week]
        for week in Calendar(MONDAY_FIRST).monthdatescalendar(first.year, first.month)
    ]
    neighbours = (_before(first), _next(first))
    earlier, later = (_address(day, team) if _is_near(day, today) else None for day in neighbours)
    is_now = first == today.replace(day=1)
    return Month(first, weeks, earlier, later, is_now=is_now)


def _square(day: date, first: date, by_day: dict[date, list[Shift]], today: date) -> Square:
    is_inside = day.month == first.month
    return Square(
        on=day if is_inside else None,
        is_today=day == today,
        is_past=day < today,
        shifts=by_day.get(day, ()) if is_inside else (),
    )


def _month(words: str, today: date) -> date:
    """Return the first day of the month written as 2026-05, or of this one."""
    try:
        asked = date.fromisoformat(f"{words}-01")
    except ValueError:
        asked = today
    return asked.replace(day=1) if _is_near(asked, today) else today.replace(day=1)


def _is_near(day: date, today: date) -> bool:
    return abs((day.year - today.year) * 12 + day.month - today.month) <= MONTHS_AWAY


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _code(first: date) -> str:
    return f"{first.year:04d}-{first.month:02d}"


def _address(first: date, team: Team | None) -> str:
    return url_for(".activity_calendar", month=_code(first), team=code_of(team))
