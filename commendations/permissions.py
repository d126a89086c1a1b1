"""What the room `commendations` lets people do, and which roles hold it."""

from core.permissions import Grant, PermissionName
from teams.authority.models import Role
from volunteer import permissions as below


class Permission(below.Permission):
    """What this room lets people do, and what the rooms below it do; alphabetical."""

    COMMENDATION_APPLY = PermissionName("commendation:apply")
    COMMENDATION_CHECK = PermissionName("commendation:check")
    COMMENDATION_ISSUE = PermissionName("commendation:issue")
    COMMENDATION_NOMINATE = PermissionName("commendation:nominate")
    COMMENDATION_REVIEW = PermissionName("commendation:review")


PERMISSIONS = (
    Grant(Permission.COMMENDATION_APPLY, "申请星级", (Role.VOLUNTEER,)),
    Grant(Permission.COMMENDATION_CHECK, "核对星级申请", (Role.COORDINATOR,)),
    Grant(Permission.COMMENDATION_ISSUE, "颁发和撤销", (Role.COMMUNITY_ADMIN,)),
    Grant(
        Permission.COMMENDATION_NOMINATE,
        "提名",
        (Role.VOLUNTEER, Role.LEADER, Role.DEPUTY, Role.COORDINATOR),
    ),
    Grant(Permission.COMMENDATION_REVIEW, "评审", (Role.SUPERVISOR, Role.COMMUNITY_ADMIN)),
)
