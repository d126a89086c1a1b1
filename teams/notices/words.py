"""Chinese names of the states of public notices."""

from teams.notices.models import NoticeState

NOTICE_STATE_WORDS: dict[NoticeState, str] = {
    NoticeState.OPEN: "公示中",
    NoticeState.ENDED: "已结束",
    NoticeState.WITHDRAWN: "已撤下",
}
