"""Thresholds a community may change, each from a day on; and those of this room."""

from dataclasses import dataclass

from core.room_settings import Limits, RoomSettings, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsSettings(RoomSettings):
    """The thresholds of reminders and the reading of files."""

    remind_from_hour: int = whole(
        8, "提醒从早上几点起发", "早上这个钟点以前不发提醒，改在前一天晚上发。", Limits(0, 12, "点")
    )
    remind_until_hour: int = whole(
        20,
        "提醒到晚上几点为止",
        "晚上到这个钟点就不再发提醒，改在它前一小时发。",
        Limits(13, 23, "点"),
    )
    hourly_readings: int = whole(
        20,
        "一人一小时最多看几项完整资料",
        "一位工作人员一小时里最多看几项完整的手机号、证件号。",
        Limits(1, 20, "项"),
        earlier="readings_per_hour",
    )
    recruit_code_hours: int = whole(
        12, "招募码一次最长开几小时", "摊位上的招募码到点就用不了。", Limits(1, 72, "小时")
    )
    recruit_code_people: int = whole(
        200,
        "一个招募码最多登记几人",
        "登记满了码就停，照片传开也不怕。",
        Limits(1, 1000, "人"),
    )


SETTINGS = TeamsSettings
