"""Chinese names of the states of a redemption."""

from points.redemptions.models import RedemptionState

REDEMPTION_STATE_WORDS: dict[RedemptionState, str] = {
    RedemptionState.RESERVED: "等您来拿",
    RedemptionState.COLLECTED: "已领走",
    RedemptionState.CANCELLED: "已取消",
    RedemptionState.LAPSED: "过期没拿",
    RedemptionState.RETURNED: "已退回",
}


REDEMPTION_STATE_TAGS: dict[RedemptionState, str] = {
    RedemptionState.RESERVED: "wait",
    RedemptionState.COLLECTED: "ok",
    RedemptionState.CANCELLED: "end",
    RedemptionState.LAPSED: "end",
    RedemptionState.RETURNED: "end",
}
