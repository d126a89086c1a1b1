"""What the room `teams` lets people do, and which roles hold it."""

from core import permissions as below
from core.permissions import Grant, PermissionName
from teams.authority.models import Role


class Permission(below.Permission):
    """What this room lets people do, and what the rooms below it do; alphabetical."""

    AUDIT_READ = PermissionName("audit:read")
    COMMUNITY_READ = PermissionName("community:read")
    COMMUNITY_SETTINGS = PermissionName("community:settings")
    COUNTY_MANAGE = PermissionName("county:manage")
    DESK_READ = PermissionName("desk:read")
    IMPORT_APPROVE = PermissionName("import:approve")
    IMPORT_READ = PermissionName("import:read")
    IMPORT_RUN = PermissionName("import:run")
    MEMBER_ERASE = PermissionName("member:erase")
    MEMBER_EXPORT = PermissionName("member:export")
    MEMBER_MERGE = PermissionName("member:merge")
    MEMBER_READ = PermissionName("member:read")
    MEMBER_REGISTER = PermissionName("member:register")
    MINOR_READ = PermissionName("minor:read")
    NOTICE_MANAGE = PermissionName("notice:manage")
    OBJECTION_DECIDE = PermissionName("objection:decide")
    OBJECTION_MAKE = PermissionName("objection:make")
    OWN_DATA = PermissionName("own:data")
    PLACE_MANAGE = PermissionName("place:manage")
    RECRUIT_OPEN = PermissionName("recruit:open")
    ROLE_GRANT = PermissionName("role:grant")
    TEAM_ACCEPT = PermissionName("team:accept")


PERMISSIONS = (
    Grant(Permission.ANYONE, "看公开页面"),
    Grant(Permission.SIGNED_IN, "登录"),
    Grant(
        Permission.AUDIT_READ,
        "看操作记录",
        (Role.SUPERVISOR, Role.COMMUNITY_ADMIN, Role.COUNTY_ADMIN),
    ),
    Grant(Permission.COMMUNITY_READ, "看本社区", (Role.VOLUNTEER,)),
    Grant(Permission.COMMUNITY_SETTINGS, "改设置", (Role.COMMUNITY_ADMIN,)),
    Grant(Permission.COUNTY_MANAGE, "管理全县社区", (Role.COUNTY_ADMIN,)),
    Grant(
        Permission.DESK_READ,
        "看工作台",
        (
            Role.LEADER,
            Role.DEPUTY,
            Role.COORDINATOR,
            Role.STOCK_KEEPER,
            Role.SUPERVISOR,
            Role.COMMUNITY_ADMIN,
            Role.COUNTY_ADMIN,
        ),
    ),
    Grant(Permission.IMPORT_APPROVE, "批准导入", (Role.SUPERVISOR, Role.COMMUNITY_ADMIN)),
    Grant(
        Permission.IMPORT_READ, "看导入", (Role.COORDINATOR, Role.SUPERVISOR, Role.COMMUNITY_ADMIN)
    ),
    Grant(Permission.IMPORT_RUN, "导入名单", (Role.COORDINATOR, Role.COMMUNITY_ADMIN)),
    Grant(Permission.MEMBER_ERASE, "决定注销", (Role.SUPERVISOR, Role.COMMUNITY_ADMIN)),
    Grant(Permission.MEMBER_EXPORT, "导出名单", (Role.COORDINATOR, Role.COMMUNITY_ADMIN)),
    Grant(Permission.MEMBER_MERGE, "同意合并档案", (Role.SUPERVISOR, Role.COMMUNITY_ADMIN)),
    Grant(
        Permission.MEMBER_READ,
        "查志愿者",
        (Role.COORDINATOR, Role.SUPERVISOR, Role.COMMUNITY_ADMIN),
    ),
    Grant(Permission.MEMBER_REGISTER, "登记和激活", (Role.COORDINATOR, Role.COMMUNITY_ADMIN)),
    Grant(Permission.MINOR_READ, "看未成年人的完整资料", (Role.COMMUNITY_ADMIN,)),
    Grant(Permission.NOTICE_MANAGE, "发公示", (Role.COORDINATOR, Role.COMMUNITY_ADMIN)),
    Grant(Permission.OBJECTION_DECIDE, "答复异议", (Role.SUPERVISOR,)),
    Grant(Permission.OBJECTION_MAKE, "提异议", (Role.VOLUNTEER,)),
    Grant(Permission.OWN_DATA, "自己的资料", (Role.VOLUNTEER,)),
    Grant(Permission.PLACE_MANAGE, "管地点", (Role.COORDINATOR, Role.COMMUNITY_ADMIN)),
    Grant(
        Permission.RECRUIT_OPEN,
        "开招募码",
        (Role.LEADER, Role.DEPUTY, Role.COORDINATOR, Role.COMMUNITY_ADMIN),
    ),
    Grant(Permission.ROLE_GRANT, "安排岗位", (Role.COMMUNITY_ADMIN,)),
    Grant(
        Permission.TEAM_ACCEPT,
        "收队员",
        (Role.LEADER, Role.DEPUTY, Role.COORDINATOR, Role.COMMUNITY_ADMIN),
    ),
)
