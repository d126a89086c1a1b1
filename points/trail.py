"""What the room `points` notes in the audit trail, in Chinese words."""

from core.trail import Trail
from points.goods.rules.goods_sheet import GOODS_LIST

TRAIL = Trail(
    events={
        "arrival_watched": "到货要提醒",
        "earn_rule_changed": "改积分规则",
        "goods_received": "入库",
        "goods_written_off": "报损",
        "opening_exception_dropped": "收回特别的开放日",
        "opening_exception_set": "定特别的开放日",
        "opening_hours_set": "改开放时间",
        "price_changed": "改积分价",
        "product_added": "加物品",
        "product_changed": "改物品",
        "product_off_shelf": "下架物品",
        "product_on_shelf": "上架物品",
        "redemption_cancelled": "取消预约",
        "redemption_collected": "发放预约的物品",
        "redemption_lapsed": "预约过期",
        "redemption_reserved": "预约物品",
        "redemption_returned": "退回物品",
        "redemption_sold": "柜台兑换",
        "shop_chosen": "选定由哪家超市供货",
        "slip_printed": "打印兑换单",
    },
    objects={
        "earn_rule": "积分规则",
        "product": "物品",
        "receipt": "入库单",
        "redemption": "兑换单",
        "shop": "超市",
    },
    details={
        "copy": "第几联",
        "delivery_no": "单号",
        "import_batch": "导入的表",
        "last_on": "用到哪一天",
        "off_hours": "不在开放时间，为什么发",
        "points": "积分",
        "price_points": "积分价",
        "quantity": "件数",
        "receipt_no": "单号",
        "redemption_no": "单号",
        "slip_no": "单号",
        "was": "原来",
    },
    codes={
        "code": {
            "code_expired": "码过期了",
            "not_enough_points": "积分不够",
            "out_of_stock": "没有货",
        },
        "kind": {GOODS_LIST: "超市物品清单"},
    },
    references=frozenset({"import_batch"}),
)
