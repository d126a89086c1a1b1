"""Reads of activities, their kinds, teams and leaders; the community is in every WHERE."""

from sqlalchemy import ColumnElement, bindparam, select, true
from sqlalchemy.orm import Session, joinedload

from core.errors import NotFound
from core.tenancy import row_in
from teams.authority.models import TEAM_ROLES, RoleBinding
from teams.members.models import Community, Member, Team
from volunteer.activities.models import UNPUBLISHED, Activity, ActivityType

MOST_OF_ONE = 30

_TEAMS = (
    select(Team)
    .where(
        Team.community_id == bindparam("the_community"),
        Team.parent_id.is_(None),
        Team.is_active.is_(True),
    )
    .order_by(Team.id)
)


def teams_of(session: Session, community: Community) -> list[Team]:
    """Return the five teams of `community` in their order, without sub-teams."""
    return list(session.scalars(_TEAMS, {"the_community": community.id}))


def activity_in(session: Session, community: Community, activity_id: int) -> Activity:
    """Return the activity with team, kind and leader. Raises NotFound."""
    return row_in(
        session,
        Activity,
        community.id,
        activity_id,
        options=(
            joinedload(Activity.team),
            joinedload(Activity.type),
            joinedload(Activity.leader).joinedload(Member.person),
        ),
    )


def public_activity(session: Session, community: Community, activity_id: int) -> Activity:
    """Return the activity unless it is still being written. Raises NotFound."""
    found = activity_in(session, community, activity_id)
    if found.state in UNPUBLISHED:
        raise NotFound
    return found


def unpublished(
    session: Session, community: Community, team_ids: frozenset[int] | None
) -> list[Activity]:
    """Return activities in draft or waiting for an administrator, newest first, at most 30."""
    return list(
        session.scalars(
            select(Activity)
            .options(joinedload(Activity.team))
            .where(
                Activity.community_id == community.id,
                Activity.state.in_(UNPUBLISHED),
                in_teams(team_ids),
            )
            .order_by(Activity.id.desc())
            .limit(30)
        )
    )


def kinds_of(session: Session, community: Community) -> list[ActivityType]:
    """Return the catalogue of `community`, in its order."""
    return list(
        session.scalars(
            select(ActivityType)
            .where(ActivityType.community_id == community.id, ActivityType.is_active.is_(True))
            .order_by(ActivityType.id)
        )
    )


def leaders_of(
    session: Session, community: Community, team_ids: frozenset[int] | None
) -> list[Member]:
    """Return the members who lead or stand in for one of these teams (None: any), with persons."""
    return list(
        session.scalars(
            select(Member)
            .join(RoleBinding, RoleBinding.person_id == Member.person_id)
            .where(
                Member.community_id == community.id,
                RoleBinding.community_id == community.id,
                RoleBinding.role.in_(TEAM_ROLES),
                RoleBinding.ended_at.is_(None),
                true() if team_ids is None else RoleBinding.team_id.in_(team_ids),
            )
            .options(joinedload(Member.person))
            .distinct()
            .order_by(Member.id)
        )
    )


def in_teams(team_ids: frozenset[int] | None) -> ColumnElement[bool]:
    """Return the condition of activities of these teams, None for every team."""
    return true() if team_ids is None else Activity.team_id.in_(team_ids)
