"""Tables of `volunteer.hours`."""

from volunteer.hours.models.records import (
    EARNING,
    ON_NOTICE,
    RECORD_LIFE,
    SERVICE_RECORDS,
    UNSETTLED,
    WITHOUT_TIMES,
    EvidenceGrade,
    MemberHours,
    RecordMove,
    RecordState,
    ServiceDay,
    ServiceRecord,
)
from volunteer.hours.models.requests import (
    CORRECTION_LIFE,
    PROPOSAL_LIFE,
    CorrectionMove,
    CorrectionRequest,
    CorrectionState,
    HourProposal,
    ProposalMove,
    ProposalState,
)

__all__ = [
    "CORRECTION_LIFE",
    "EARNING",
    "ON_NOTICE",
    "PROPOSAL_LIFE",
    "RECORD_LIFE",
    "SERVICE_RECORDS",
    "UNSETTLED",
    "WITHOUT_TIMES",
    "CorrectionMove",
    "CorrectionRequest",
    "CorrectionState",
    "EvidenceGrade",
    "HourProposal",
    "MemberHours",
    "ProposalMove",
    "ProposalState",
    "RecordMove",
    "RecordState",
    "ServiceDay",
    "ServiceRecord",
]
