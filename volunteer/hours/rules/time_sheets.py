"""The time sheet of a shift: what each person's times suggest, given what else is on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from accounts.models import Person
from core import clock
from core.ages import known_age
from teams.members.models import Member
from volunteer.activities.models import ActivityType, Shift, cap_on
from volunteer.hours.models import RecordState, ServiceDay, ServiceRecord
from volunteer.service_time.rules.service_time import (
    Attendance,
    Elsewhere,
    Suggestion,
    TimePolicy,
    suggest,
)
from volunteer.service_time.rules.spans import Span
from volunteer.sign_ups.models import SignUp


@dataclass(frozen=True, slots=True)
class TimedRow:
    """One sign-up with what its times say, what they were weighed against, and by which policy."""

    sign_up: SignUp
    attendance: Attendance
    elsewhere: Elsewhere
    suggestion: Suggestion
    policy: TimePolicy


def timed_rows(
    session: Session, shift: Shift, sign_ups: Sequence[SignUp], policy: TimePolicy
) -> list[TimedRow]:
    """Return a row for each of `sign_ups` that has arrived, in three queries for all together.

    Children under the age of the setting, on the day of the shift, have a smaller day.
    """
    came = [sign_up for sign_up in sign_ups if sign_up.arrived_at is not None]
    planned = Span.of(shift.starts_at, shift.ends_at)
    member_ids = [sign_up.member_id for sign_up in came]
    elsewhere = elsewhere_of(session, shift.community_id, member_ids, planned, policy)
    limits = _limits(session, shift, member_ids, policy)
    on = clock.local_day(shift.starts_at, policy.zone)
    return [
        _row(
            sign_up,
            Attendance(planned, sign_up.arrived_at or planned.starts_at, sign_up.left_at, cap),
            elsewhere.get(sign_up.member_id, Elsewhere()),
            policy.at_age(known_age(birth_on, on)),
        )
        for sign_up in came
        for birth_on, cap in [limits[sign_up.member_id]]
    ]


def _row(
    sign_up: SignUp, attendance: Attendance, elsewhere: Elsewhere, policy: TimePolicy
) -> TimedRow:
    suggestion = suggest(attendance, elsewhere, policy)
    return TimedRow(sign_up, attendance, elsewhere, suggestion, policy)


def _limits(
    session: Session, shift: Shift, member_ids: list[int], policy: TimePolicy
) -> dict[int, tuple[date | None, int]]:
    """Return member → day of birth and the most minutes the kind counted on the last day (T10)."""
    if not member_ids:
        return {}
    rows = session.execute(
        select(Member.id, Person.birth_on, ActivityType.cap_minutes, ActivityType.later_caps)
        .join(Person, Person.id == Member.person_id)
        .join(ActivityType, ActivityType.id == shift.activity.type_id)
        .where(Member.community_id == shift.community_id, Member.id.in_(member_ids))
    )
    on = clock.local_day(shift.ends_at, policy.zone)
    return {
        member_id: (birth_on, cap_on(first, later, on) or 24 * 60)
        for member_id, birth_on, first, later in rows
    }


def elsewhere_of(
    session: Session, community_id: int, member_ids: list[int], planned: Span, policy: TimePolicy
) -> dict[int, Elsewhere]:
    """Return member → spans that other live records keep inside the plan, minutes of its days."""
    if not member_ids:
        return {}
    taken: dict[int, dict[int, Span]] = {}
    minutes: dict[int, dict[date, int]] = {}
    for record in _kept(session, community_id, member_ids, planned, policy.zone):
        span = Span.of(record.starts_at, record.ends_at)
        if record.service_minutes and planned.common(span) is not None:
            taken.setdefault(record.member_id, {})[record.record_id] = span
        if record.on_date is not None:
            of_member = minutes.setdefault(record.member_id, {})
            of_member[record.on_date] = of_member.get(record.on_date, 0) + record.minutes
    return {
        member_id: Elsewhere(tuple(taken.get(member_id, {}).values()), minutes.get(member_id, {}))
        for member_id in member_ids
    }


def _days_of(planned: Span, zone: str) -> list[date]:
    first = clock.local_day(planned.starts_at, zone)
    last = clock.local_day(planned.ends_at, zone)
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


@dataclass(frozen=True, slots=True)
class Kept:
    """One live record with one of its days, or with none that is asked for."""

    record_id: int
    member_id: int
    starts_at: datetime
    ends_at: datetime
    service_minutes: int
    on_date: date | None
    minutes: int


def _kept(
    session: Session, community_id: int, member_ids: list[int], planned: Span, zone: str
) -> list[Kept]:
    """Return live records inside the plan or with minutes on its days, once for each such day."""
    days = _days_of(planned, zone)
    of_day = (
        (ServiceDay.community_id == ServiceRecord.community_id)
        & (ServiceDay.record_id == ServiceRecord.id)
        & ServiceDay.on_date.in_(days)
    )
    inside = select(ServiceRecord.id).where(
        ServiceRecord.community_id == community_id,
        ServiceRecord.member_id.in_(member_ids),
        ServiceRecord.ends_at > planned.starts_at,
        ServiceRecord.starts_at < planned.ends_at,
    )
    on_days = select(ServiceDay.record_id).where(
        ServiceDay.community_id == community_id,
        ServiceDay.member_id.in_(member_ids),
        ServiceDay.on_date.in_(days),
    )
    rows = session.execute(
        select(
            ServiceRecord.id,
            ServiceRecord.member_id,
            ServiceRecord.starts_at,
            ServiceRecord.ends_at,
            ServiceRecord.service_minutes,
            ServiceDay.on_date,
            ServiceDay.minutes,
        )
        .outerjoin(ServiceDay, of_day)
        .where(
            ServiceRecord.community_id == community_id,
            ServiceRecord.id.in_(union_all(inside, on_days)),
            ServiceRecord.state != RecordState.VOIDED,
        )
        .order_by(ServiceRecord.id, ServiceDay.on_date)
    )
    return [Kept(*row) for row in rows]
