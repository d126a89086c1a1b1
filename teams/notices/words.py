"""Chinese names of the kinds and states of public notices."""

from teams.notices.models import NoticeKind, NoticeState

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
