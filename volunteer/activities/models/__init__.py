"""Tables of `volunteer.activities`."""

from volunteer.activities.models.activities import (
    ACTIVITY_LIFE,
    ANNOUNCED,
    CHANGEABLE,
    RISK_ORDER,
    SHIFT_LIFE,
    TAKING_PLACE,
    UNPUBLISHED,
    Activity,
    ActivityAct,
    ActivityState,
    ActivityType,
    Post,
    RiskLevel,
    Shift,
    ShiftAct,
    ShiftPlaces,
    ShiftState,
)
from volunteer.activities.models.qualifications import Qualification, QualificationKind

__all__ = [
    "ACTIVITY_LIFE",
    "ANNOUNCED",
    "CHANGEABLE",
    "RISK_ORDER",
    "SHIFT_LIFE",
    "TAKING_PLACE",
    "UNPUBLISHED",
    "Activity",
    "ActivityAct",
    "ActivityState",
    "ActivityType",
    "Post",
    "Qualification",
    "QualificationKind",
    "RiskLevel",
    "Shift",
    "ShiftAct",
    "ShiftPlaces",
    "ShiftState",
]
