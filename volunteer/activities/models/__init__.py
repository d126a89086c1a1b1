"""Tables of `volunteer.activities`."""

from volunteer.activities.models.activities import (
    Activity,
    ActivityState,
    ActivityType,
    Post,
    RiskLevel,
    Shift,
    ShiftPlaces,
    ShiftState,
)
from volunteer.activities.models.qualifications import Qualification, QualificationKind

__all__ = [
    "Activity",
    "ActivityState",
    "ActivityType",
    "Post",
    "Qualification",
    "QualificationKind",
    "RiskLevel",
    "Shift",
    "ShiftPlaces",
    "ShiftState",
]
