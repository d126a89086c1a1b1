"""Chinese names of the enumerations of honours. 表彰 is reserved by law and never said."""

from commendations.nominations.models import CommendationKind, CommendationState, NominationState

KIND_WORDS: dict[CommendationKind, str] = {
    CommendationKind.STAR_LEVEL: "星级认定",
    CommendationKind.STAR_OF_MONTH: "月度之星",
}

CERTIFICATE_WORDS: dict[CommendationKind, str] = {
    CommendationKind.STAR_LEVEL: "星级志愿者证书",
    CommendationKind.STAR_OF_MONTH: "月度之星证书",
}

STATE_WORDS: dict[CommendationState, str] = {
    CommendationState.NOMINATING: "提名中",
    CommendationState.CHECKED: "等评审",
    CommendationState.REVIEWED: "等公示",
    CommendationState.PUBLICITY: "公示中",
    CommendationState.ISSUED: "已颁发",
}

NOMINATION_WORDS: dict[NominationState, str] = {
    NominationState.PROPOSED: "等核对",
    NominationState.CHECKED: "等评审",
    NominationState.ACCEPTED: "通过评审",
    NominationState.DISPUTED: "调查中",
    NominationState.CONFIRMED: "已认定",
    NominationState.REFUSED: "没有通过",
    NominationState.WITHDRAWN: "已撤回",
}

RANK_WORDS: dict[int, str] = {1: "一星", 2: "二星", 3: "三星", 4: "四星", 5: "五星"}
