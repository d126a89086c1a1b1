"""Making activities and their occasions, and taking them through their life (domain 8)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock, wording
from core.errors import AlreadyDone, BadRequest, NotFound, RuleError, Stale
from teams.authority.act import Act
from teams.members.models import Member, MemberState, Team
from volunteer.activities.models import (
    ACTIVITY_LIFE,
    CHANGEABLE,
    RISK_ORDER,
    Activity,
    ActivityMove,
    ActivityState,
    ActivityType,
    RiskLevel,
    Shift,
    ShiftState,
)
from volunteer.activities.rules import approvals, shifts
from volunteer.activities.rules.shifts import ShiftPlan
from volunteer.insurance.rules import relying
from volunteer.permissions import Permission

CALLED_OFF = "《%(title)s》%(month)s月%(day)s日这场取消了，不算您失约。原因：%(reason)s"
RISK_CHANGED = "《%(title)s》要知道的风险改了，来以前请看一看：%(risk)s"
MOVED = "《%(title)s》的地点或集合处改了：%(place)s。请看活动页。"


class RiskUntold(BadRequest):
    """Possible risks must be told before anyone signs up (条例 12)."""

    message = "请写清楚可能有的风险，志愿者报名前要看到。"


class RiskUnderstated(BadRequest):
    """The risk or the least age is below that of the kind of activity."""

    message = "这类活动的风险等级和最低年龄不能低于目录里的规定。"


class NothingPlanned(RuleError):
    """An activity without a coming occasion cannot be published."""

    code = "not_eligible"
    message = "还没有排以后的场次，请先加一场再发布。"


class SomebodySignedUp(RuleError):
    """Withdrawing is for activities nobody signed up to; otherwise cancel and tell them."""

    code = "already_done"
    message = "已经有人报名，不能撤回。可以取消活动，系统会通知每个人。"


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    """What an activity is, apart from its occasions."""

    type_id: int
    team_id: int
    leader_id: int
    title: str
    place: str
    risk: RiskLevel
    risk_notice: str
    min_age: int
    description: str = ""
    meeting_point: str = ""
    policy_id: int | None = None
    takes_guarded_minors: bool = False
    is_team_only: bool = False
    recurrence: str = ""


def create(act: Act, plan: ActivityPlan, occasions: Sequence[ShiftPlan]) -> Activity:
    """Draft an activity of the own team with its occasions; nobody can sign up yet.

    Raises NotAllowed, NotFound (team, kind, leader), RiskUntold, RiskUnderstated, NotFound
    (policy), then what `shifts.add` refuses, in that order.
    """
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, plan.team_id)
    _refuse_unfit(act.session, act.community.id, plan)
    activity = Activity(
        community_id=act.community.id,
        state=ActivityState.DRAFT,
        made_by_id=act.by.person_id,
        made_at=act.now,
        **_columns(plan),
    )
    act.session.add(activity)
    act.session.flush()
    relying.give(act, activity, plan.policy_id)
    for occasion in occasions:
        shifts.add(act, activity, occasion)
    act.note("activity_created", activity, shifts=len(occasions))
    return activity


def _columns(plan: ActivityPlan) -> dict[str, object]:
    """Return what stands in the row of the activity itself."""
    return {name: value for name, value in asdict(plan).items() if name != "policy_id"}


def change(act: Act, activity: Activity, plan: ActivityPlan, seen_version: int) -> Activity:
    """Change what an activity says; who has signed up is told when the place or the risk changed.

    `seen_version` is the one the form was opened with. A published HIGH activity keeps a policy.
    Raises NotAllowed (old or new team), AlreadyDone, Stale, then as `create`, PolicyMissing,
    PolicyTooShort.
    """
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, activity.team_id)
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, plan.team_id)
    if activity.state not in CHANGEABLE:
        raise AlreadyDone
    if activity.version != seen_version:
        raise Stale
    _refuse_unfit(act.session, activity.community_id, plan)
    if activity.state is ActivityState.PUBLISHED and plan.risk is RiskLevel.HIGH:
        act.by.refuse_unless(Permission.ACTIVITY_PUBLISH_HIGH, plan.team_id)
    was_at, told_risk = (activity.place, activity.meeting_point), activity.risk_notice
    for name, value in _columns(plan).items():
        setattr(activity, name, value)
    relying.give(act, activity, plan.policy_id)
    act.session.flush()
    relying.refuse_gap(act, activity, _spans(shifts.coming(act, activity)))
    _tell_changes(act, activity, was_at, told_risk)
    act.note("activity_changed", activity)
    return activity


def publish(act: Act, activity: Activity) -> Activity:
    """Open the activity to sign-ups; HIGH risk asked for by a leader waits for an administrator.

    LOW and MEDIUM: the team's leader, deputy or a coordinator. HIGH: a community administrator;
    anybody else's asking makes it SUBMITTED; both only with a policy that covers every occasion.
    Raises NotAllowed, AlreadyDone, NothingPlanned, PolicyMissing, PolicyTooShort or Stale, in that
    order.
    """
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, activity.team_id)
    if not ACTIVITY_LIFE.allows(activity, ActivityMove.PUBLISH):
        raise AlreadyDone
    coming = shifts.coming(act, activity)
    if not coming:
        raise NothingPlanned
    relying.refuse_uninsured(act, activity, _spans(coming))
    may_publish_high = act.by.may(Permission.ACTIVITY_PUBLISH_HIGH, activity.team_id)
    if activity.is_high_risk and not may_publish_high:
        return _submit(act, activity)
    was_waiting = activity.state is ActivityState.SUBMITTED
    published = {
        "published_at": act.now,
        "published_by_id": act.by.person_id,
        "sent_back_reason": "",
    }
    approvals.move_on(act, activity, ActivityMove.PUBLISH, **published)
    shifts.open_places(act.session, [shift.id for shift in coming], activity.community_id)
    act.session.flush()
    if was_waiting:
        approvals.tell_leader(act, activity, approvals.APPROVED)
    act.note("activity_published", activity, risk=activity.risk.value)
    return activity


def _submit(act: Act, activity: Activity) -> Activity:
    if not ACTIVITY_LIFE.allows(activity, ActivityMove.SUBMIT):
        raise AlreadyDone
    approvals.move_on(act, activity, ActivityMove.SUBMIT, sent_back_reason="")
    act.note("activity_submitted", activity)
    return activity


def withdraw(act: Act, activity: Activity) -> Activity:
    """Take back an activity nobody has signed up to.

    Raises NotAllowed, AlreadyDone, SomebodySignedUp or Stale, in that order.
    """
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, activity.team_id)
    if activity.state not in CHANGEABLE:
        raise AlreadyDone
    if not shifts.close_untouched(act.session, activity):
        raise SomebodySignedUp
    approvals.move_on(act, activity, ActivityMove.WITHDRAW, closed_at=act.now)
    act.note("activity_withdrawn", activity)
    return activity


def cancel(act: Act, activity: Activity, reason: str) -> Activity:
    """Cancel what is still to come; everybody is told and nothing counts as a mark (T19).

    Occasions that have begun stay, so that their minutes can be confirmed.
    Raises NotAllowed, AlreadyDone or Stale, in that order.
    """
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, activity.team_id)
    if activity.state not in CHANGEABLE:
        raise AlreadyDone
    for shift in shifts.coming(act, activity):
        _call_off(act, activity, shift, reason)
    closed = {"closed_at": act.now, "close_reason": reason}
    approvals.move_on(act, activity, ActivityMove.CANCEL, **closed)
    act.note("activity_cancelled", activity, reason=reason)
    return activity


def cancel_shift(act: Act, shift: Shift, reason: str) -> Shift:
    """Cancel one coming occasion; its people are told and nothing counts as a mark.

    Raises NotAllowed or AlreadyDone (cancelled, or begun), in that order.
    """
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, shift.activity.team_id)
    if shift.state is not ShiftState.OPEN or act.now >= shift.starts_at:
        raise AlreadyDone
    _call_off(act, shift.activity, shift, reason)
    act.note("shift_cancelled", shift.activity, shift_id=shift.id)
    return shift


def _call_off(act: Act, activity: Activity, shift: Shift, reason: str) -> None:
    zone = act.within(activity.community_id).community.zone
    slug = act.within(activity.community_id).community.slug
    day = clock.local_day(shift.starts_at, zone)
    for person_id in shifts.call_off(act, shift, reason):
        act.tell(
            person_id,
            CALLED_OFF,
            link=f"/c/{slug}/activities/{activity.id}",
            title=activity.title,
            **wording.month_and_day(day),
            reason=reason,
        )


def _tell_changes(act: Act, activity: Activity, was_at: tuple[str, str], told_risk: str) -> None:
    if was_at != (activity.place, activity.meeting_point):
        _tell_coming(act, activity, MOVED, place=activity.meeting_point or activity.place)
    if told_risk != activity.risk_notice:
        _tell_coming(act, activity, RISK_CHANGED, risk=activity.risk_notice)


def _tell_coming(act: Act, activity: Activity, sentence: str, **values: str) -> None:
    link = f"/c/{act.within(activity.community_id).community.slug}/activities/{activity.id}"
    for person_id in shifts.people_coming(act, activity):
        act.tell(person_id, sentence, link=link, title=activity.title, **values)


def _refuse_unfit(session: Session, community_id: int, plan: ActivityPlan) -> None:
    team = session.scalar(
        select(Team.id).where(Team.community_id == community_id, Team.id == plan.team_id)
    )
    leader = session.scalar(
        select(Member.id).where(
            Member.community_id == community_id,
            Member.id == plan.leader_id,
            Member.state == MemberState.ACTIVE,
        )
    )
    kind = session.scalars(
        select(ActivityType).where(
            ActivityType.community_id == community_id, ActivityType.id == plan.type_id
        )
    ).one_or_none()
    if team is None or leader is None or kind is None:
        raise NotFound
    if not plan.risk_notice.strip():
        raise RiskUntold
    if RISK_ORDER.index(plan.risk) < RISK_ORDER.index(kind.risk) or plan.min_age < kind.min_age:
        raise RiskUnderstated


def _spans(occasions: Sequence[Shift]) -> list[tuple[datetime, datetime]]:
    return [(each.starts_at, each.ends_at) for each in occasions]
