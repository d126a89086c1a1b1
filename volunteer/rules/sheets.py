"""The time sheet of a shift: what each person's times suggest, given what else he has on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from teams.models import Community
from teams.rules.settings import Settings
from volunteer.models import (
    ActivityType,
    RecordState,
    ServiceDay,
    ServiceRecord,
    Shift,
    SignUp,
)
from volunteer.rules.service_time import (
    Attendance,
    Elsewhere,
    Rounding,
    Suggestion,
    TimePolicy,
    suggest,
)
from volunteer.rules.spans import Span

NIGHT_ENDS = time(6)


@dataclass(frozen=True, slots=True)
class TimedRow:
    """One sign-up with what its times say and what they were weighed against."""

    sign_up: SignUp
    attendance: Attendance
    elsewhere: Elsewhere
    suggestion: Suggestion


def policy_of(settings: Settings, community: Community) -> TimePolicy:
    """Return the thresholds of `settings` as the pure rules take them."""
    return TimePolicy(
        rounding=Rounding(settings["rounding"]),
        min_credit=settings.number("min_credit"),
        attend_percent=settings.number("attend_pct"),
        daily_cap=settings.number("daily_cap"),
        late_grace=settings.number("late_grace"),
        night=(time(settings.number("night_starts_at")), NIGHT_ENDS),
        zone=community.zone,
    )


def timed_rows(
    session: Session, shift: Shift, sign_ups: Sequence[SignUp], policy: TimePolicy
) -> list[TimedRow]:
    """Return a row for each of `sign_ups` that has arrived, in three queries for all together."""
    came = [sign_up for sign_up in sign_ups if sign_up.arrived_at is not None]
    planned = Span.of(shift.starts_at, shift.ends_at)
    member_ids = [sign_up.member_id for sign_up in came]
    elsewhere = _elsewhere(session, shift.community_id, member_ids, planned, policy)
    cap = _type_cap(session, shift)
    return [
        _row(sign_up, planned, cap, elsewhere.get(sign_up.member_id, Elsewhere()), policy)
        for sign_up in came
    ]


def _row(
    sign_up: SignUp, planned: Span, cap: int, elsewhere: Elsewhere, policy: TimePolicy
) -> TimedRow:
    arrived_at = sign_up.arrived_at or planned.starts_at
    attendance = Attendance(planned, arrived_at, sign_up.left_at, cap)
    return TimedRow(sign_up, attendance, elsewhere, suggest(attendance, elsewhere, policy))


def _type_cap(session: Session, shift: Shift) -> int:
    cap = session.scalar(
        select(ActivityType.cap_minutes).where(ActivityType.id == shift.activity.type_id)
    )
    return cap or 24 * 60


def _elsewhere(
    session: Session, community_id: int, member_ids: list[int], planned: Span, policy: TimePolicy
) -> dict[int, Elsewhere]:
    """Return member → spans that live records keep inside the plan, and minutes of its days."""
    if not member_ids:
        return {}
    taken: dict[int, list[Span]] = {}
    for member_id, starts_at, ends_at in _kept_spans(session, community_id, member_ids, planned):
        taken.setdefault(member_id, []).append(Span.of(starts_at, ends_at))
    minutes: dict[int, dict[date, int]] = {}
    days = _days_of(planned, policy.zone)
    for member_id, day, count in _day_minutes(session, community_id, member_ids, days):
        of_member = minutes.setdefault(member_id, {})
        of_member[day] = of_member.get(day, 0) + count
    return {
        member_id: Elsewhere(tuple(taken.get(member_id, ())), minutes.get(member_id, {}))
        for member_id in member_ids
    }


def _days_of(planned: Span, zone: str) -> list[date]:
    first = clock.local_day(planned.starts_at, zone)
    last = clock.local_day(planned.ends_at, zone)
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def _kept_spans(
    session: Session, community_id: int, member_ids: list[int], planned: Span
) -> Sequence[tuple[int, datetime, datetime]]:
    return session.execute(
        select(ServiceRecord.member_id, ServiceRecord.starts_at, ServiceRecord.ends_at)
        .where(
            ServiceRecord.community_id == community_id,
            ServiceRecord.member_id.in_(member_ids),
            ServiceRecord.state != RecordState.VOIDED,
            ServiceRecord.service_minutes > 0,
            ServiceRecord.ends_at > planned.starts_at,
            ServiceRecord.starts_at < planned.ends_at,
        )
        .order_by(ServiceRecord.id)
    ).all()


def _day_minutes(
    session: Session, community_id: int, member_ids: list[int], days: list[date]
) -> Sequence[tuple[int, date, int]]:
    return session.execute(
        select(ServiceDay.member_id, ServiceDay.on_date, ServiceDay.minutes)
        .join(ServiceRecord, ServiceRecord.id == ServiceDay.record_id)
        .where(
            ServiceDay.community_id == community_id,
            ServiceDay.member_id.in_(member_ids),
            ServiceDay.on_date.in_(days),
            ServiceRecord.state != RecordState.VOIDED,
        )
    ).all()
