"""Whom to tell of an activity: leaders, coordinators, desk, second persons; who may know them."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from teams.authority.models import DESK_ROLES, Role, RoleBinding
from teams.members.models import Member
from volunteer.activities.models import Activity, Shift
from volunteer.sign_ups.models import HOLDING_PLACE, SignUp


def may_know_leader(sign_up: SignUp | None, shift: Shift, zone: str, now: datetime) -> bool:
    """Say whether the leader's full name and phone are shown to the holder of `sign_up`.

    To who has a place in the shift, from the community's day before it to the day it ends; to
    nobody else (contract 9).
    """
    if sign_up is None or sign_up.shift_id != shift.id or sign_up.state not in HOLDING_PLACE:
        return False
    first = clock.local_day(shift.starts_at, zone) - timedelta(days=1)
    return first <= clock.local_day(now, zone) <= clock.local_day(shift.ends_at, zone)


def leaders_of(session: Session, activity: Activity) -> set[int]:
    """Return the persons who lead `activity`: named in it, or leading its team."""
    named = session.scalars(select(Member.person_id).where(Member.id == activity.leader_id))
    return set(named) | _holders(
        session,
        activity.community_id,
        (Role.LEADER,),
        team_id=activity.team_id,
    )


def desk_of(session: Session, community_id: int) -> set[int]:
    """Return the coordinators and administrators of a community."""
    return _holders(session, community_id, DESK_ROLES)


def coordinators_of(session: Session, community_id: int) -> set[int]:
    """Return the coordinators of a community, who may do what a leader does, for every team."""
    return _holders(session, community_id, (Role.COORDINATOR,))


def second_persons_of(session: Session, community_id: int) -> set[int]:
    """Return the supervisors of a community, who decide what others proposed."""
    return _holders(session, community_id, (Role.SUPERVISOR,))


def _holders(
    session: Session, community_id: int, roles: tuple[Role, ...], team_id: int | None = None
) -> set[int]:
    asked = select(RoleBinding.person_id).where(
        RoleBinding.community_id == community_id,
        RoleBinding.role.in_(roles),
        RoleBinding.ended_at.is_(None),
    )
    if team_id is not None:
        asked = asked.where(RoleBinding.team_id == team_id)
    return set(session.scalars(asked))
