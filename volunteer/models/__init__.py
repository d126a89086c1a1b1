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
from volunteer.models.qualifications import Qualification, QualificationKind
from volunteer.models.records import (
    WITHOUT_TIMES,
    EvidenceGrade,
    MemberHours,
    RecordState,
    ServiceDay,
    ServiceRecord,
)
from volunteer.models.requests import (
    CorrectionRequest,
    CorrectionState,
    HourProposal,
    ProposalState,
)
from volunteer.models.sign_ups import SignUp, SignUpState, SignUpWarning, WarningKind
from volunteer.models.wishes import OpeningReminder, Substitution, SubstitutionState

__all__ = [
    "WITHOUT_TIMES",
    "Activity",
    "ActivityState",
    "ActivityType",
    "CorrectionRequest",
    "CorrectionState",
    "EvidenceGrade",
    "HourProposal",
    "MemberHours",
    "OpeningReminder",
    "Post",
    "ProposalState",
    "Qualification",
    "QualificationKind",
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
    "Substitution",
    "SubstitutionState",
    "WarningKind",
]
