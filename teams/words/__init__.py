"""Chinese names of the enumerations of belonging."""

from core.permissions import Permission
from teams.models import (
    ImportKind,
    ImportRowState,
    ImportState,
    MemberState,
    NoticeKind,
    NoticeState,
    PlaceKind,
    Role,
    TeamColour,
)

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

TEAM_COLOUR_WORDS: dict[TeamColour, str] = {
    TeamColour.RED: "红色",
    TeamColour.PURPLE: "紫色",
    TeamColour.GREEN: "绿色",
    TeamColour.BLUE: "蓝色",
    TeamColour.ORANGE: "橙色",
}

MEMBER_STATE_WORDS: dict[MemberState, str] = {
    MemberState.PENDING: "待激活",
    MemberState.ACTIVE: "在队",
    MemberState.SUSPENDED: "暂停",
    MemberState.WITHDRAWN: "已退出",
    MemberState.ANONYMISED: "已注销",
}

NOTICE_KIND_WORDS: dict[NoticeKind, str] = {
    NoticeKind.SERVICE_RECORDS: "服务时长公示",
    NoticeKind.STAR_LEVEL: "星级认定公示",
    NoticeKind.STAR_OF_MONTH: "月度之星公示",
}

NOTICE_STATE_WORDS: dict[NoticeState, str] = {
    NoticeState.OPEN: "公示中",
    NoticeState.ENDED: "已结束",
    NoticeState.WITHDRAWN: "已撤下",
}

PLACE_KIND_WORDS: dict[PlaceKind, str] = {
    PlaceKind.COUNTY: "县",
    PlaceKind.SUBDISTRICT: "街道",
    PlaceKind.COMMUNITY: "社区",
    PlaceKind.GRID: "网格",
    PlaceKind.ESTATE: "小区",
    PlaceKind.BUILDING: "楼栋",
}

SETTING_CHOICE_WORDS: dict[str, str] = {
    "FLOOR_30": "按半小时往下取整",
    "ROUND_UP_FIRST_HOUR": "不满 1 小时按 1 小时",
    "END_OF_NEXT_CALENDAR_YEAR": "到下一年 12 月 31 日",
    "END_OF_CALENDAR_YEAR": "到当年 12 月 31 日",
    "THREE_YEARS": "满三年",
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

FULL_FIELD_WORDS: dict[str, str] = {
    "phone": "手机号",
    "identity": "身份证号",
    "address": "住址",
    "birthday": "出生日期",
    "guardian_phone": "监护人手机号",
    "contacts": "其他联系方式",
}

IMPORT_KIND_WORDS: dict[ImportKind, str] = {
    ImportKind.ROSTER: "志愿者花名册",
    ImportKind.GOODS: "超市物品清单",
    ImportKind.HOURS: "以往服务时长",
}

IMPORT_STATE_WORDS: dict[ImportState, str] = {
    ImportState.CHECKED: "查过了，还没导入",
    ImportState.SUBMITTED: "等第二个人审核",
    ImportState.RUN: "已导入",
    ImportState.DROPPED: "不要了",
}

IMPORT_ROW_WORDS: dict[ImportRowState, str] = {
    ImportRowState.REFUSED: "有问题",
    ImportRowState.ASK: "要您定",
    ImportRowState.REPEATED: "重复",
    ImportRowState.REMARK: "提醒",
}
