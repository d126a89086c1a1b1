"""A member's service by month and year: hours, times and points that add up to their totals.

A record stands under the month of the day it began. Its minutes count in the month of each of its
days (T8), so what a record ran past midnight into the next month is told beside both.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, cast, exists, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased
from sqlalchemy.sql import ColumnElement

from points.ledger.models import EARNED, Transaction, WalletEntry
from teams.members.models import Member
from volunteer.hours.models import RecordState, ServiceDay, ServiceRecord
from volunteer.hours.queries.hours import HoursSplit, Part, part_of, split
from volunteer.hours.rules.record_awards import SOURCES

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceOf:
    """What was done in a month, a year or in all.

    `hours`: of the records that began in it; `records`: how many those are. `carried_in`: minutes
    of records begun before it that fall into it; `carried_out`: of its own that fall after it.
    """

    begins_on: date
    hours: HoursSplit
    records: int
    points: int
    carried_in: int = 0
    carried_out: int = 0

    @property
    def counted(self) -> int:
        """Return the minutes that count and fall on its days."""
        return self.hours.counted + self.carried_in - self.carried_out


@dataclass(frozen=True, slots=True)
class OwnService:
    """All months with service of one member, the newest first."""

    months: list[ServiceOf]

    @property
    def years(self) -> list[ServiceOf]:
        """Return the years with service, the newest first."""
        of_year: dict[int, list[ServiceOf]] = defaultdict(list)
        for month in self.months:
            of_year[month.begins_on.year].append(month)
        return [_together(months) for months in of_year.values()]

    @property
    def all(self) -> ServiceOf:
        """Return everything together; nothing at all where there is no month."""
        return _together(self.months)

    def of_year(self, year: int) -> "OwnService":
        """Return the months of one year alone."""
        return OwnService([each for each in self.months if each.begins_on.year == year])


def own_service(session: Session, member: Member) -> OwnService:
    """Return what a member did by month: three statements, however many records there are."""
    parts: dict[int, list[tuple[Part, int, int]]] = defaultdict(list)
    records: dict[int, int] = defaultdict(int)
    for month, part, minutes, services, rows in _parts(session, member):
        parts[month].append((part, minutes, services))
        records[month] += rows
    carried_in: dict[int, int] = defaultdict(int)
    carried_out: dict[int, int] = defaultdict(int)
    for begun, fallen, minutes in _carried(session, member):
        carried_out[begun] += minutes
        carried_in[fallen] += minutes
    points = _points(session, member)
    return OwnService(
        [
            ServiceOf(
                begins_on=date(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1),
                hours=split(parts.get(month, [])),
                records=records.get(month, 0),
                points=points.get(month, 0),
                carried_in=carried_in.get(month, 0),
                carried_out=carried_out.get(month, 0),
            )
            for month in sorted(parts.keys() | carried_in.keys(), reverse=True)
        ]
    )


def _month(day: InstrumentedAttribute[date]) -> ColumnElement[int]:
    """Return the months from year 0 to that of a day."""
    year, number = cast(extract("year", day), Integer), cast(extract("month", day), Integer)
    return year * MONTHS_A_YEAR + number - 1


def _own(member: Member) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        ServiceRecord.community_id == member.community_id,
        ServiceRecord.member_id == member.id,
    )


def _parts(session: Session, member: Member) -> Iterable[tuple[int, Part, int, int, int]]:
    """Yield month, part, minutes, how many of them are services, how many records."""
    record = ServiceRecord
    month, is_training = _month(record.served_on), record.type_code == "TRAINING"
    groups = (month, record.state, record.grade, is_training)
    rows = session.execute(
        select(
            *groups,
            func.sum(record.service_minutes),
            func.sum(record.raw_minutes),
            func.count().filter(record.service_minutes > 0),
            func.count(),
        )
        .where(*_own(member))
        .group_by(*groups)
    )
    for began, state, grade, learned, service, raw, services, count in rows:
        part = part_of(state, grade, is_training=bool(learned))
        yield began, part, int(raw if learned else service), services, count


def _carried(session: Session, member: Member) -> Iterable[tuple[int, int, int]]:
    """Return the month a record began in, that of a later day of it, and its minutes there."""
    began, fallen = _month(ServiceRecord.served_on), _month(ServiceDay.on_date)
    rows = session.execute(
        select(began, fallen, func.sum(ServiceDay.minutes))
        .join(
            ServiceDay,
            (ServiceDay.community_id == ServiceRecord.community_id)
            & (ServiceDay.record_id == ServiceRecord.id),
        )
        .where(
            *_own(member),
            ServiceDay.member_id == member.id,
            ServiceRecord.state == RecordState.POSTED,
            began != fallen,
        )
        .group_by(began, fallen)
    )
    return [(begun, later, int(minutes)) for begun, later, minutes in rows]


def _points(session: Session, member: Member) -> dict[int, int]:
    """Return month → what its records gave, with what came on top, as far as it was left."""
    month, taken_back = _month(ServiceRecord.served_on), aliased(Transaction)
    rows = session.execute(
        select(month, func.sum(WalletEntry.delta))
        .join(
            Transaction,
            (Transaction.community_id == ServiceRecord.community_id)
            & Transaction.source_kind.in_(SOURCES)
            & (Transaction.source_id == ServiceRecord.id)
            & Transaction.kind.in_(EARNED),
        )
        .join(WalletEntry, WalletEntry.transaction_id == Transaction.id)
        .where(
            *_own(member),
            ~exists().where(
                taken_back.community_id == Transaction.community_id,
                taken_back.reverses_id == Transaction.id,
            ),
        )
        .group_by(month)
    )
    return {began: int(points) for began, points in rows}


def _together(months: list[ServiceOf]) -> ServiceOf:
    """Return months, the newest first, as one; what ran from one into the other stays inside."""
    parts = [
        (part, minutes, each.hours.records.get(part, 0))
        for each in months
        for part, minutes in each.hours.minutes.items()
    ]
    return ServiceOf(
        begins_on=months[-1].begins_on if months else date.min,
        hours=split(parts),
        records=sum(each.records for each in months),
        points=sum(each.points for each in months),
        carried_in=sum(each.carried_in for each in months),
        carried_out=sum(each.carried_out for each in months),
    )
