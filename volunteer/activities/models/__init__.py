"""Tables of `volunteer.activities`."""

from volunteer.activities.models.activities import (
    ACTIVITY_LIFE,
    ANNOUNCED,
    CHANGEABLE,
    SHIFT_LIFE,
    TAKING_PLACE,
    UNPUBLISHED,
    Activity,
    ActivityMove,
    ActivityState,
    Post,
    Shift,
    ShiftMove,
    ShiftPlaces,
    ShiftState,
)
from volunteer.activities.models.catalogue import (
    RISK_ORDER,
    ActivityType,
    KindNotice,
    RiskLevel,
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
    "ActivityMove",
    "ActivityState",
    "ActivityType",
    "KindNotice",
    "Post",
    "Qualification",
    "QualificationKind",
    "RiskLevel",
    "Shift",
    "ShiftMove",
    "ShiftPlaces",
    "ShiftState",
]
