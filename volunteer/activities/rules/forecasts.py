"""About how many points a shift brings to who stays from start to end; a forecast, no promise."""

from collections.abc import Sequence

from core import clock
from points.ledger.models import EarnRule
from points.ledger.rules import earning
from volunteer.activities.models import ActivityType, Shift
from volunteer.service_time.rules.service_time import TimePolicy, rounded
from volunteer.service_time.rules.spans import Span, minutes_in_night


def expected_points(
    shift: Shift, kind: ActivityType, rules: Sequence[EarnRule], policy: TimePolicy
) -> int:
    """Return the points a shift brings as planned: capped, rounded, by the rule of its last day.

    rules: those of this kind, newest first. 0 when none has begun by then.
    """
    ends_on = clock.local_day(shift.ends_at, policy.zone)
    rule = next((each for each in rules if each.starts_on <= ends_on), None)
    if rule is None:
        return 0
    if not kind.counts_as_service:
        return earning.points_of(rule, 0, 0)
    span = Span.of(shift.starts_at, shift.ends_at)
    minutes = rounded(min(span.minutes, kind.cap_on(ends_on)), policy)
    night = min(minutes, minutes_in_night([span], policy.night, policy.zone))
    return earning.points_of(rule, minutes, night)
