"""Tables of `teams.members`."""

from teams.members.models.belonging import (
    BELONGING,
    IN_TEAM,
    MAY_HELP,
    MEMBER_LIFE,
    MERGEABLE,
    SIGNS_IN_BY_PIN,
    TEAM_MEMBER_LIFE,
    Member,
    MemberMove,
    MemberState,
    Team,
    TeamColour,
    TeamMember,
    TeamMemberMove,
    TeamMemberState,
)
from teams.members.models.communities import (
    OWN_KINDS,
    Community,
    CommunitySetting,
    Place,
    PlaceKind,
)
from teams.members.models.found_by import MemberWord, WordKind
from teams.members.models.recruiting import (
    RECRUIT_CODE_LIFE,
    Recruit,
    RecruitCode,
    RecruitCodeMove,
    RecruitCodeState,
)

__all__ = [
    "BELONGING",
    "IN_TEAM",
    "MAY_HELP",
    "MEMBER_LIFE",
    "MERGEABLE",
    "OWN_KINDS",
    "RECRUIT_CODE_LIFE",
    "SIGNS_IN_BY_PIN",
    "TEAM_MEMBER_LIFE",
    "Community",
    "CommunitySetting",
    "Member",
    "MemberMove",
    "MemberState",
    "MemberWord",
    "Place",
    "PlaceKind",
    "Recruit",
    "RecruitCode",
    "RecruitCodeMove",
    "RecruitCodeState",
    "Team",
    "TeamColour",
    "TeamMember",
    "TeamMemberMove",
    "TeamMemberState",
    "WordKind",
]
