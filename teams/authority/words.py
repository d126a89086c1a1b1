"""Chinese names of roles and permissions."""

from core.permissions import Permission
from teams.authority.models import Role

ROLE_WORDS: dict[Role, str] = {
    Role.VOLUNTEER: "志愿者",
    Role.LEADER: "队长",
    Role.DEPUTY: "副队长",
    Role.COORDINATOR: "社工",
    Role.SHOP_CLERK: "超市管理员",
    Role.STOCK_KEEPER: "物品管理员",
    Role.SUPERVISOR: "监督员",
    Role.COMMUNITY_ADMIN: "社区管理员",
    Role.COUNTY_ADMIN: "县管理员",
}


PERMISSION_WORDS: dict[Permission, str] = {
    Permission.ACTIVITY_MANAGE: "发布和管理活动",
    Permission.ACTIVITY_PUBLISH_HIGH: "批准高风险活动",
    Permission.ACTIVITY_SIGN_UP: "报名",
    Permission.ANYONE: "看公开页面",
    Permission.ATTENDANCE_MANAGE: "签到和核对时长",
    Permission.AUDIT_READ: "看操作记录",
    Permission.COMMENDATION_APPLY: "申请星级",
    Permission.COMMENDATION_CHECK: "核对星级申请",
    Permission.COMMENDATION_ISSUE: "颁发和撤销",
    Permission.COMMENDATION_NOMINATE: "提名",
    Permission.COMMENDATION_REVIEW: "评审",
    Permission.COMMUNITY_READ: "看本社区",
    Permission.COMMUNITY_SETTINGS: "改设置",
    Permission.COUNTY_MANAGE: "管理全县社区",
    Permission.DESK_READ: "看工作台",
    Permission.IMPORT_APPROVE: "批准导入",
    Permission.IMPORT_READ: "看导入",
    Permission.IMPORT_RUN: "导入名单",
    Permission.MEMBER_EXPORT: "导出名单",
    Permission.MEMBER_READ: "查志愿者",
    Permission.MEMBER_REGISTER: "登记和激活",
    Permission.MINOR_READ: "看未成年人的完整资料",
    Permission.NOTICE_MANAGE: "发公示",
    Permission.OBJECTION_DECIDE: "答复异议",
    Permission.OBJECTION_MAKE: "提异议",
    Permission.OWN_DATA: "自己的资料",
    Permission.POINTS_REDEEM: "兑换",
    Permission.PRICE_SET: "定积分价",
    Permission.RECORD_ADD: "补记时长",
    Permission.RECORD_APPROVE: "批准补记",
    Permission.ROLE_GRANT: "安排岗位",
    Permission.SHOP_SELL: "柜台发放",
    Permission.SHOP_WITNESS: "柜台见证",
    Permission.SIGNED_IN: "登录",
    Permission.STOCK_MANAGE: "管库存",
    Permission.TEAM_ACCEPT: "收队员",
}
