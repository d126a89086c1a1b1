"""Reads of teams: those of a community, what a member belongs to, requests to join that wait."""

from sqlalchemy import BindParameter, Select, func, select
from sqlalchemy.orm import Session, joinedload

from core.tenancy import row_in
from teams.members.models import (
    IN_TEAM,
    Community,
    Member,
    MemberState,
    Team,
    TeamMember,
    TeamMemberState,
)
from teams.members.queries.people import Found


def teams_of(session: Session, community: Community) -> list[Team]:
    """Return the teams of a community, the five in their order."""
    return list(
        session.scalars(
            select(Team)
            .where(Team.community_id == community.id, Team.is_active.is_(True))
            .order_by(Team.id)
        )
    )


def all_teams(session: Session, community: Community) -> list[Team]:
    """Return every team of a community, those no longer active too."""
    asked = select(Team).where(Team.community_id == community.id).order_by(Team.id)
    return list(session.scalars(asked))


def team_in(session: Session, community: Community, team_id: int) -> Team:
    """Return a team of `community`. Raises NotFound."""
    return row_in(session, Team, community.id, team_id)


def memberships(session: Session, community: Community, member_id: int) -> dict[int, TeamMember]:
    """Return team id → the live membership or request of a member."""
    rows = session.scalars(
        select(TeamMember).where(
            TeamMember.community_id == community.id,
            TeamMember.member_id == member_id,
            TeamMember.state.in_(IN_TEAM),
        )
    )
    return {row.team_id: row for row in rows}


def waiting_requests(
    session: Session, community: Community, team_ids: frozenset[int] | None
) -> list[TeamMember]:
    """Return requests of active members that wait, oldest first; `team_ids` None: every team."""
    asked = _waiting(select(TeamMember), community.id)
    if team_ids is not None:
        asked = asked.where(TeamMember.team_id.in_(team_ids))
    asked = asked.options(
        joinedload(TeamMember.team), joinedload(TeamMember.member).joinedload(Member.person)
    )
    return list(session.scalars(asked.order_by(TeamMember.id).limit(100)))


def waiting_count(
    community_id: int | BindParameter[int], team_ids: frozenset[int] | None
) -> Select[int]:
    """Return the statement that counts what `waiting_requests` lists."""
    asked = _waiting(select(func.count(TeamMember.id)), community_id)
    return asked if team_ids is None else asked.where(TeamMember.team_id.in_(team_ids))


def _waiting(asked: Select[Found], community_id: int | BindParameter[int]) -> Select[Found]:
    """Narrow to the requests a leader answers: those the desk has not activated yet wait there."""
    return asked.join(Member, Member.id == TeamMember.member_id).where(
        TeamMember.community_id == community_id,
        TeamMember.state == TeamMemberState.REQUESTED,
        Member.state == MemberState.ACTIVE,
    )


def request_in(session: Session, community: Community, request_id: int) -> TeamMember:
    """Return a request to join of `community`. Raises NotFound."""
    return row_in(session, TeamMember, community.id, request_id)


def is_wished(held: TeamMember | None) -> bool:
    """Say whether a request to join a team still waits for its leader."""
    return held is not None and held.state is TeamMemberState.REQUESTED
