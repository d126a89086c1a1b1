"""Chinese names of the enumerations of belonging."""

from teams.models import MemberState, NoticeKind, NoticeState, PlaceKind, Role, TeamColour

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
