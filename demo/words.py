"""What is said of each kind of activity in the demo, and where its people meet."""

DESCRIPTIONS = {
    "LECTURE": "讲一讲身边用得上的新政策，一个半小时，讲完答疑。帮忙签到、发资料、倒水。",
    "LEAFLET": "两人一组上楼发资料，讲一句、留一张。资料在站点领，剩下的带回来。",
    "VISIT": "陪老人说说话、量量血压、看看药够不够。两人同行，出来以后把情况告诉社工。",
    "PAIRING": "看望结对的老人或孩子，问问缺什么。不收礼，不单独带孩子出门。",
    "COUNSEL": "有证的老师坐诊，志愿者接待、登记、守门。听到的话不外传。",
    "CLEANUP": "铲楼道小广告、捡绿化带垃圾。手套、铲刀、袋子都备好了，穿防滑的鞋。",
    "SORTING": "站在桶边提醒分类，分错了帮着改过来。手套和夹子站点发。",
    "PATROL": "三人一组走一圈，看门窗、看消防通道、看路灯。有事打电话，不追不拦。",
    "MEDIATE": "听两家把话说完，帮着写下来。说不拢的交给社区调委会。",
    "TRAFFIC": "在路口提醒戴头盔、走斑马线。站在白线里，听交警指挥。",
    "HAIRCUT": "给老人和孩子理发，不会理的帮忙引导、扫地。工具自带或用站点的。",
    "CLINIC": "有证的医生看诊，志愿者测血压、引导、登记。",
    "REPAIR": "磨剪子、修小家电、缝补衣物。会哪样报哪样，不会的帮忙登记收件。",
    "CULTURE": "搬道具、排椅子、招呼邻居，愿意上台的来排练。结束后一起收拾。",
    "DUTY": "在超市帮忙找人、搬货、核对单子，积分和钱物由值班店员经手。",
    "EMERGENCY": "清理倒树、积水和落物。听现场指挥，穿戴齐全才能上，已经买好保险。",
    "TRAINING": "学急救和现场安全，一个半小时，学完记培训时长和积分。",
}
MEETING_POINTS = {"十字": "东北角", "小区": "东门", "家园": "东门", "里": "巷口", "广场": "旗杆下"}


def meeting_point(place: str) -> str:
    """Return where people meet at a place: a corner, a gate, or the door of a room."""
    for ending, point in MEETING_POINTS.items():
        if place.endswith(ending):
            return f"{place}{point}"
    return f"{place}门口"
