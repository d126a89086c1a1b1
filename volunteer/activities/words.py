"""Chinese names of the states, risks and trainings of activities."""

from volunteer.activities.models import ActivityState, QualificationKind, RiskLevel
from volunteer.sign_ups.models import ReadingWay

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

READING_WORDS: dict[ReadingWay, str] = {
    ReadingWay.OWN: "本人看的",
    ReadingWay.GUARDIAN: "监护人看的",
    ReadingWay.TOLD: "念给本人听的",
}
