"""Tables of activities, sign-ups and service records."""

from volunteer.models.activities import (
    Activity,
    ActivityState,
    ActivityType,
    Post,
    RiskLevel,
    Shift,
    ShiftPlaces,
    ShiftState,
)
from volunteer.models.records import (
    EvidenceGrade,
    MemberHours,
    RecordState,
    ServiceDay,
    ServiceRecord,
)
from volunteer.models.sign_ups import SignUp, SignUpState, SignUpWarning, WarningKind

__all__ = [
    "Activity",
    "ActivityState",
    "ActivityType",
    "EvidenceGrade",
    "MemberHours",
    "Post",
    "RecordState",
    "RiskLevel",
    "ServiceDay",
    "ServiceRecord",
    "Shift",
    "ShiftPlaces",
    "ShiftState",
    "SignUp",
    "SignUpState",
    "SignUpWarning",
    "WarningKind",
]
