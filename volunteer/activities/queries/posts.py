"""Reads for the posts of one activity: who comes for the first time, and what it earns."""

from datetime import datetime

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session, aliased

from points.ledger.models import EarnRule
from teams.members.models import Community
from volunteer.activities.models import Activity, Shift
from volunteer.activities.queries import shifts
from volunteer.activities.queries.activities import MOST_OF_ONE
from volunteer.sign_ups.models import SignUp, SignUpState

MOST_VERSIONS = 50


def earn_rules_of(session: Session, community: Community, kind_code: str) -> list[EarnRule]:
    """Return the versions of the earning rule of one kind, newest first, at most 50."""
    return list(
        session.scalars(
            select(EarnRule)
            .where(EarnRule.community_id == community.id, EarnRule.kind_code == kind_code)
            .order_by(EarnRule.starts_on.desc())
            .limit(MOST_VERSIONS)
        )
    )


def posts_of(
    session: Session, activity: Activity, since: datetime, limit: int = MOST_OF_ONE
) -> list[tuple[Shift, int]]:
    """Return the shifts of `activity` that end after `since`, by start, at most 30.

    With each comes how many with a place in it have never served before.
    """
    asked = shifts.shifts_asked(activity, since, limit).add_columns(_newcomers())
    return [(shift, newcomers) for shift, newcomers in session.execute(asked)]


def _newcomers() -> ScalarSelect[int]:
    coming, before = aliased(SignUp), aliased(SignUp)
    has_served = select(before.id).where(
        before.community_id == coming.community_id,
        before.member_id == coming.member_id,
        before.state == SignUpState.CONFIRMED,
    )
    return (
        select(func.count(coming.id))
        .where(
            coming.community_id == Shift.community_id,
            coming.shift_id == Shift.id,
            coming.state == SignUpState.APPROVED,
            ~has_served.exists(),
        )
        .correlate(Shift)
        .scalar_subquery()
    )
