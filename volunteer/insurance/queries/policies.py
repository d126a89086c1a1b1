"""Reads of policies: the list, those to choose from, who is listed, what relies on one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, joinedload

from core.paging import page_of
from teams.authority.rules import Authority
from teams.members.models import Community, Member
from volunteer.activities.models import Activity, ActivityState, Shift, ShiftState
from volunteer.insurance.models import ActivityCover, InsurancePolicy, InsuredMember, PolicyState
from volunteer.insurance.rules.relying import is_uninsured
from volunteer.permissions import Permission

PAGE = 20
MOST_SHOWN = 60
MOST_CHOICES = 50


def policies_of(
    session: Session, here: Community, before: int | None
) -> tuple[Sequence[InsurancePolicy], int | None]:
    """Return a page of policies, newest first, and the key of the next."""
    asked = select(InsurancePolicy).where(InsurancePolicy.community_id == here.id)
    if before:
        asked = asked.where(InsurancePolicy.id < before)
    rows = session.scalars(asked.order_by(InsurancePolicy.id.desc()).limit(PAGE + 1)).all()
    return page_of(rows, PAGE, lambda row: row.id)


def to_choose(session: Session, here: Community, now: datetime) -> Sequence[InsurancePolicy]:
    """Return the policies an activity may be given, the longest first: what is over is none."""
    return session.scalars(
        select(InsurancePolicy)
        .where(
            InsurancePolicy.community_id == here.id,
            InsurancePolicy.state == PolicyState.RUNNING,
            InsurancePolicy.over_at > now,
        )
        .order_by(InsurancePolicy.over_at.desc(), InsurancePolicy.id)
        .limit(MOST_CHOICES)
    ).all()


def listed(
    session: Session, policy: InsurancePolicy, after: int | None
) -> tuple[Sequence[Member], int | None]:
    """Return a page of the members a policy lists, and the key of the next."""
    asked = (
        select(Member)
        .join(
            InsuredMember,
            and_(
                InsuredMember.community_id == Member.community_id,
                InsuredMember.member_id == Member.id,
            ),
        )
        .where(
            InsuredMember.community_id == policy.community_id,
            InsuredMember.policy_id == policy.id,
            Member.id > (after or 0),
        )
        .options(joinedload(Member.person))
        .order_by(Member.id)
        .limit(MOST_SHOWN + 1)
    )
    return page_of(session.scalars(asked).all(), MOST_SHOWN, lambda row: row.id)


def count_listed(session: Session, policy: InsurancePolicy) -> int:
    """Return how many members a policy lists."""
    return (
        session.scalar(
            select(func.count(InsuredMember.member_id)).where(
                InsuredMember.community_id == policy.community_id,
                InsuredMember.policy_id == policy.id,
            )
        )
        or 0
    )


@dataclass(frozen=True, slots=True)
class Relying:
    """A published activity that relies on a policy; its first occasion ahead the policy misses."""

    activity_id: int
    title: str
    gap_at: datetime | None


def relying_on(session: Session, policy: InsurancePolicy, now: datetime) -> list[Relying]:
    """Return the activities with occasions ahead that rely on a policy, at most 60, by id."""
    rows = session.execute(
        select(Activity.id, Activity.title, Shift.starts_at, Shift.ends_at)
        .join(ActivityCover, ActivityCover.activity_id == Activity.id)
        .join(Shift, Shift.activity_id == Activity.id)
        .where(
            ActivityCover.community_id == policy.community_id,
            ActivityCover.policy_id == policy.id,
            Activity.state == ActivityState.PUBLISHED,
            Shift.state == ShiftState.OPEN,
            Shift.ends_at > now,
        )
        .order_by(Activity.id, Shift.starts_at)
        .limit(MOST_SHOWN)
    )
    found: dict[int, Relying] = {}
    for activity_id, title, starts_at, ends_at in rows:
        known = found.get(activity_id) or Relying(activity_id, title, None)
        is_missed = known.gap_at is None and not policy.covers(starts_at, ends_at)
        found[activity_id] = Relying(activity_id, title, starts_at) if is_missed else known
    return list(found.values())


def uninsured(
    session: Session, here: Community, by: Authority, now: datetime
) -> Sequence[tuple[int, str, datetime]]:
    """Return the reader's published HIGH-risk activities with an occasion no policy covers.

    Each once: id, title, the first such occasion; at most 20.
    """
    teams = by.teams_with(Permission.ACTIVITY_MANAGE)
    asked = (
        select(Activity.id, Activity.title, func.min(Shift.starts_at))
        .join(Shift, Shift.activity_id == Activity.id)
        .where(Activity.community_id == here.id, *is_uninsured(now))
        .group_by(Activity.id, Activity.title)
        .order_by(func.min(Shift.starts_at), Activity.id)
        .limit(PAGE)
    )
    if teams is not None:
        asked = asked.where(Activity.team_id.in_(teams))
    return [(row[0], row[1], row[2]) for row in session.execute(asked)]
