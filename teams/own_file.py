"""What this floor keeps of a member, for the own copy (PIPL 45)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from teams.authority.models import RoleBinding
from teams.members.models import Community, Member, Team, TeamMember


def block(session: Session, community: Community, member: Member) -> dict[str, Any]:
    """Return the membership, the teams and the roles, every row by id."""
    teams = (
        select(
            Team.name.label("team"),
            TeamMember.state,
            TeamMember.asked_at,
            TeamMember.decided_at,
            TeamMember.reason,
        )
        .join(Team, Team.id == TeamMember.team_id)
        .where(TeamMember.community_id == community.id, TeamMember.member_id == member.id)
        .order_by(TeamMember.id)
    )
    roles = (
        select(RoleBinding.role, RoleBinding.granted_at, RoleBinding.ended_at)
        .where(RoleBinding.community_id == community.id, RoleBinding.person_id == member.person_id)
        .order_by(RoleBinding.id)
    )
    return {
        "community": community.name,
        "volunteer_no": member.volunteer_no,
        "state": member.state,
        "joined_on": member.joined_on,
        "skills": member.skills,
        "available_times": member.available_times,
        "teams": [dict(row) for row in session.execute(teams).mappings()],
        "roles": [dict(row) for row in session.execute(roles).mappings()],
    }
