"""Chinese names of what goods are limited by, come from and look like."""

from points.goods.models import DeliverySource, LimitWindow

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


DELIVERY_SOURCE_WORDS: dict[DeliverySource, str] = {
    DeliverySource.PURCHASE: "采购",
    DeliverySource.DONATION: "捐赠",
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
