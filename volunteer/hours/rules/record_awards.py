"""What a service record gives in points: when it is posted, and as said while it still hangs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased

from core import clock
from points.ledger.models import EarnRule, EntryKind
from points.ledger.rules import earning
from points.ledger.rules.ledger import Award
from points.ledger.rules.postings import Cause
from teams.authority.act import Act
from teams.members.models import Community
from volunteer.activities.models import Activity, Shift
from volunteer.hours.models import EARNING, RecordState, ServiceRecord
from volunteer.settings import VolunteerSettings

SERVICE, FIRST_SERVICE, SHIFT_LEADER = "service_record", "first_service", "shift_leader"
SOURCES = (SERVICE, FIRST_SERVICE, SHIFT_LEADER)
"""What points of a record name as their source: by its rule, and what came on top."""

VOIDED = "record_voided"
"""What points taken back with a record name as their source."""

AWARD_WORDS = "《%(title)s》"
FIRST_WORDS = "第一次参加志愿服务"
LEADER_WORDS = "带队《%(title)s》"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What decides the points of a record beside itself.

    `ended_on`: the local day the service ended; the rule (None where none had begun) and both
    additions are those in force on it (T10). An addition that does not apply is 0 points.
    """

    ended_on: date
    rule: EarnRule | None
    for_first: int = 0
    for_leading: int = 0


def grounds_of(act: Act, *which: ColumnElement[bool]) -> dict[ServiceRecord, Grounds]:
    """Return records of one member with their grounds, in two queries however many they are.

    In the order they were confirmed: the first of them is the member's first service, unless one
    that earns was posted before. Imported hours and those made up afterwards are none (T16).
    """
    rows = act.session.execute(_asked(act.community, which)).all()
    is_served = any(row.was_served for row in rows)
    led = {row[0] for row in rows if row.is_led}
    versions: dict[ServiceRecord, list[EarnRule]] = {}
    for record, rule, *_rest in rows:
        versions.setdefault(record, []).extend([rule] if rule is not None else [])
    first = None if is_served else next((each for each in versions if each.service_minutes), None)
    ends = {record: clock.local_day(record.ends_at, act.community.zone) for record in versions}
    days = {on for record, on in ends.items() if record is first or record in led}
    bonuses = {on: act.settings(VolunteerSettings, on) for on in days}
    return {
        record: Grounds(
            ended_on=on,
            rule=earning.in_force(versions[record], on),
            for_first=bonuses[on].first_service_bonus_points if record is first else 0,
            for_leading=bonuses[on].shift_leader_bonus_points if record in led else 0,
        )
        for record, on in ends.items()
    }


def _asked(
    community: Community, which: Sequence[ColumnElement[bool]]
) -> Select[ServiceRecord, EarnRule | None, bool, bool]:
    """Ask for each record as often as its kind has versions of its rule."""
    record, earlier = ServiceRecord, aliased(ServiceRecord)
    was_served = exists().where(
        earlier.community_id == record.community_id,
        earlier.member_id == record.member_id,
        earlier.id != record.id,
        earlier.state == RecordState.POSTED,
        earlier.grade.in_(EARNING),
        earlier.service_minutes > 0,
    )
    is_led = Activity.leader_id == record.member_id
    return (
        select(record, EarnRule, is_led.label("is_led"), was_served.label("was_served"))
        .outerjoin(
            EarnRule,
            (EarnRule.community_id == record.community_id)
            & (EarnRule.kind_code == record.type_code),
        )
        .outerjoin(Shift, Shift.id == record.shift_id)
        .outerjoin(Activity, Activity.id == Shift.activity_id)
        .where(record.community_id == community.id, *which)
        .order_by(record.confirmed_at, record.id)
    )


def awards_of(record: ServiceRecord, grounds: Grounds) -> list[Award]:
    """Return what posting the record gives: by its rule first, then what comes on top.

    Empty without a rule, and for hours imported or made up afterwards (T16); points may be 0.
    """
    rule = grounds.rule
    if rule is None or record.grade not in EARNING:
        return []
    base = Award(
        community_id=record.community_id,
        member_id=record.member_id,
        points=earning.points_of(rule, record.service_minutes, record.night_minutes),
        ended_on=grounds.ended_on,
        cause=_cause(record, SERVICE, AWARD_WORDS % {"title": record.title}),
        rule_id=rule.id,
        service_minutes=record.service_minutes,
        night_minutes=record.night_minutes,
    )
    first = _bonus(base, grounds.for_first, _cause(record, FIRST_SERVICE, FIRST_WORDS))
    leading = _cause(record, SHIFT_LEADER, LEADER_WORDS % {"title": record.title})
    return [base, first, _bonus(base, grounds.for_leading, leading)]


def _bonus(base: Award, points: int, cause: Cause) -> Award:
    return Award(
        community_id=base.community_id,
        member_id=base.member_id,
        points=points,
        ended_on=base.ended_on,
        cause=cause,
        kind=EntryKind.BONUS,
    )


def _cause(record: ServiceRecord, source_kind: str, words: str) -> Cause:
    return Cause(source_kind=source_kind, source_id=record.id, reason=words)
