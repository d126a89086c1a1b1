"""Chinese names of the enumeration members of this floor, for pages and sentences."""

from volunteer.models import (
    ActivityState,
    CorrectionState,
    EvidenceGrade,
    ProposalState,
    QualificationKind,
    RecordState,
    RiskLevel,
    SignUpState,
    WarningKind,
)

SIGN_UP_WORDS: dict[SignUpState, str] = {
    SignUpState.APPROVED: "已报名",
    SignUpState.WAITLISTED: "候补",
    SignUpState.CANCELLED: "已取消",
    SignUpState.LATE_CANCELLED: "临时取消",
    SignUpState.LAPSED: "候补已过",
    SignUpState.EXCUSED: "请假",
    SignUpState.CHECKED_IN: "在岗",
    SignUpState.CHECKED_OUT: "已签退",
    SignUpState.NO_SHOW: "没来",
    SignUpState.CONFIRMED: "已核时",
}

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

MARK_WORDS: dict[WarningKind, str] = {
    WarningKind.LATE_CANCEL: "临时取消",
    WarningKind.NO_SHOW: "没来",
}

CORRECTION_WORDS: dict[CorrectionState, str] = {
    CorrectionState.OPEN: "等答复",
    CorrectionState.KEPT: "核实无误",
    CorrectionState.CORRECTED: "已更正",
}

GRADE_WORDS: dict[EvidenceGrade, str] = {
    EvidenceGrade.TIMED: "现场签到",
    EvidenceGrade.ROSTER: "纸质签到表",
    EvidenceGrade.MAKEUP: "补录",
    EvidenceGrade.IMPORTED: "导入",
}

ACTIVITY_WORDS: dict[ActivityState, str] = {
    ActivityState.DRAFT: "草稿",
    ActivityState.SUBMITTED: "待审核",
    ActivityState.PUBLISHED: "已发布",
    ActivityState.WITHDRAWN: "已撤回",
    ActivityState.CANCELLED: "已取消",
}

QUALIFICATION_WORDS: dict[QualificationKind, str] = {
    QualificationKind.MEDICAL: "医师、护士等执业证书",
    QualificationKind.COUNSEL: "心理咨询或法律职业证书",
    QualificationKind.FIRST_AID: "急救证",
    QualificationKind.TRAINED: "参加过培训",
}

RISK_WORDS: dict[RiskLevel, str] = {
    RiskLevel.LOW: "低风险",
    RiskLevel.MEDIUM: "中等风险",
    RiskLevel.HIGH: "高风险",
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
