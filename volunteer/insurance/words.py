"""Chinese names of whom a policy covers, and why it does not cover somebody."""

from volunteer.insurance.models import Cover, WhyNot

COVER_WORDS: dict[Cover, str] = {
    Cover.EVERYBODY: "全体在册志愿者",
    Cover.LISTED: "只保名单上的人",
    Cover.ROSTER: "以每场活动的名单为准",
}

WHY_NOT_WORDS: dict[WhyNot, str] = {
    WhyNot.NOT_LISTED: "不在保险名单里",
    WhyNot.TOO_YOUNG: "不到承保年龄",
    WhyNot.TOO_OLD: "超过承保年龄",
    WhyNot.AGE_UNKNOWN: "没有出生日期，算不出年龄",
}
