"""The home of who registered and waits for the desk: what happens now, and what to bring (P3)."""

from datetime import datetime

from flask import render_template

from core.ages import is_minor
from core.db import db
from teams.gate import community, local_today
from teams.members.models import Member
from teams.members.queries.teams import is_wished, memberships, teams_of
from volunteer.activities.queries.coming import Wanted, coming_shifts
from volunteer.activities.rules.listed import AnyShift
from volunteer.sign_ups.queries.first_wishes import wished_activity


def waiting_page(member: Member, now: datetime) -> str:
    """Draw what a pending member finds at home, with the team and the activity wished for."""
    held = memberships(db.session(), community(), member.id)
    return render_template(
        "volunteer/sign_ups/home_waiting.html",
        member=member,
        is_minor=is_minor(member.person.birth_on, local_today()),
        teams=[
            team for team in teams_of(db.session(), community()) if is_wished(held.get(team.id))
        ],
        shift=_wished(member, now),
    )


def _wished(member: Member, now: datetime) -> AnyShift | None:
    """Return the next shift of the activity looked at before registering, if one still comes."""
    activity_id = wished_activity(db.session(), member, now)
    if activity_id is None:
        return None
    of_it = Wanted(activity_id=activity_id, limit=1)
    return next(iter(coming_shifts(db.session(), community(), of_it, now).rows), None)
