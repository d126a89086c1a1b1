"""The thresholds of a community as the pure rules of time take them."""

from datetime import time

from teams.members.models import Community
from teams.settings.rules.settings import Settings
from volunteer.service_time.rules.service_time import TimePolicy
from volunteer.settings import Rounding

NIGHT_ENDS = time(6)


def policy_of(settings: Settings, community: Community) -> TimePolicy:
    """Return the thresholds of `settings` as the pure rules take them."""
    return TimePolicy(
        rounding=Rounding(str(settings["rounding"])),
        min_credit=settings.number("least_credited_minutes"),
        attend_percent=settings.number("attended_percent"),
        daily_cap=settings.number("daily_cap_minutes"),
        late_grace=settings.number("late_grace_minutes"),
        night=(time(settings.number("night_starts_hour")), NIGHT_ENDS),
        zone=community.zone,
        child_under=settings.number("accompanied_under_years"),
        child_daily_cap=settings.number("child_daily_cap_minutes"),
    )
