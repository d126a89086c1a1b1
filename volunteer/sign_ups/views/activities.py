"""What is on and one activity, for anybody and with a verdict for members; the filters by team."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.addresses import address
from core.db import db
from core.template_filters import said
from teams.gate import community, may_enter, requires
from teams.members.models import Team
from volunteer.activities.models import Activity, Shift
from volunteer.activities.queries import activities as queries
from volunteer.activities.queries import posts as post_queries
from volunteer.activities.queries.coming import Wanted, coming_shifts, nearest_shift
from volunteer.activities.rules import forecasts
from volunteer.activities.rules.reader_records import ReaderRecord
from volunteer.blueprint import bp
from volunteer.insurance.rules import relying
from volunteer.permissions import Permission
from volunteer.service_time.rules.policies import policy_of
from volunteer.sign_ups.forms import SignUpForm
from volunteer.sign_ups.rules import risk_readings
from volunteer.sign_ups.views.buttons import rows_for
from volunteer.sign_ups.views.reader import reader_record_here


@bp.get("/activities")
@requires(Permission.ANYONE)
def activities() -> ResponseReturnValue:
    """Show what is on by day, all or of one team; a keyset page of 20."""
    now = clock.now()
    teams = queries.teams_of(db.session(), community())
    team = chosen_team(teams)
    wanted = Wanted(team_id=team.id if team else None, after=request.args.get("after", ""))
    shifts = coming_shifts(db.session(), community(), wanted, now)
    page = (
        "volunteer/sign_ups/activities.html"
        if may_enter()
        else "volunteer/sign_ups/activities_public.html"
    )
    return render_template(
        page,
        rows=rows_for(shifts.rows, reader_record_here(db.session(), shifts.rows, now), now),
        chips=team_chips(teams, team, ".activities"),
        team=team,
        here_url=url_for(".activities", team=code_of(team)),
        calendar_url=url_for(".activity_calendar", team=code_of(team)),
        next_url=url_for(".activities", team=code_of(team), after=shifts.next)
        if shifts.next
        else None,
        first_url=url_for(".activities", team=code_of(team)) if wanted.after else None,
        fixed_days=fixed_days(teams),
        nearest=None if shifts.rows else nearest_shift(db.session(), community(), now),
    )


def fixed_days(teams: list[Team]) -> str:
    """Return which team meets on which days, for the list of activities with nothing on it."""
    named = [(said(team.short_name), said(team.fixed_day)) for team in teams if team.fixed_day]
    return "、".join(f"{name} {day}" for name, day in named)


def chosen_team(teams: list[Team]) -> Team | None:
    """Return the team whose activities the address asks for, or None for all."""
    return next((team for team in teams if team.colour.value == request.args.get("team")), None)


def code_of(team: Team | None) -> str | None:
    """Return how the address names a team; None for all."""
    return team.colour.value if team else None


def team_chips(
    teams: list[Team], chosen: Team | None, endpoint: str, **kept: object
) -> list[tuple[str, str, bool]]:
    """Return one filter for each team; `kept` stays in the address."""
    return [
        (
            said(team.short_name),
            address(endpoint, {"team": team.colour.value, **kept}),
            team is chosen,
        )
        for team in teams
    ]


@bp.get("/activities/<id:activity_id>")
@requires(Permission.ANYONE)
def activity(activity_id: int) -> ResponseReturnValue:
    """Show one activity: what it is, its risks, its posts and the reader's verdict for each."""
    return activity_page(
        queries.public_activity(db.session(), community(), activity_id), SignUpForm()
    )


def activity_page(shown: Activity, form: SignUpForm) -> str:
    """Draw the activity with `form`; the sign-up view shows it again when a note is refused."""
    now = clock.now()
    posts = post_queries.posts_of(db.session(), shown, now)
    shifts = [shift for shift, _newcomers in posts]
    reader = reader_record_here(db.session(), shifts, now)
    page = (
        "volunteer/sign_ups/activity.html"
        if may_enter()
        else "volunteer/sign_ups/activity_public.html"
    )
    return render_template(
        page,
        activity=shown,
        told=risk_readings.notice_for(db.session(), shown, None),
        rows=rows_for(shifts, reader, now),
        is_insured=relying.is_insured(
            db.session(), shown, [(each.starts_at, each.ends_at) for each in shifts]
        ),
        repeated=_repeated(shifts),
        held_sign_ups={held.shift_id: held for held in reader.held_sign_ups},
        decline_minutes=reader.settings.decline_minutes,
        points=_points(shown, shifts, reader),
        newcomers={shift.id: count for shift, count in posts} if may_enter() else {},
        form=form,
    )


def _points(shown: Activity, shifts: Sequence[Shift], reader: ReaderRecord) -> dict[int, int]:
    """Return about how many points each shift brings, by its id."""
    rules = post_queries.earn_rules_of(db.session(), community(), shown.type.code)
    policy = policy_of(reader.settings, community())
    return {
        shift.id: forecasts.expected_points(shift, shown.type, rules, policy) for shift in shifts
    }


def _repeated(shifts: Sequence[Shift]) -> dict[int, int]:
    """Return a number beside each shift whose post and times another of them has too, by its id."""
    numbers: dict[int, int] = {}
    of_same = Counter((shift.post.name, shift.starts_at, shift.ends_at) for shift in shifts)
    told: Counter[tuple[str, datetime, datetime]] = Counter()
    for shift in shifts:
        same = (shift.post.name, shift.starts_at, shift.ends_at)
        told[same] += 1
        if of_same[same] > 1:
            numbers[shift.id] = told[same]
    return numbers
