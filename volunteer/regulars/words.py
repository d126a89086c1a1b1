"""Chinese names of what a turn came to, of the ways a regular ends, and of the days kept."""

from volunteer.regulars.models import EndReason, Outcome, RegularState

REGULAR_WORDS: dict[RegularState, str] = {
    RegularState.ASKED: "等队长答复",
    RegularState.OFFERED: "等本人答复",
    RegularState.ACTIVE: "固定来",
    RegularState.REFUSED: "没有谈成",
    RegularState.ENDED: "已结束",
}

END_WORDS: dict[EndReason, str] = {
    EndReason.OWN: "本人结束",
    EndReason.LEADER: "队长结束",
    EndReason.MARKS: "没来或临时取消太多",
    EndReason.LEFT_TEAM: "离开了队伍",
    EndReason.LEFT: "暂停或退出了社区",
}

OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.KEPT: "留好了",
    Outcome.OWN: "您自己已经报了",
    Outcome.CLASH: "和您报的另一场时间重叠",
    Outcome.FULL: "名额满了，或者有人在候补",
    Outcome.SHARE: "固定名额分完了，下一场您排在前面",
    Outcome.UNREAD: "这类活动的风险提示还没看过，看了就能报",
    Outcome.UNFIT: "当时不符合报名条件",
}
"""Why no place was kept, said to the member."""

PAUSES = {"停两周": 14, "停一个月": 30, "停三个月": 90}
"""The pauses offered, in days from today."""

EVERY = "每一场"
DAY_WORDS = ("每周一", "每周二", "每周三", "每周四", "每周五", "每周六", "每周日")


def days_kept(weekday: int | None) -> str:
    """Name the shifts a regular keeps, untranslated: all of a series, or those of one weekday."""
    return EVERY if weekday is None else DAY_WORDS[weekday]
