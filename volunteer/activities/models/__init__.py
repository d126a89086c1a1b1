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
    Caps,
    KindNotice,
    RiskLevel,
    cap_on,
)
from volunteer.activities.models.copies import IS_COPY, SERIES_ID, ActivityCopy, in_series
from volunteer.activities.models.qualifications import Qualification, QualificationKind

__all__ = [
    "ACTIVITY_LIFE",
    "ANNOUNCED",
    "CHANGEABLE",
    "IS_COPY",
    "RISK_ORDER",
    "SERIES_ID",
    "SHIFT_LIFE",
    "TAKING_PLACE",
    "UNPUBLISHED",
    "Activity",
    "ActivityCopy",
    "ActivityMove",
    "ActivityState",
    "ActivityType",
    "Caps",
    "KindNotice",
    "Post",
    "Qualification",
    "QualificationKind",
    "RiskLevel",
    "Shift",
    "ShiftMove",
    "ShiftPlaces",
    "ShiftState",
    "cap_on",
    "in_series",
]
