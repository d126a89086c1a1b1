"""What this room keeps of a member, for the own copy (PIPL 45)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from teams.authority.models import RoleBinding
from teams.members.models import Community, Member, Team, TeamMember


def of_member(
    session: Session, community_id: int, member_id: int, _now: datetime
) -> dict[str, object]:
    """Return the membership, the teams and the roles, every row by id."""
    member = session.get_one(Member, member_id)
    teams = (
        select(
            Team.name.label("team"),
            TeamMember.state,
            TeamMember.asked_at,
            TeamMember.decided_at,
            TeamMember.reason,
        )
        .join(Team, Team.id == TeamMember.team_id)
        .where(TeamMember.community_id == community_id, TeamMember.member_id == member_id)
        .order_by(TeamMember.id)
    )
    roles = (
        select(RoleBinding.role, RoleBinding.granted_at, RoleBinding.ended_at)
        .where(RoleBinding.community_id == community_id, RoleBinding.person_id == member.person_id)
        .order_by(RoleBinding.id)
    )
    return {
        "community": session.get_one(Community, community_id).name,
        "volunteer_no": member.volunteer_no,
        "state": member.state,
        "joined_on": member.joined_on,
        "skills": member.skills,
        "available_times": member.available_times,
        "teams": [dict(row) for row in session.execute(teams).mappings()],
        "roles": [dict(row) for row in session.execute(roles).mappings()],
    }
