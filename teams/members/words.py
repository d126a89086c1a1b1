"""Chinese names of teams, states of members, fields and places."""

from teams.members.models import MemberState, TeamColour, TeamMemberState

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
    MemberState.MERGED: "已合并",
}


TEAM_MEMBER_WORDS: dict[TeamMemberState, str] = {
    TeamMemberState.REQUESTED: "等队长接收",
    TeamMemberState.ACCEPTED: "队员",
    TeamMemberState.REFUSED: "没有收下",
    TeamMemberState.LEFT: "已退出",
}


UNMASKED_FIELD_WORDS: dict[str, str] = {
    "phone": "手机号",
    "identity": "身份证号",
    "address": "住址",
    "birthday": "出生日期",
    "guardian_phone": "监护人手机号",
    "contacts": "其他联系方式",
}

MEMBER_STATE_TAGS = {
    MemberState.PENDING: "wait",
    MemberState.ACTIVE: "ok",
    MemberState.SUSPENDED: "bad",
    MemberState.WITHDRAWN: "end",
    MemberState.ANONYMISED: "end",
    MemberState.MERGED: "end",
}
"""How the tag of a state looks."""
