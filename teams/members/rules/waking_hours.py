"""Hours at which people are awake: a reminder is said in the day, on the clock of the community."""

from datetime import datetime, time, timedelta

from core import clock
from teams.settings import TeamsSettings

EVENING = timedelta(hours=1)
"""What would fall into the night is said this long before the evening's last hour ends."""


def is_waking(now: datetime, settings: TeamsSettings, zone: str) -> bool:
    """Say whether `now` lies from the first hour of the settings up to, not at, the last."""
    first, last = settings.remind_from_hour, settings.remind_until_hour
    return first <= clock.local(now, zone).hour < last


def brought_forward(moment: datetime, settings: TeamsSettings, zone: str) -> datetime:
    """Return `moment` of a reminder, or the evening before where it falls into the night."""
    if is_waking(moment, settings, zone):
        return moment
    day = clock.local_day(moment, zone)
    is_early = clock.local(moment, zone).hour < settings.remind_from_hour
    evening = day - timedelta(days=1) if is_early else day
    last = time(settings.remind_until_hour)
    return clock.at_local(evening, last, zone) - EVENING
