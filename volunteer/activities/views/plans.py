"""From the forms of an activity to plans and back: kinds, choices, defaults, fields, occasions."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from flask_babel import gettext

from core import clock, wording
from core.db import db
from core.fields import SelectChoice
from core.masking import name_for_staff
from core.template_filters import tongue
from teams.gate import authority, community
from teams.members.models import Community
from volunteer.activities.forms.activities import ActivityForm, TimesForm
from volunteer.activities.models import Activity, ActivityType
from volunteer.activities.queries import activities as queries
from volunteer.activities.rules import recurrence
from volunteer.activities.rules.activities import ActivityPlan
from volunteer.activities.rules.kind_notices import current
from volunteer.activities.rules.shifts import ShiftPlan
from volunteer.insurance.models import InsurancePolicy
from volunteer.insurance.queries import policies
from volunteer.insurance.rules import relying
from volunteer.insurance.words import COVER_WORDS
from volunteer.permissions import Permission

OPENING_HOUR = time(8)


def chosen_kind(kinds: Sequence[ActivityType], kind_id: int | None) -> ActivityType | None:
    """Return the kind of activity chosen on the form, or None."""
    return next((kind for kind in kinds if kind.id == kind_id), None)


def offer_choices(form: ActivityForm, activity: Activity | None = None) -> list[int]:
    """Offer the teams the reader leads, policies, who may lead; return the latter's ids."""
    chosen = None if activity is None else relying.policy_of(db.session(), activity)
    covered = authority().teams_with(Permission.ACTIVITY_MANAGE)
    teams = [
        team
        for team in queries.teams_of(db.session(), community())
        if covered is None or team.id in covered
    ]
    leaders = queries.leaders_of(db.session(), community(), covered)
    form.team_id.choices = [SelectChoice(team.id, team.name) for team in teams]
    form.leader_id.choices = [
        SelectChoice(member.id, f"{name_for_staff(member.person.name)} {member.volunteer_no}")
        for member in leaders
    ]
    form.policy_id.choices = [SelectChoice(0, gettext("还没有")), *_policies(chosen)]
    return [member.id for member in leaders]


def _policies(chosen: InsurancePolicy | None) -> list[SelectChoice]:
    """Return the policies to choose from, the one that was chosen before among them."""
    found = list(policies.to_choose(db.session(), community(), clock.now()))
    if chosen is not None and chosen.id not in {each.id for each in found}:
        found.append(chosen)
    return [SelectChoice(each.id, _told(each)) for each in found]


def _told(policy: InsurancePolicy) -> str:
    words = {
        "insurer": policy.insurer,
        "number": policy.policy_no,
        "day": wording.full_date(policy.ends_on, tongue()),
        "cover": gettext(COVER_WORDS[policy.cover]),
    }
    return str(gettext("%(insurer)s %(number)s，保到 %(day)s，%(cover)s", **words))


def defaults_of(kind: ActivityType, leader_ids: list[int]) -> dict[str, object]:
    """Return what this kind usually needs: its name, risk, ages, length and team."""
    own = authority().member_id
    begins = time(9)
    ends = datetime.combine(date.min, begins) + timedelta(minutes=kind.typical_minutes)
    return {
        "title": kind.name.partition("（")[0],
        "team_id": _usual_team(kind),
        "leader_id": own if own in leader_ids else None,
        "risk": kind.risk.value,
        "risk_notice": notice.risk if (notice := current(db.session(), kind)) else "",
        "min_age": kind.min_age,
        "takes_guarded_minors": kind.takes_guarded_minors,
        "post_name": "志愿者",
        "required_qualification": kind.required_qualification,
        "begins": begins,
        "ends": ends.time(),
        "places": 10,
        "repeats": "once",
    }


def _usual_team(kind: ActivityType) -> int | None:
    teams = queries.teams_of(db.session(), community())
    return next((team.id for team in teams if team.code == kind.team_code), None)


def fields_of(activity: Activity) -> dict[str, object]:
    """Return what `activity` says, for the form that changes it."""
    policy = relying.policy_of(db.session(), activity)
    return {
        "title": activity.title,
        "description": activity.description,
        "team_id": activity.team_id,
        "leader_id": activity.leader_id,
        "place": activity.place,
        "meeting_point": activity.meeting_point,
        "is_team_only": activity.is_team_only,
        "risk": activity.risk.value,
        "risk_notice": activity.risk_notice,
        "min_age": activity.min_age,
        "takes_guarded_minors": activity.takes_guarded_minors,
        "policy_id": policy.id if policy is not None else 0,
    }


def plan_of(form: ActivityForm, type_id: int) -> ActivityPlan:
    """Return the plan of a valid form."""
    return ActivityPlan(
        type_id=type_id,
        team_id=form.team_id.data,
        leader_id=form.leader_id.data,
        title=form.title.data or "",
        place=form.place.data or "",
        risk=form.risk_level,
        risk_notice=form.risk_notice.data or "",
        min_age=form.min_age.data or 0,
        description=form.description.data or "",
        meeting_point=form.meeting_point.data or "",
        policy_id=form.policy_id.data or None,
        takes_guarded_minors=bool(form.takes_guarded_minors.data),
        is_team_only=bool(form.is_team_only.data),
        recurrence=_rule(form) if isinstance(form, TimesForm) else "",
    )


def occasions_of(form: TimesForm, here: Community, now: datetime) -> list[ShiftPlan]:
    """Return the occasions of a valid form, in the community's zone.

    Raises RuleUnreadable, NoOccasion or TooManyOccasions.
    """
    first = _day(form)
    days = recurrence.dates(_rule(form), first, form.until_on.data or first)
    posts = [(form.post_name.data or "", form.places.data or 0), *form.posts]
    return [_occasion(form, day, here, now, post) for day in days for post in posts]


def _day(form: TimesForm) -> date:
    if form.on_date.data is None:
        raise recurrence.NoOccasion
    return form.on_date.data


def _rule(form: TimesForm) -> str:
    day = _day(form)
    return {
        "weekly": recurrence.weekly(day),
        "monthly": recurrence.monthly(day),
        "nines": recurrence.NINES,
    }.get(form.repeats.data or "", "")


def _occasion(
    form: TimesForm, day: date, here: Community, now: datetime, post: tuple[str, int]
) -> ShiftPlan:
    name, places = post
    begins, ends = form.begins.data or time(0), form.ends.data or time(0)
    when = recurrence.occasion(day, begins, ends, here.zone)
    return ShiftPlan(
        post_name=name,
        needs=form.needs.data or "",
        required_qualification=form.required_qualification.data or "",
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        opens_at=_opening(form, day, here, now),
        closes_at=when.starts_at - timedelta(hours=form.closes_hours_before.data or 0),
        places=places,
    )


def _opening(form: TimesForm, day: date, here: Community, now: datetime) -> datetime:
    days = form.opens_days_before.data
    if not days:
        return now
    return clock.at_local(day - timedelta(days=days), OPENING_HOUR, here.zone)
