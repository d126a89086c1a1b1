"""Tables of belonging: places, communities, teams, members, roles, settings, notices, imports."""

from teams.models.belonging import (
    Member,
    MemberState,
    Team,
    TeamColour,
    TeamMember,
    TeamMemberState,
)
from teams.models.communities import Community, CommunitySetting, Place, PlaceKind
from teams.models.imports import (
    HeadingMeaning,
    ImportBatch,
    ImportKind,
    ImportRow,
    ImportRowState,
    ImportState,
)
from teams.models.notices import (
    Notice,
    NoticeKind,
    NoticeLine,
    NoticeLineState,
    NoticeState,
    Objection,
    ObjectionState,
)
from teams.models.role_bindings import Role, RoleBinding

__all__ = [
    "Community",
    "CommunitySetting",
    "HeadingMeaning",
    "ImportBatch",
    "ImportKind",
    "ImportRow",
    "ImportRowState",
    "ImportState",
    "Member",
    "MemberState",
    "Notice",
    "NoticeKind",
    "NoticeLine",
    "NoticeLineState",
    "NoticeState",
    "Objection",
    "ObjectionState",
    "Place",
    "PlaceKind",
    "Role",
    "RoleBinding",
    "Team",
    "TeamColour",
    "TeamMember",
    "TeamMemberState",
]
