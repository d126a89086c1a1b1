"""What a community may set about star levels and stars of the month."""

from dataclasses import dataclass

from core.room_settings import Limits, RoomSettings, whole, yes_or_no


@dataclass(frozen=True, slots=True, kw_only=True)
class CommendationSettings(RoomSettings):
    """The thresholds of star levels and stars of the month."""

    level_notice_working_days: int = whole(
        5,
        "星级认定公示",
        "星级认定要公示这么多个工作日，没有异议才颁发。",
        Limits(1, 30, "个工作日"),
        earlier="publicity_honor",
    )
    star_notice_working_days: int = whole(
        3,
        "月度之星公示",
        "月度之星要公示这么多个工作日，没有异议才颁发。",
        Limits(1, 30, "个工作日"),
        earlier="publicity_star_of_month",
    )
    imported_counts_for_levels: bool = yes_or_no(
        "导入的旧时长算进星级", "选“是”，以前系统里导入的时长也算进星级。", default=True
    )
    star_least_minutes: int = whole(
        480,
        "月度之星最少服务",
        "当月服务不到这么多分钟，不能评月度之星。",
        Limits(0, 100_000, "分钟"),
    )
    star_not_again_months: int = whole(
        3,
        "几个月内不重复当选",
        "评上以后这么多个月里，不再评同一个人。",
        Limits(0, 24, "个月"),
        earlier="star_not_again",
    )
    star_bonus_points: int = whole(
        50,
        "月度之星另加",
        "评上月度之星，另外记多少积分。",
        Limits(0, 5000, "分"),
        earlier="bonus_star_of_month",
    )


SETTINGS = CommendationSettings
