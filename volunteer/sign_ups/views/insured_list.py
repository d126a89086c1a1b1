"""What a list says of insurance: whether the policy holds for the shift, and whom it leaves out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core import clock
from core.db import db
from core.template_filters import zone
from volunteer.activities.models import Shift
from volunteer.insurance.models import InsurancePolicy, WhyNot
from volunteer.insurance.rules import covering, relying


@dataclass(frozen=True, slots=True)
class InsuredList:
    """The policy of the activity of a shift; whether it misses it; why who is not covered."""

    policy: InsurancePolicy | None = None
    is_missed: bool = False
    why_not: Mapping[int, WhyNot] = field(default_factory=dict)


def insured_list(shift: Shift) -> InsuredList:
    """Return what is said of insurance on the list of a shift; nothing where none is asked for."""
    activity = shift.activity
    if not activity.policy_no and not activity.is_high_risk:
        return InsuredList()
    policy = relying.policy_of(db.session(), activity)
    if policy is None:
        return InsuredList(is_missed=activity.is_high_risk)
    on = clock.local_day(shift.starts_at, zone())
    why_not = covering.uncovered_on_roster(db.session(), policy, shift.id, on)
    return InsuredList(policy, not policy.covers(shift.starts_at, shift.ends_at), why_not)
