"""Chinese names of this floor's enumerations."""

from points.models import EntryKind, LimitWindow, ReceiptSource, RedemptionState

ENTRY_KIND_WORDS: dict[EntryKind, str] = {
    EntryKind.EARN: "志愿服务",
    EntryKind.BONUS: "另加积分",
    EntryKind.REVERSE: "更正冲回",
    EntryKind.REDEEM: "兑换",
    EntryKind.RETURN: "退回",
    EntryKind.EXPIRE: "到期",
    EntryKind.ADJUST: "调整",
    EntryKind.DONATE_OUT: "捐出",
    EntryKind.HOLD: "预约留下",
    EntryKind.RELEASE: "预约退回",
    EntryKind.STOCK: "物资出入库",
}

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

LIMIT_WINDOW_WORDS: dict[LimitWindow, str] = {
    LimitWindow.NONE: "不限",
    LimitWindow.MONTH: "每月",
    LimitWindow.QUARTER: "每季",
    LimitWindow.YEAR: "每年",
}

THIS_WINDOW_WORDS: dict[LimitWindow, str] = {
    LimitWindow.NONE: "一共",
    LimitWindow.MONTH: "本月",
    LimitWindow.QUARTER: "本季",
    LimitWindow.YEAR: "今年",
}

RECEIPT_SOURCE_WORDS: dict[ReceiptSource, str] = {
    ReceiptSource.PURCHASE: "采购",
    ReceiptSource.DONATION: "捐赠",
}

PICTURE_WORDS: dict[str, str] = {
    "box": "纸箱",
    "soap": "香皂",
    "toothpaste": "牙膏",
    "toothbrush": "牙刷",
    "tissue": "抽纸",
    "roll": "卷纸",
    "detergent": "洗衣液",
    "dish-soap": "洗洁精",
    "towel": "毛巾",
    "salt": "食盐",
    "soy-sauce": "酱油",
    "noodles": "挂面",
    "rice": "大米",
    "flour": "面粉",
    "oil": "食用油",
    "eggs": "鸡蛋",
    "cup": "保温杯",
    "umbrella": "雨伞",
    "notebook": "笔记本",
    "chess": "象棋",
    "rope": "跳绳",
    "haircut": "理发券",
    "repair": "维修券",
    "parking": "停车券",
    "voucher": "服务券",
}
