"""今天: what waits for the reader, the figures of the five teams, levels flagged for review."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from commendations.blueprint import bp
from commendations.nominations.rules.candidates import months_back
from commendations.permissions import Permission
from commendations.today.queries import dashboard_figures, today
from commendations.today.queries.dashboard_figures import MONTHS_SHOWN, WEEKS_SHOWN, TeamMonth
from core import clock
from core.db import db
from core.menu import Duty
from teams.authority.kept_settings import settings_of
from teams.gate import community, requires
from teams.gate.navigation import asking
from teams.members.models import Team
from teams.members.words import TEAM_COLOUR_WORDS
from volunteer.settings import VolunteerSettings

WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


@dataclass(frozen=True, slots=True)
class ToDo:
    """One kind of thing that waits."""

    count: int
    verb: str
    detail: str
    url: str
    is_hot: bool


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team in the month to today, beside the same days of the month before."""

    team: Team
    services: int
    minutes: int
    change: int


@bp.get("/today", endpoint="today")
@requires(Permission.DESK_READ)
def show() -> ResponseReturnValue:
    """Show what waits for the reader, then how the teams are doing."""
    session, now = db.session(), clock.now()
    day = clock.local_day(now, community().zone)
    days = settings_of(session, community().id, VolunteerSettings, day).confirm_due_working_days
    duties = _duties(days)
    months = dashboard_figures.team_months(session, community(), day)
    return render_template(
        "commendations/today/today.html",
        duties=duties,
        day=day,
        columns=_columns(months, day),
        teams=_rows(months, day),
        weeks=_weeks(dashboard_figures.shifts_by_day(session, community(), day), day),
        month_marks=_month_marks(day),
        weekdays=[gettext(each) for each in WEEKDAYS],
        points=_equation(
            dashboard_figures.month_of_points(session, community(), day.replace(day=1))
        ),
    )


def _duties(days: int) -> list[ToDo]:
    return [
        ToDo(
            count,
            gettext(duty.verb),
            gettext(duty.detail, days=days),
            _address(duty),
            duty.is_hot,
        )
        for duty, count in today.waiting_for(asking())
        if count
    ]


def _address(duty: Duty) -> str:
    narrowed: dict[str, Any] = dict(duty.asked)
    return url_for(duty.endpoint, **narrowed)


def _columns(months: list[TeamMonth], day: date) -> list[tuple[str, list[tuple[str, str, float]]]]:
    """Return the six columns of the chart: label, then colour, short word and hours of each."""
    teams = _teams(months)
    found = {(each.team.id, each.month_on): each.minutes for each in months}
    firsts = [months_back(day, back) for back in range(MONTHS_SHOWN - 1, -1, -1)]
    return [
        (
            gettext("%(month)s月", month=first.month),
            [
                (
                    team.colour.value,
                    gettext(TEAM_COLOUR_WORDS[team.colour])[:1],
                    round(found.get((team.id, first), 0) / 60, 1),
                )
                for team in teams
            ],
        )
        for first in firsts
    ]


def _teams(months: list[TeamMonth]) -> list[Team]:
    return list({each.team.id: each.team for each in months}.values())


def _rows(months: list[TeamMonth], day: date) -> list[TeamRow]:
    this, last = months_back(day, 0), months_back(day, 1)
    by_key = {(each.team.id, each.month_on): each for each in months}
    rows = []
    for team in _teams(months):
        here, before = by_key.get((team.id, this)), by_key.get((team.id, last))
        minutes = here.minutes if here else 0
        rows.append(
            TeamRow(
                team,
                here.services if here else 0,
                minutes,
                minutes - (before.same_days if before else 0),
            )
        )
    return rows


def _weeks(by_day: dict[date, int], day: date) -> list[list[int | None]]:
    monday = day - timedelta(days=day.weekday() + 7 * (WEEKS_SHOWN - 1))
    most = max(by_day.values(), default=0)
    return [
        [
            _heat(by_day.get(each, 0), most) if each <= day else None
            for each in (monday + timedelta(days=7 * week + at) for at in range(7))
        ]
        for week in range(WEEKS_SHOWN)
    ]


def _heat(count: int, most: int) -> int:
    return 0 if count == 0 else max(1, -(-4 * count // most))


def _month_marks(day: date) -> list[tuple[int, str]]:
    monday = day - timedelta(days=day.weekday() + 7 * (WEEKS_SHOWN - 1))
    starts = [monday + timedelta(days=7 * week) for week in range(WEEKS_SHOWN)]
    return [
        (week, gettext("%(month)s月", month=start.month))
        for week, start in enumerate(starts)
        if start.day <= 7
    ]


@dataclass(frozen=True, slots=True)
class Equation:
    """A month of points as far as it has come: what was there, what came and went, what is."""

    opening: int
    parts: list[tuple[str, int]]

    @property
    def closing(self) -> int:
        """The points of all volunteers now."""
        return self.opening + sum(amount for _, amount in self.parts)


def _equation(sums: dict[str, int]) -> Equation:
    kinds = (
        ("发放", ("earn", "bonus")),
        ("退回", ("return",)),
        ("兑换", ("redeem",)),
        ("失效", ("expire",)),
        ("冲正", ("reverse",)),
        ("调整", ("adjust", "donate_out")),
    )
    parts = [(gettext(words), sum(sums.get(kind, 0) for kind in names)) for words, names in kinds]
    closing = sums.get("closing", 0)
    return Equation(closing - sum(amount for _, amount in parts), parts)


@bp.get("/levels/flagged")
@requires(Permission.COMMENDATION_ISSUE)
def flagged() -> ResponseReturnValue:
    """List the levels whose holders have too few hours left, to be kept or revoked."""
    return render_template(
        "commendations/today/flagged.html", rows=today.flagged_levels(db.session(), community())
    )
