"""An activity made again from one there was: its last day, or the month of its last day."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.errors import RuleError
from teams.authority.act import Act
from volunteer.activities.models import (
    Activity,
    ActivityCopy,
    Post,
    Shift,
    ShiftPlaces,
    ShiftState,
)
from volunteer.activities.rules import activities
from volunteer.activities.rules.activities import ActivityPlan
from volunteer.activities.rules.shifts import ShiftPlan
from volunteer.insurance.rules import relying
from volunteer.permissions import Permission

Row = tuple[Shift, Post, int]


class NothingToCopy(RuleError):
    """An activity all of whose occasions were called off holds none to make again."""

    code = "not_eligible"
    message = "这个活动没有可以照搬的场次，请新发一个。"


def copy(act: Act, activity: Activity, first_on: date, *, is_month: bool) -> Activity:
    """Draft `activity` again, its first occasion on `first_on`; the others as many days after it.

    Copied are the occasions of its last day, or of the month that day is in, with posts, hours,
    places, and sign-up as long before as it was; what was called off, moved places and people are
    not. It belongs to the same series, so its regulars keep places in it too (decision 0026).
    Raises NotAllowed, NothingToCopy, then what `activities.create` refuses, in that order.
    """
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, activity.team_id)
    rows = _copied(act, activity, is_month=is_month)
    if not rows:
        raise NothingToCopy
    days = first_on - clock.local_day(rows[0][0].starts_at, act.community.zone)
    plans = [_again(row, days, act.community.zone) for row in rows]
    policy = relying.policy_of(act.session, activity)
    other = {"recurrence": "", "policy_id": policy.id if policy is not None else None}
    names = {each.name for each in fields(ActivityPlan)} - set(other)
    kept = {name: getattr(activity, name) for name in names}
    made = activities.create(act, ActivityPlan(**kept | other), plans)
    first_id = series_of(act.session, activity)
    act.session.add(
        ActivityCopy(community_id=made.community_id, activity_id=made.id, first_id=first_id)
    )
    act.session.flush()
    return made


def series_of(session: Session, activity: Activity) -> int:
    """Return the number of the series of `activity`: of the first it was made again from."""
    first_id = session.scalar(
        select(ActivityCopy.first_id).where(
            ActivityCopy.community_id == activity.community_id,
            ActivityCopy.activity_id == activity.id,
        )
    )
    return first_id or activity.id


def _copied(act: Act, activity: Activity, *, is_month: bool) -> Sequence[Row]:
    rows = act.session.execute(
        select(Shift, Post, ShiftPlaces.places)
        .join(Post, Post.id == Shift.post_id)
        .join(ShiftPlaces, ShiftPlaces.shift_id == Shift.id)
        .where(
            Shift.community_id == activity.community_id,
            Shift.activity_id == activity.id,
            Shift.state != ShiftState.CANCELLED,
        )
        .order_by(Shift.starts_at, Shift.id)
    )
    dated = [(clock.local_day(row[0].starts_at, act.community.zone), row) for row in rows]
    if not dated:
        return []
    last = dated[-1][0]
    first = last.replace(day=1) if is_month else last
    return [(shift, post, places) for day, (shift, post, places) in dated if day >= first]


def _again(row: Row, days: timedelta, zone: str) -> ShiftPlan:
    shift, post, places = row
    begins, ends = clock.local(shift.starts_at, zone), clock.local(shift.ends_at, zone)
    starts_at = clock.at_local(begins.date() + days, begins.time(), zone)
    return ShiftPlan(
        post_name=post.name,
        needs=post.needs,
        required_qualification=post.required_qualification,
        starts_at=starts_at,
        ends_at=clock.at_local(ends.date() + days, ends.time(), zone),
        opens_at=starts_at - (shift.starts_at - shift.sign_up_opens_at),
        closes_at=starts_at - (shift.starts_at - shift.sign_up_closes_at),
        places=places,
    )
