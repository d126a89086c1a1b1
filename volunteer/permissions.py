"""What the room `volunteer` lets people do, and which roles hold it."""

from core.permissions import Grant, PermissionName
from points import permissions as below
from teams.authority.models import Role


class Permission(below.Permission):
    """What this room lets people do, and what the rooms below it do; alphabetical."""

    ACTIVITY_MANAGE = PermissionName("activity:manage")
    ACTIVITY_PUBLISH_HIGH = PermissionName("activity:publish-high")
    ACTIVITY_SIGN_UP = PermissionName("activity:sign-up")
    ATTENDANCE_MANAGE = PermissionName("attendance:manage")
    INSURANCE_MANAGE = PermissionName("insurance:manage")
    RECORD_ADD = PermissionName("record:add")
    RECORD_APPROVE = PermissionName("record:approve")


PERMISSIONS = (
    Grant(
        Permission.ACTIVITY_MANAGE,
        "发布和管理活动",
        (Role.LEADER, Role.DEPUTY, Role.COORDINATOR, Role.COMMUNITY_ADMIN),
    ),
    Grant(Permission.ACTIVITY_PUBLISH_HIGH, "批准高风险活动", (Role.COMMUNITY_ADMIN,)),
    Grant(Permission.ACTIVITY_SIGN_UP, "报名", (Role.VOLUNTEER,)),
    Grant(
        Permission.ATTENDANCE_MANAGE, "签到和核对时长", (Role.LEADER, Role.DEPUTY, Role.COORDINATOR)
    ),
    Grant(Permission.INSURANCE_MANAGE, "登记保险单", (Role.COORDINATOR, Role.COMMUNITY_ADMIN)),
    Grant(Permission.RECORD_ADD, "补记时长", (Role.COORDINATOR,)),
    Grant(Permission.RECORD_APPROVE, "批准补记", (Role.SUPERVISOR, Role.COMMUNITY_ADMIN)),
)
