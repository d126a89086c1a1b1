"""What is said of the insurance of an activity before it is approved: its policy, gaps, people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core import clock
from core.db import db
from core.template_filters import zone
from volunteer.activities.models import Activity, Shift
from volunteer.insurance.models import InsurancePolicy, WhyNot
from volunteer.insurance.rules import covering, relying


@dataclass(frozen=True, slots=True)
class ShownInsurance:
    """The policy of an activity, the occasions ahead it leaves out, and whom it does not cover.

    `covered` and `uncovered` count those who may sign up, on the day of the first occasion ahead.
    """

    policy: InsurancePolicy | None
    gaps: list[datetime]
    covered: int = 0
    uncovered: tuple[tuple[WhyNot, int], ...] = ()


def insurance_of(activity: Activity, occasions: Sequence[Shift]) -> ShownInsurance:
    """Return what is said of the insurance of an activity; `occasions` are those it has."""
    policy, now = relying.policy_of(db.session(), activity), clock.now()
    ahead = [each for each in occasions if each.ends_at > now and not each.is_cancelled]
    if policy is None:
        is_missing = activity.is_high_risk and not activity.is_called_off
        return ShownInsurance(None, [each.starts_at for each in ahead] if is_missing else [])
    gaps = [each.starts_at for each in ahead if not policy.covers(each.starts_at, each.ends_at)]
    if not ahead:
        return ShownInsurance(policy, gaps)
    day = clock.local_day(ahead[0].starts_at, zone())
    team_id = activity.team_id if activity.is_team_only else None
    counts = covering.counted(db.session(), policy, day, team_id)
    uncovered = tuple((why, count) for why, count in counts.items() if why is not None)
    return ShownInsurance(policy, gaps, counts.get(None, 0), uncovered)
