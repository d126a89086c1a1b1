"""What a community may set about points and the supermarket."""

from dataclasses import dataclass
from enum import StrEnum

from core.room_settings import Limits, RoomSettings, choice, whole


class Expiry(StrEnum):
    """Until when points count, from the day of the service on."""

    END_OF_NEXT_CALENDAR_YEAR = "END_OF_NEXT_CALENDAR_YEAR"
    END_OF_CALENDAR_YEAR = "END_OF_CALENDAR_YEAR"
    THREE_YEARS = "THREE_YEARS"


EXPIRY_WORDS: dict[Expiry, str] = {
    Expiry.END_OF_NEXT_CALENDAR_YEAR: "到下一年 12 月 31 日",
    Expiry.END_OF_CALENDAR_YEAR: "到当年 12 月 31 日",
    Expiry.THREE_YEARS: "满三年",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsSettings(RoomSettings):
    """The thresholds of points and the supermarket."""

    hourly_points: int = whole(
        10,
        "每小时积分",
        "服务满一小时记多少积分。",
        Limits(0, 1000, "分"),
        earlier="points_per_hour",
        changed_by="points.change_points_per_hour",
    )
    expiry: Expiry = choice(
        Expiry.END_OF_NEXT_CALENDAR_YEAR,
        "积分有效期",
        "积分能用到哪一天，从服务那天算起。",
        EXPIRY_WORDS,
    )
    first_expiry_notice_days: int = whole(
        60,
        "积分到期前第一次提醒",
        "积分到期前这么多天，第一次提醒本人；填 0 不提醒。",
        Limits(0, 365, "天"),
        earlier="expiry_notice_first",
    )
    second_expiry_notice_days: int = whole(
        30,
        "积分到期前第二次提醒",
        "积分到期前这么多天，第二次提醒本人；填 0 不提醒。",
        Limits(0, 365, "天"),
        earlier="expiry_notice_second",
    )
    last_expiry_notice_days: int = whole(
        7,
        "积分到期前最后一次提醒",
        "积分到期前这么多天，最后一次提醒本人；填 0 不提醒。",
        Limits(0, 365, "天"),
        earlier="expiry_notice_last",
    )
    return_grace_days: int = whole(
        30,
        "退回时原批次已过期，另给",
        "退回的积分原来那批已经过期的，再给这么多天来用。",
        Limits(0, 365, "天"),
        earlier="return_grace",
    )
    monthly_points: int = whole(
        500, "每人每月最多换", "一个人一个月最多用掉多少积分。", Limits(0, 100_000, "分")
    )
    monthly_redemptions: int = whole(
        3,
        "每人每月最多办",
        "一个人一个月最多办几单兑换。",
        Limits(0, 100, "单"),
        earlier="monthly_slips",
    )
    collect_days: int = whole(
        7,
        "预约后几天内来拿",
        "预约的物品要在这么多天里来拿，过期积分退回。",
        Limits(1, 365, "天"),
        earlier="collect_within",
    )
    proxy_principals: int = whole(
        2, "一人一天最多代几个人领", "一个人一天最多替几个人领东西。", Limits(0, 20, "人")
    )
    low_stock_items: int = whole(
        3,
        "剩多少件以内算快缺货",
        "库存剩这么多件以内，提醒物品管理员补货。",
        Limits(0, 1000, "件"),
        earlier="low_stock",
    )


SETTINGS = PointsSettings
