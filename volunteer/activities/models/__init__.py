"""Tables of `volunteer.activities`."""

from volunteer.activities.models.activities import (
    ANNOUNCED,
    CHANGEABLE,
    RISK_ORDER,
    TAKING_PLACE,
    UNPUBLISHED,
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
    "ANNOUNCED",
    "CHANGEABLE",
    "RISK_ORDER",
    "TAKING_PLACE",
    "UNPUBLISHED",
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
