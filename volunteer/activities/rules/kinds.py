"""The catalogue of kinds, changed: what a kind is, and from a day on what it counts and earns."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func, select

from core.errors import AlreadyDone, BadRequest
from points.ledger.models import EarnRule
from points.ledger.rules import earning
from points.settings import PointsSettings
from teams.authority.act import Act
from volunteer.activities.models import ActivityType, RiskLevel
from volunteer.activities.rules import kind_notices
from volunteer.activities.rules.kind_notices import NoticeWords
from volunteer.permissions import Permission

LEAST_CAP, MOST_CAP = 30, 24 * 60


class StartsTooEarly(BadRequest):
    """What was done keeps what it counted, so a new value begins tomorrow at the earliest."""

    message = "从明天或以后起算，过去的活动不改。请另选一天。"


class CapOutOfRange(BadRequest):
    """One service counts half an hour at least and a day at most."""

    message = "最多记的时长请填 30 到 1440 分钟。"


class CapStartTaken(BadRequest):
    """Two caps of a kind cannot begin on the same day, nor one before the newest."""

    message = "起始日要晚于 %(latest)s，那天已经定过一次。"


class SameValues(AlreadyDone):
    """A new version says something else than the one before it."""

    message = "和现在定的一样，不用再存。"


class KindTaken(AlreadyDone):
    """Two kinds of one name cannot be told apart."""

    message = "已经有“%(name)s”这一类了。"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What a kind is: its name, and what a new activity of it begins with."""

    name: str
    team_code: str | None
    typical_minutes: int
    min_age: int
    takes_guarded_minors: bool
    risk: RiskLevel
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class KindValues:
    """What a service of a kind counts and earns from a day on; coefficients in hundredths."""

    starts_on: date
    cap_minutes: int
    coefficient_hundredths: int
    night_addition_hundredths: int
    flat_points: int
    reason: str


def change_facts(act: Act, kind: ActivityType, facts: KindFacts) -> list[str]:
    """Change what a kind is; activities there are keep what they say. Return what differs.

    Raises NotAllowed, KindTaken, in that order.
    """
    act.by.refuse_unless(Permission.COMMUNITY_SETTINGS)
    act.session.refresh(kind, with_for_update=True)
    _refuse_taken(act, facts.name, kind.id)
    changed = {name: value for name, value in asdict(facts).items() if getattr(kind, name) != value}
    for name, value in changed.items():
        setattr(kind, name, value)
    act.session.flush()
    if changed:
        act.note("kind_changed", kind, name=kind.name, is_active=kind.is_active)
    return list(changed)


def change_values(act: Act, kind: ActivityType, values: KindValues) -> None:
    """Let a kind count and earn otherwise from a day on; a service that ended before keeps its own.

    Raises NotAllowed, StartsTooEarly, CapOutOfRange, SameValues, CapStartTaken, and the refusals of
    `earning.set_rule`, in that order.
    """
    act.by.refuse_unless(Permission.COMMUNITY_SETTINGS)
    if values.starts_on <= act.today:
        raise StartsTooEarly
    if not LEAST_CAP <= values.cap_minutes <= MOST_CAP:
        raise CapOutOfRange
    act.session.refresh(kind, with_for_update=True)
    rule = newest_rule(act, kind)
    is_new_cap = values.cap_minutes != newest_cap(kind)
    is_new_rule = rule is None or _figures(rule) != (
        values.coefficient_hundredths,
        values.night_addition_hundredths,
        values.flat_points,
    )
    if not (is_new_cap or is_new_rule):
        raise SameValues
    if is_new_cap:
        _add_cap(act, kind, values)
    if is_new_rule:
        earning.set_rule(act, _rule(act, kind, values, rule))
    act.note(
        "kind_values_set",
        kind,
        name=kind.name,
        starts_on=values.starts_on.isoformat(),
        reason=values.reason,
    )


def add(act: Act, facts: KindFacts, values: KindValues, words: NoticeWords) -> ActivityType:
    """Add a kind with what it counts, earns and warns of; it counts at once, being new.

    Raises NotAllowed, KindTaken, CapOutOfRange, the refusals of `earning.set_rule` and
    `kind_notices.write`, in that order.
    """
    act.by.refuse_unless(Permission.COMMUNITY_SETTINGS)
    _refuse_taken(act, facts.name, None)
    if not LEAST_CAP <= values.cap_minutes <= MOST_CAP:
        raise CapOutOfRange
    number = act.session.scalar(
        select(func.count(ActivityType.id)).where(ActivityType.community_id == act.community.id)
    )
    kind = ActivityType(
        community_id=act.community.id,
        code=f"OWN{(number or 0) + 1}",
        cap_minutes=values.cap_minutes,
        **asdict(facts),
    )
    act.session.add(kind)
    act.session.flush()
    earning.set_rule(act, _rule(act, kind, values, None))
    kind_notices.write(act, kind.id, words, 0)
    act.note("kind_added", kind, name=kind.name)
    return kind


def newest_cap(kind: ActivityType) -> int:
    """Return the cap decided last, whether it has begun or not."""
    return kind.cap_on(date.max)


def newest_rule(act: Act, kind: ActivityType) -> EarnRule | None:
    """Return the version of its earning rule decided last, whether it has begun or not."""
    return act.session.scalars(
        select(EarnRule)
        .where(EarnRule.community_id == kind.community_id, EarnRule.kind_code == kind.code)
        .order_by(EarnRule.starts_on.desc())
        .limit(1)
    ).one_or_none()


def _figures(rule: EarnRule) -> tuple[int, int, int]:
    return rule.coefficient_hundredths, rule.night_addition_hundredths, rule.flat_points


def _add_cap(act: Act, kind: ActivityType, values: KindValues) -> None:
    latest = max((str(cap["starts_on"]) for cap in kind.later_caps), default="")
    if values.starts_on.isoformat() <= latest:
        raise CapStartTaken(latest=latest)
    cap: dict[str, str | int] = {
        "starts_on": values.starts_on.isoformat(),
        "minutes": values.cap_minutes,
        "reason": values.reason,
        "set_at": act.now.isoformat(),
        "set_by_id": act.by.person_id,
    }
    kind.later_caps = [*kind.later_caps, cap]
    act.session.flush()


def _rule(act: Act, kind: ActivityType, values: KindValues, before: EarnRule | None) -> EarnRule:
    per_hour = act.settings(PointsSettings, values.starts_on).hourly_points
    return EarnRule(
        community_id=kind.community_id,
        kind_code=kind.code,
        starts_on=values.starts_on,
        points_per_hour=per_hour if before is None else before.points_per_hour,
        coefficient_hundredths=values.coefficient_hundredths,
        night_addition_hundredths=values.night_addition_hundredths,
        flat_points=values.flat_points,
        reason=values.reason,
    )


def _refuse_taken(act: Act, name: str, own_id: int | None) -> None:
    """Hold the community, so that of two who add one name at once the second is told."""
    act.session.refresh(act.community, with_for_update=True)
    taken = act.session.scalar(
        select(ActivityType.id).where(
            ActivityType.community_id == act.community.id,
            ActivityType.name == name,
            ActivityType.id != (own_id or 0),
        )
    )
    if taken is not None:
        raise KindTaken(name=name)
