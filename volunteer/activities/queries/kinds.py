"""The catalogue as pages show it: a page of kinds with what each counts and earns, and versions."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import SQLColumnExpression, select
from sqlalchemy.orm import Session

from core.paging import Order, Page, Sort, Turn, count_of, turned
from points.ledger.models import EarnRule
from points.ledger.rules import earning
from teams.members.models import Community
from volunteer.activities.models import ActivityType

PAGE = 30
MOST_VERSIONS = 50

SORTS: dict[str, SQLColumnExpression[object] | None] = {"added": None, "name": ActivityType.name}
"""What the list can be sorted by: the order of the catalogue, or the name."""


@dataclass(frozen=True, slots=True)
class CountedKind:
    """A kind with the rule it earns by on a day, and the cap that counts on it."""

    kind: ActivityType
    rule: EarnRule | None
    cap_minutes: int


@dataclass(frozen=True, slots=True)
class ValueVersion:
    """What counts from a day on: a cap or an earning rule, with why."""

    starts_on: date
    cap_minutes: int | None
    rule: EarnRule | None
    reason: str


def kinds_page(
    session: Session, community: Community, words: str, *, is_closed: bool, at: Turn, sort: Sort
) -> tuple[Page[ActivityType], int]:
    """Return a page of the kinds of a community, and how many there are."""
    asked = select(ActivityType).where(
        ActivityType.community_id == community.id, ActivityType.is_active.is_(not is_closed)
    )
    if words.strip():
        asked = asked.where(ActivityType.name.contains(words.strip(), autoescape=True))
    order = Order(ActivityType.id, SORTS[sort.name], sort.is_down)
    found = turned(session, asked, order, at, PAGE)
    return found.showing([row[0] for row in found.rows]), count_of(session, asked)


def counted(
    session: Session, community: Community, kinds: list[ActivityType], on: date
) -> list[CountedKind]:
    """Return kinds with what they count and earn on a day, in one query."""
    codes = [kind.code for kind in kinds]
    rules = session.scalars(
        select(EarnRule).where(EarnRule.community_id == community.id, EarnRule.kind_code.in_(codes))
    ).all()
    return [
        CountedKind(
            kind,
            earning.in_force((rule for rule in rules if rule.kind_code == kind.code), on),
            kind.cap_on(on),
        )
        for kind in kinds
    ]


def versions_of(session: Session, kind: ActivityType) -> list[ValueVersion]:
    """Return what was decided of a kind's cap and earning, the newest first, at most 50 of each."""
    rules = session.scalars(
        select(EarnRule)
        .where(EarnRule.community_id == kind.community_id, EarnRule.kind_code == kind.code)
        .order_by(EarnRule.starts_on.desc())
        .limit(MOST_VERSIONS)
    )
    found = [ValueVersion(rule.starts_on, None, rule, rule.reason) for rule in rules]
    found += [
        ValueVersion(
            date.fromisoformat(str(cap["starts_on"])), int(cap["minutes"]), None, str(cap["reason"])
        )
        for cap in kind.later_caps[-MOST_VERSIONS:]
    ]
    return sorted(found, key=lambda each: each.starts_on, reverse=True)
