"""What must hold of service records: totals, days, plan, awards, notices; one sentence a breach."""

from collections.abc import Iterable

from sqlalchemy import Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from core.declarations import Check
from points.ledger.models import EntryKind, Transaction, WalletEntry
from teams.notices.models import Notice, NoticeLine, NoticeLineState, NoticeState
from volunteer.activities.models import Shift
from volunteer.hours.models import (
    SERVICE_RECORDS,
    EvidenceGrade,
    MemberHours,
    RecordState,
    ServiceDay,
    ServiceRecord,
)
from volunteer.hours.rules.record_awards import SERVICE
from volunteer.service_time.rules.spans import Span

MINUTES_OF_A_DAY = 24 * 60


def hours_match(session: Session) -> list[str]:
    """Compare the stored totals of each member with the sums of the posted records."""
    is_imported = ServiceRecord.grade == EvidenceGrade.IMPORTED
    minutes = ServiceRecord.service_minutes
    summed = (
        select(
            ServiceRecord.member_id,
            func.sum(case((is_imported, 0), else_=minutes)).label("posted"),
            func.sum(case((is_imported, minutes), else_=0)).label("imported"),
            func.sum(case((and_(~is_imported, minutes > 0), 1), else_=0)).label("services"),
        )
        .where(ServiceRecord.state == RecordState.POSTED)
        .group_by(ServiceRecord.member_id)
        .subquery()
    )
    stored, counted = MemberHours, summed.c
    pairs = (
        (stored.posted_minutes, counted.posted),
        (stored.imported_minutes, counted.imported),
        (stored.services, counted.services),
    )
    differs = or_(*(func.coalesce(one, 0) != func.coalesce(other, 0) for one, other in pairs))
    of_stored = (
        select(stored.member_id)
        .outerjoin(summed, counted.member_id == stored.member_id)
        .where(differs)
    )
    without_row = (
        select(counted.member_id)
        .outerjoin(stored, stored.member_id == counted.member_id)
        .where(stored.member_id.is_(None))
    )
    found = session.scalars(of_stored.union(without_row))
    return [f"member {member}: stored hours are not the sum of posted records" for member in found]


def days_match(session: Session) -> list[str]:
    """Compare the days of each record with its minutes."""
    summed = (
        select(ServiceDay.record_id, func.sum(ServiceDay.minutes).label("minutes"))
        .group_by(ServiceDay.record_id)
        .subquery()
    )
    rows = session.execute(
        select(ServiceRecord.id, ServiceRecord.service_minutes, summed.c.minutes)
        .outerjoin(summed, summed.c.record_id == ServiceRecord.id)
        .where(func.coalesce(summed.c.minutes, 0) != ServiceRecord.service_minutes)
    )
    return [f"record {record}: {minutes} minutes, days {days}" for record, minutes, days in rows]


def no_day_overflows(session: Session) -> list[str]:
    """Find those who serve more than 24 hours on one day."""
    rows = session.execute(
        select(ServiceDay.member_id, ServiceDay.on_date)
        .join(ServiceRecord, ServiceRecord.id == ServiceDay.record_id)
        .where(
            ServiceRecord.state != RecordState.VOIDED,
            ServiceRecord.grade != EvidenceGrade.IMPORTED,
        )
        .group_by(ServiceDay.member_id, ServiceDay.on_date)
        .having(func.sum(ServiceDay.minutes) > MINUTES_OF_A_DAY)
    )
    return [f"member {member} serves over 24 hours on {day}" for member, day in rows]


def within_plan(session: Session) -> list[str]:
    """Find the records of a shift that count more than was planned, its longest one of each."""
    longest = (
        select(ServiceRecord.shift_id, func.max(ServiceRecord.service_minutes).label("minutes"))
        .where(ServiceRecord.shift_id.is_not(None))
        .group_by(ServiceRecord.shift_id)
        .subquery()
    )
    plans = session.execute(
        select(Shift.id, longest.c.minutes, Shift.starts_at, Shift.ends_at).join(
            longest, longest.c.shift_id == Shift.id
        )
    )
    return [
        f"shift {shift}: a record of {minutes} minutes in a plan of {planned}"
        for shift, minutes, starts, ends in plans
        if minutes > (planned := Span.of(starts, ends).minutes)
    ]


def one_award(session: Session) -> list[str]:
    """Compare each posted record with its one award; any other has none that stands."""
    reversals = (
        select(Transaction.reverses_id)
        .where(Transaction.reverses_id.is_not(None))
        .scalar_subquery()
    )
    given = (
        select(
            Transaction.community_id,
            Transaction.source_id,
            func.count().label("times"),
            func.sum(WalletEntry.delta).label("points"),
        )
        .join(
            WalletEntry,
            and_(
                WalletEntry.community_id == Transaction.community_id,
                WalletEntry.transaction_id == Transaction.id,
            ),
        )
        .where(
            Transaction.kind == EntryKind.EARN,
            Transaction.source_kind == SERVICE,
            Transaction.id.not_in(reversals),
        )
        .group_by(Transaction.community_id, Transaction.source_id)
        .subquery()
    )
    is_posted = ServiceRecord.state == RecordState.POSTED
    rows = session.scalars(
        select(ServiceRecord.id)
        .outerjoin(
            given,
            and_(
                given.c.community_id == ServiceRecord.community_id,
                given.c.source_id == ServiceRecord.id,
            ),
        )
        .where(
            or_(
                func.coalesce(given.c.times, 0) > 1,
                and_(is_posted, func.coalesce(given.c.points, 0) != ServiceRecord.points),
                and_(~is_posted, given.c.times.is_not(None)),
            )
        )
    )
    return [f"record {record}: its award is not the one it says" for record in rows]


def posted_after_notice(session: Session) -> list[str]:
    """Find records posted before their line passed a notice that ended; imports are approved."""
    passed = (
        select(NoticeLine.id)
        .join(Notice, Notice.id == NoticeLine.notice_id)
        .where(
            NoticeLine.community_id == ServiceRecord.community_id,
            NoticeLine.subject_id == ServiceRecord.id,
            NoticeLine.state == NoticeLineState.PASSED,
            Notice.kind == SERVICE_RECORDS,
            Notice.state == NoticeState.ENDED,
        )
        .exists()
    )
    return _named(
        session,
        select(ServiceRecord.id).where(
            ServiceRecord.state == RecordState.POSTED,
            ServiceRecord.grade != EvidenceGrade.IMPORTED,
            ~passed,
        ),
        "record %s is posted without a notice that has ended",
    )


def _named(session: Session, asked: Select[int], sentence: str) -> list[str]:
    rows: Iterable[Row[int]] = session.execute(asked)
    return [sentence % row[0] for row in rows]


CHECKS: dict[str, Check] = {
    "hours match records": hours_match,
    "days match records": days_match,
    "no day over 24 hours": no_day_overflows,
    "records within the plan": within_plan,
    "one award a record": one_award,
    "posted after its notice": posted_after_notice,
}
"""What must hold of service records, by name."""
