"""The policy an activity relies on: given, asked for before approval, and what it leaves out."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from core import clock, wording
from core.errors import RuleError
from core.tenancy import row_in
from core.upsert import upsert
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.activities.models import Activity, ActivityState, RiskLevel, Shift, ShiftState
from volunteer.insurance.models import ActivityCover, InsurancePolicy

LEFT_OUT = (
    "《%(title)s》%(month)s月%(day)s日那一场没有保险了（保险单 %(number)s）。"
    "请换一张保险单，再让大家来。"
)
MOST_TOLD = 200

Span = tuple[datetime, datetime]


class PolicyMissing(RuleError):
    """HIGH risk is handed in and published only with a policy on record (条例 17)."""

    code = "not_eligible"
    message = (
        "高风险活动要先办意外险：在“改内容”里选好保险单再交。没有可选的，请社工先到“保险”里登记。"
    )


class PolicyTooShort(RuleError):
    """The policy does not hold for the whole of an occasion."""

    code = "not_eligible"
    message = "保险单 %(number)s 保不到 %(month)s月%(day)s日那一场。请换一张保险单，或者改日期。"


def policy_of(session: Session, activity: Activity) -> InsurancePolicy | None:
    """Return the policy an activity relies on, None for none on record.

    Its number stands in the row of the activity: where none does, nothing is asked.
    """
    if not activity.policy_no:
        return None
    return session.scalars(
        select(InsurancePolicy)
        .join(ActivityCover, ActivityCover.policy_id == InsurancePolicy.id)
        .where(
            ActivityCover.community_id == activity.community_id,
            ActivityCover.activity_id == activity.id,
        )
    ).one_or_none()


def is_insured(session: Session, activity: Activity, spans: Iterable[Span]) -> bool:
    """Say whether a policy on record holds for the whole of each of these occasions."""
    policy = policy_of(session, activity)
    return policy is not None and all(policy.covers(*each) for each in spans)


def give(act: Act, activity: Activity, policy_id: int | None) -> None:
    """Let an activity rely on this policy, or on none. Raises NotFound for one of another place."""
    key = {"community_id": activity.community_id, "activity_id": activity.id}
    if policy_id is None:
        act.session.execute(delete(ActivityCover).filter_by(**key))
        activity.policy_no = ""
        return
    policy = row_in(act.session, InsurancePolicy, activity.community_id, policy_id)
    chosen = {"policy_id": policy.id}
    upsert(act.session, ActivityCover.policy_id, key, first=chosen, again=chosen)
    activity.policy_no = policy.policy_no


def refuse_uninsured(act: Act, activity: Activity, spans: Iterable[Span]) -> None:
    """Refuse a HIGH-risk activity whose policy does not hold for the whole of each occasion.

    Raises PolicyMissing, PolicyTooShort, in that order; of another risk, nothing.
    """
    if not activity.is_high_risk:
        return
    policy = policy_of(act.session, activity)
    if policy is None:
        raise PolicyMissing
    missed = [starts_at for starts_at, ends_at in spans if not policy.covers(starts_at, ends_at)]
    if missed:
        day = clock.local_day(min(missed), act.within(activity.community_id).community.zone)
        raise PolicyTooShort(number=policy.policy_no, **wording.month_and_day(day))


def refuse_gap(act: Act, activity: Activity, spans: Iterable[Span]) -> None:
    """Refuse occasions the policy leaves out, once people are asked to come.

    Raises PolicyMissing, PolicyTooShort, in that order.
    """
    if activity.is_published:
        refuse_uninsured(act, activity, spans)


def is_uninsured(now: datetime | BindParameter[datetime]) -> Sequence[ColumnElement[bool]]:
    """Return the conditions of a HIGH-risk activity's occasion ahead that no policy covers."""
    is_covered = exists().where(
        ActivityCover.community_id == Activity.community_id,
        ActivityCover.activity_id == Activity.id,
        InsurancePolicy.id == ActivityCover.policy_id,
        InsurancePolicy.begins_at <= Shift.starts_at,
        InsurancePolicy.over_at >= Shift.ends_at,
    )
    return (
        Activity.state == ActivityState.PUBLISHED,
        Activity.risk == RiskLevel.HIGH,
        Shift.state == ShiftState.OPEN,
        Shift.ends_at > now,
        ~is_covered,
    )


def tell_leaders(act: Act, policy: InsurancePolicy) -> int:
    """Tell who leads them of published occasions ahead that a policy leaves out; return how many.

    Once an activity, of its first such occasion.
    """
    rows = act.session.execute(
        select(Activity, Shift.starts_at, Member.person_id)
        .join(ActivityCover, ActivityCover.activity_id == Activity.id)
        .join(Shift, Shift.activity_id == Activity.id)
        .join(Member, Member.id == Activity.leader_id)
        .where(
            ActivityCover.community_id == policy.community_id,
            ActivityCover.policy_id == policy.id,
            Activity.state == ActivityState.PUBLISHED,
            Shift.state == ShiftState.OPEN,
            Shift.ends_at > max(act.now, policy.over_at),
        )
        .order_by(Shift.starts_at, Shift.id)
        .limit(MOST_TOLD)
    )
    told: set[int] = set()
    where = act.within(policy.community_id).community
    for activity, starts_at, person_id in rows:
        if activity.id in told:
            continue
        told.add(activity.id)
        act.tell(
            person_id,
            LEFT_OUT,
            link=f"/c/{where.slug}/leading/activities/{activity.id}",
            title=activity.title,
            number=policy.policy_no,
            **wording.month_and_day(clock.local_day(starts_at, where.zone)),
        )
    return len(told)


def remind(session: Session, now: datetime) -> int:
    """Tell leaders, once a policy, of what it will leave out when it soon runs out."""
    due = session.scalars(
        select(InsurancePolicy)
        .where(InsurancePolicy.reminded_at.is_(None), InsurancePolicy.remind_at <= now)
        .order_by(InsurancePolicy.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if due is None:
        return 0
    due.reminded_at = now
    tell_leaders(Act(session, now), due)
    session.flush()
    return 1
