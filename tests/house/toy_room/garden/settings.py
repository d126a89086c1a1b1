"""What a community may set about its garden."""

from dataclasses import dataclass

from core.room_settings import Limits, RoomSettings, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class GardenSettings(RoomSettings):
    """The thresholds of the garden."""

    dry_days: int = whole(
        14, "园地几天不浇收回", "这么多天没有人浇水，收回园地。", Limits(1, 90, "天")
    )


SETTINGS = GardenSettings
