"""Tables of `volunteer.hours`."""

from volunteer.hours.models.records import (
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
