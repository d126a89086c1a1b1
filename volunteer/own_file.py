"""What this room keeps of a member, for the own copy (PIPL 45)."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.declarations import OwnWords
from volunteer.activities.models import Activity, ActivityType, KindNotice, Shift
from volunteer.activities.words import READING_WORDS
from volunteer.hours.models import ServiceRecord
from volunteer.hours.words import GRADE_WORDS, RECORD_WORDS
from volunteer.insurance.models import InsurancePolicy, InsuredMember
from volunteer.regulars.models import Regular
from volunteer.regulars.words import END_WORDS, REGULAR_WORDS
from volunteer.sign_ups.models import FirstWish, RiskReading, SignUp, SignUpWarning
from volunteer.sign_ups.words import MARK_WORDS, SIGN_UP_WORDS

WORDS = OwnWords(
    {
        "sign_ups": "报名",
        "title": "名称",
        "starts_at": "开始",
        "ends_at": "结束",
        "signed_up_at": "报名的时间",
        "arrived_at": "到岗",
        "left_at": "离开",
        "close_reason": "为什么结束",
        "note": "留言",
        "attendance_note": "现场备注",
        "hours": "服务记录",
        "place": "地点",
        "served_on": "日期",
        "minutes": "分钟",
        "points": "积分",
        "grade": "来源",
        "posted_at": "入账的时间",
        "marks": "记次",
        "risk_readings": "看过的风险提示",
        "version": "第几版",
        "risk": "风险",
        "own_words": "这一次另写的",
        "bring": "要带的",
        "read_at": "看的时间",
        "way": "怎么看的",
        "insured": "在名单上的保险",
        "insurer": "保险公司",
        "starts_on": "从哪一天起保",
        "ends_on": "保到哪一天",
        "added_at": "加进名单的时间",
        "first_wish": "登记前看的活动",
        "regulars": "固定名额",
        "post_name": "岗位",
        "weekday": "星期几（0 是周一，空着是每一场）",
        "since_at": "从什么时候起",
        "paused_until": "暂停到",
        "ended_at": "结束的时间",
        "end_reason": "怎么结束的",
        "kind": "种类",
        "happened_at": "什么时候",
        "removed_at": "消掉的时间",
    },
    (
        SIGN_UP_WORDS,
        RECORD_WORDS,
        GRADE_WORDS,
        MARK_WORDS,
        READING_WORDS,
        REGULAR_WORDS,
        END_WORDS,
    ),
)


def of_member(
    session: Session, community_id: int, member_id: int, _now: datetime
) -> dict[str, object]:
    """Return every sign-up, service record, mark and standing by id; minutes are whole."""
    sign_ups = (
        select(
            Activity.title,
            Shift.starts_at,
            Shift.ends_at,
            SignUp.state,
            SignUp.signed_up_at,
            SignUp.arrived_at,
            SignUp.left_at,
            SignUp.close_reason,
            SignUp.note,
            SignUp.attendance_note,
        )
        .join(Shift, Shift.id == SignUp.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(SignUp.community_id == community_id, SignUp.member_id == member_id)
        .order_by(SignUp.id)
    )
    hours = (
        select(
            ServiceRecord.title,
            ServiceRecord.place,
            ServiceRecord.served_on,
            ServiceRecord.starts_at,
            ServiceRecord.ends_at,
            ServiceRecord.service_minutes.label("minutes"),
            ServiceRecord.points,
            ServiceRecord.state,
            ServiceRecord.grade,
            ServiceRecord.posted_at,
            ServiceRecord.reason,
        )
        .where(ServiceRecord.community_id == community_id, ServiceRecord.member_id == member_id)
        .order_by(ServiceRecord.id)
    )
    marks = (
        select(SignUpWarning.kind, SignUpWarning.happened_at, SignUpWarning.removed_at)
        .where(SignUpWarning.community_id == community_id, SignUpWarning.member_id == member_id)
        .order_by(SignUpWarning.id)
    )
    risks = (
        select(
            ActivityType.name.label("title"),
            KindNotice.number.label("version"),
            KindNotice.risk,
            RiskReading.own_words,
            KindNotice.bring,
            RiskReading.read_at,
            RiskReading.way,
        )
        .join(KindNotice, KindNotice.id == RiskReading.notice_id)
        .join(ActivityType, ActivityType.id == KindNotice.type_id)
        .where(RiskReading.community_id == community_id, RiskReading.member_id == member_id)
        .order_by(RiskReading.id)
    )
    insured = (
        select(
            InsurancePolicy.insurer,
            InsurancePolicy.starts_on,
            InsurancePolicy.ends_on,
            InsuredMember.added_at,
        )
        .join(InsuredMember, InsuredMember.policy_id == InsurancePolicy.id)
        .where(InsuredMember.community_id == community_id, InsuredMember.member_id == member_id)
        .order_by(InsurancePolicy.id)
    )
    wish = (
        select(Activity.title, FirstWish.asked_at)
        .join(Activity, Activity.id == FirstWish.activity_id)
        .where(FirstWish.community_id == community_id, FirstWish.member_id == member_id)
    )
    blocks = {
        "sign_ups": sign_ups,
        "hours": hours,
        "marks": marks,
        "risk_readings": risks,
        "insured": insured,
        "first_wish": wish,
        "regulars": _regulars(community_id, member_id),
    }
    return {
        name: [dict(row) for row in session.execute(asked).mappings()]
        for name, asked in blocks.items()
    }


def _regulars(community_id: int, member_id: int) -> Select[*tuple[object, ...]]:
    return (
        select(
            Activity.title,
            Regular.post_name,
            Regular.weekday,
            Regular.state,
            Regular.asked_at,
            Regular.since_at,
            Regular.paused_until,
            Regular.ended_at,
            Regular.end_reason,
        )
        .join(Activity, Activity.id == Regular.series_id)
        .where(Regular.community_id == community_id, Regular.member_id == member_id)
        .order_by(Regular.id)
    )
