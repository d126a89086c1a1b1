"""The thresholds of a community as the pure rules of time take them."""

from datetime import time

from teams.members.models import Community
from teams.settings.rules.settings import Settings
from volunteer.service_time.rules.service_time import (
    Rounding,
    TimePolicy,
)

NIGHT_ENDS = time(6)


def policy_of(settings: Settings, community: Community) -> TimePolicy:
    """Return the thresholds of `settings` as the pure rules take them."""
    return TimePolicy(
        rounding=Rounding(settings["rounding"]),
        min_credit=settings.number("min_credit"),
        attend_percent=settings.number("attend_pct"),
        daily_cap=settings.number("daily_cap"),
        late_grace=settings.number("late_grace"),
        night=(time(settings.number("night_starts_at")), NIGHT_ENDS),
        zone=community.zone,
        child_under=settings.number("accompanied_under"),
        child_daily_cap=settings.number("minor_daily_cap"),
    )
