"""Tables of `volunteer.hours`."""

from volunteer.hours.models.records import (
    EARNING,
    ON_NOTICE,
    WITHOUT_TIMES,
    EvidenceGrade,
    MemberHours,
    RecordState,
    ServiceDay,
    ServiceRecord,
)
from volunteer.hours.models.requests import (
    CorrectionRequest,
    CorrectionState,
    HourProposal,
    ProposalState,
)

__all__ = [
    "EARNING",
    "ON_NOTICE",
    "WITHOUT_TIMES",
    "CorrectionRequest",
    "CorrectionState",
    "EvidenceGrade",
    "HourProposal",
    "MemberHours",
    "ProposalState",
    "RecordState",
    "ServiceDay",
    "ServiceRecord",
]
