"""How many points a service earns: dated earning rules, set and in force, rounded half up once."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import BadRequest
from points.ledger.models import EarnRule
from points.permissions import Permission
from points.settings import PointsSettings
from teams.authority.act import Act
from teams.members.models import CommunitySetting
from teams.settings.rules import settings

FROM_THE_START = date(2000, 1, 1)
HUNDREDTHS_OF_AN_HOUR = 60 * 100
LARGEST_FIGURE = 1000

CATALOGUE: dict[str, tuple[int, int, int]] = {
    "LECTURE": (150, 0, 0),
    "LEAFLET": (100, 0, 0),
    "VISIT": (120, 0, 0),
    "PAIRING": (130, 0, 0),
    "COUNSEL": (150, 0, 0),
    "CLEANUP": (100, 0, 0),
    "SORTING": (100, 0, 0),
    "PATROL": (100, 20, 0),
    "MEDIATE": (130, 0, 0),
    "TRAFFIC": (100, 0, 0),
    "HAIRCUT": (120, 0, 0),
    "CLINIC": (150, 0, 0),
    "REPAIR": (120, 0, 0),
    "CULTURE": (100, 0, 0),
    "DUTY": (100, 0, 0),
    "EMERGENCY": (150, 0, 0),
    "TRAINING": (0, 0, 5),
}
"""The default rules of domain 9.2: coefficient, night addition (both hundredths), flat points."""


class RuleStartTaken(BadRequest):
    """Two versions of one rule cannot begin on the same day, nor one before the newest."""

    message = "新规则的起始日要晚于 %(latest)s，那天已有一版。"


class RuleOutOfRange(BadRequest):
    """Points an hour, coefficient and addition stay within what a community could mean."""

    message = "每小时积分填 0 到 1000，系数填 0 到 10，另加的整分填 0 到 1000。"


def points_of(rule: EarnRule, service_minutes: int, night_minutes: int) -> int:
    """Return the points of one record: minutes × points an hour × coefficient, rounded half up.

    The night addition counts for the night minutes alone; additions add, they do not multiply
    (T9, contract 9). Whole numbers throughout, so 6.5 is 7 and never 6.
    """
    weighed = (
        service_minutes * rule.coefficient_hundredths
        + night_minutes * rule.night_addition_hundredths
    )
    earned = rule.points_per_hour * weighed
    return (2 * earned + HUNDREDTHS_OF_AN_HOUR) // (2 * HUNDREDTHS_OF_AN_HOUR) + rule.flat_points


def in_force(versions: Iterable[EarnRule], on: date) -> EarnRule | None:
    """Return which version of one rule counts for a service that ended on `on` (T10).

    It is the newest start not after that day; None where no version had begun.
    """
    begun = (rule for rule in versions if rule.starts_on <= on)
    return max(begun, key=lambda rule: rule.starts_on, default=None)


def set_rule(act: Act, rule: EarnRule) -> EarnRule:
    """Let a new version of a rule count from its start day on; older versions stay as they were.

    Raises NotAllowed, RuleOutOfRange, RuleStartTaken, in that order.
    """
    act.by.refuse_unless(Permission.COMMUNITY_SETTINGS)
    figures = (
        rule.points_per_hour,
        rule.coefficient_hundredths,
        rule.night_addition_hundredths,
        rule.flat_points,
    )
    if not all(0 <= figure <= LARGEST_FIGURE for figure in figures):
        raise RuleOutOfRange
    newest = act.session.scalars(
        select(EarnRule)
        .where(EarnRule.community_id == rule.community_id, EarnRule.kind_code == rule.kind_code)
        .order_by(EarnRule.starts_on.desc())
        .limit(1)
    ).one_or_none()
    if newest is not None and rule.starts_on <= newest.starts_on:
        raise RuleStartTaken(latest=newest.starts_on.isoformat())
    rule.version = newest.version + 1 if newest is not None else 1
    rule.set_by_id, rule.set_at = act.by.person_id, act.now
    act.session.add(rule)
    act.session.flush()
    act.note("earn_rule_changed", rule, kind=rule.kind_code, starts_on=rule.starts_on.isoformat())
    return rule


def set_points_per_hour(act: Act, version: CommunitySetting) -> int:
    """Change the points of an hour: the setting, and a new version of each rule paid by the hour.

    Both in one transaction, so that the setting and what is earned say the same from its start day
    on (T10). Rules of fixed points alone, and those that pay as much already, stay as they are.
    Returns how many rules got a version. Raises NotAllowed, SettingUnknown, SettingOutOfRange,
    RuleStartTaken.
    """
    settings.change(act, version)
    install_defaults(act)
    per_hour = int(version.value)
    changed = [
        rule
        for rule in newest_rules(act.session, act.community.id)
        if rule.coefficient_hundredths and rule.points_per_hour != per_hour
    ]
    for rule in changed:
        set_rule(act, _paying(rule, per_hour, version))
    return len(changed)


def _paying(rule: EarnRule, per_hour: int, version: CommunitySetting) -> EarnRule:
    return EarnRule(
        community_id=rule.community_id,
        kind_code=rule.kind_code,
        starts_on=version.starts_on,
        points_per_hour=per_hour,
        coefficient_hundredths=rule.coefficient_hundredths,
        night_addition_hundredths=rule.night_addition_hundredths,
        flat_points=rule.flat_points,
        reason=version.reason,
    )


def newest_rules(session: Session, community_id: int) -> list[EarnRule]:
    """Return the newest version of each rule, by kind."""
    rows = session.scalars(
        select(EarnRule)
        .where(EarnRule.community_id == community_id)
        .order_by(EarnRule.kind_code, EarnRule.starts_on)
    )
    return list({rule.kind_code: rule for rule in rows}.values())


def install_defaults(act: Act, starts_on: date = FROM_THE_START) -> int:
    """Give a new community the earning rules of domain 9.2; kinds it has already stay.

    Returns how many rules were added.
    """
    known = set(
        act.session.scalars(
            select(EarnRule.kind_code).where(EarnRule.community_id == act.community.id).distinct()
        )
    )
    per_hour = act.settings(PointsSettings, starts_on).hourly_points
    fresh = [code for code in CATALOGUE if code not in known]
    for code in fresh:
        coefficient, night, flat = CATALOGUE[code]
        act.session.add(
            EarnRule(
                community_id=act.community.id,
                kind_code=code,
                version=1,
                starts_on=starts_on,
                points_per_hour=per_hour,
                coefficient_hundredths=coefficient,
                night_addition_hundredths=night,
                flat_points=flat,
                set_at=act.now,
            )
        )
    act.session.flush()
    return len(fresh)
