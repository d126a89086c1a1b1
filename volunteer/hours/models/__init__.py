"""Tables of `volunteer.hours`."""

from volunteer.hours.models.records import (
    EARNING,
    ON_NOTICE,
    RECORD_LIFE,
    WITHOUT_TIMES,
    EvidenceGrade,
    MemberHours,
    RecordAct,
    RecordState,
    ServiceDay,
    ServiceRecord,
)
from volunteer.hours.models.requests import (
    CORRECTION_LIFE,
    PROPOSAL_LIFE,
    CorrectionAct,
    CorrectionRequest,
    CorrectionState,
    HourProposal,
    ProposalAct,
    ProposalState,
)

__all__ = [
    "CORRECTION_LIFE",
    "EARNING",
    "ON_NOTICE",
    "PROPOSAL_LIFE",
    "RECORD_LIFE",
    "WITHOUT_TIMES",
    "CorrectionAct",
    "CorrectionRequest",
    "CorrectionState",
    "EvidenceGrade",
    "HourProposal",
    "MemberHours",
    "ProposalAct",
    "ProposalState",
    "RecordAct",
    "RecordState",
    "ServiceDay",
    "ServiceRecord",
]
