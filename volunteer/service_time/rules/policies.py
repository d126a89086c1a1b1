"""The thresholds of a community as the pure rules of time take them."""

from datetime import time

from teams.members.models import Community
from volunteer.service_time.rules.service_time import TimePolicy
from volunteer.settings import VolunteerSettings

NIGHT_ENDS = time(6)


def policy_of(settings: VolunteerSettings, community: Community) -> TimePolicy:
    """Return the thresholds of `settings` as the pure rules take them."""
    return TimePolicy(
        rounding=settings.rounding,
        min_credit=settings.least_credited_minutes,
        attend_percent=settings.attended_percent,
        daily_cap=settings.daily_cap_minutes,
        late_grace=settings.late_grace_minutes,
        night=(time(settings.night_starts_hour), NIGHT_ENDS),
        zone=community.zone,
        child_under=settings.accompanied_under_years,
        child_daily_cap=settings.child_daily_cap_minutes,
    )
