"""Chinese names of the states of records, proposals and reported errors."""

from volunteer.hours.models import CorrectionState, EvidenceGrade, ProposalState, RecordState

RECORD_WORDS: dict[RecordState, str] = {
    RecordState.CONFIRMED: "已核时",
    RecordState.PUBLICITY: "公示中",
    RecordState.DISPUTED: "异议中",
    RecordState.POSTED: "已入账",
    RecordState.VOIDED: "已撤销",
}


PROPOSAL_WORDS: dict[ProposalState, str] = {
    ProposalState.OPEN: "等核对",
    ProposalState.APPROVED: "已同意",
    ProposalState.REFUSED: "没有同意",
}


CORRECTION_WORDS: dict[CorrectionState, str] = {
    CorrectionState.OPEN: "等答复",
    CorrectionState.KEPT: "核实无误",
    CorrectionState.CORRECTED: "已更正",
}


GRADE_WORDS: dict[EvidenceGrade, str] = {
    EvidenceGrade.TIMED: "现场签到",
    EvidenceGrade.PAPER_LIST: "纸质签到表",
    EvidenceGrade.MAKEUP: "补录",
    EvidenceGrade.IMPORTED: "导入",
}


VERDICT_WORDS: dict[str, str] = {
    "counted": "自动",
    "below_threshold": "不足六成，待核",
    "no_check_out": "没签退，待核",
}


PART_WORDS: dict[str, str] = {
    "service": "本社区的服务",
    "imported": "导入的旧时长",
    "training": "培训（不算服务时长）",
    "on_notice": "公示中（期满再算）",
    "disputed": "异议中（核实后再算）",
    "not_posted": "还没公示",
    "voided": "已撤销",
}
"""What the minutes of a record belong to; only the first two count."""
