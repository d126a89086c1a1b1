"""Tables of `teams.members`."""

from teams.members.models.belonging import (
    Member,
    MemberState,
    Team,
    TeamColour,
    TeamMember,
    TeamMemberState,
)
from teams.members.models.communities import Community, CommunitySetting, Place, PlaceKind

__all__ = [
    "Community",
    "CommunitySetting",
    "Member",
    "MemberState",
    "Place",
    "PlaceKind",
    "Team",
    "TeamColour",
    "TeamMember",
    "TeamMemberState",
]
