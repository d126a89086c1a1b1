"""Minutes of a member split into what counts and what does not: every total comes from here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from teams.members.models import Member
from volunteer.hours.models import TRAINING, EvidenceGrade, RecordState, ServiceRecord


class Part(StrEnum):
    """Where the minutes of a record belong. The first two count, the others do not."""

    SERVICE = "service"
    IMPORTED = "imported"
    TRAINING = "training"
    ON_NOTICE = "on_notice"
    DISPUTED = "disputed"
    NOT_POSTED = "not_posted"
    VOIDED = "voided"


LEFT_OUT = (Part.TRAINING, Part.ON_NOTICE, Part.DISPUTED, Part.NOT_POSTED, Part.VOIDED)
_BY_STATE = {
    RecordState.VOIDED: Part.VOIDED,
    RecordState.PUBLICITY: Part.ON_NOTICE,
    RecordState.DISPUTED: Part.DISPUTED,
    RecordState.CONFIRMED: Part.NOT_POSTED,
}


def part_of(state: RecordState, grade: EvidenceGrade, *, is_training: bool) -> Part:
    """Return the part of the hours a record belongs to: not posted, training, then its source."""
    if state is not RecordState.POSTED:
        return _BY_STATE[state]
    if is_training:
        return Part.TRAINING
    return Part.IMPORTED if grade is EvidenceGrade.IMPORTED else Part.SERVICE


@dataclass(frozen=True, slots=True)
class HoursSplit:
    """Minutes and records by part; a part without records is missing."""

    minutes: dict[Part, int] = field(default_factory=dict)
    records: dict[Part, int] = field(default_factory=dict)

    @property
    def posted(self) -> int:
        """Return the minutes of service posted here."""
        return self.minutes.get(Part.SERVICE, 0)

    @property
    def imported(self) -> int:
        """Return the minutes brought along from before."""
        return self.minutes.get(Part.IMPORTED, 0)

    @property
    def counted(self) -> int:
        """Return what counts in all: posted here and imported."""
        return self.posted + self.imported

    @property
    def services(self) -> int:
        """Return how many services were posted here; one of no minutes is none."""
        return self.records.get(Part.SERVICE, 0)

    @property
    def left_out(self) -> list[tuple[Part, int]]:
        """Return what does not count, with its minutes, in a fixed order."""
        return [(part, self.minutes[part]) for part in LEFT_OUT if self.minutes.get(part)]


def split(rows: Iterable[tuple[Part, int, int]]) -> HoursSplit:
    """Add up the hours of each part: rows of part, minutes and how many records."""
    minutes: dict[Part, int] = {}
    records: dict[Part, int] = {}
    for part, more, count in rows:
        minutes[part] = minutes.get(part, 0) + more
        records[part] = records.get(part, 0) + (count if more else 0)
    return HoursSplit(minutes, records)


def hours_of(session: Session, member: Member) -> HoursSplit:
    """Return the minutes of all records of a member, by part."""
    record = ServiceRecord
    is_training = record.type_code == TRAINING
    rows = session.execute(
        select(
            record.state,
            record.grade,
            is_training,
            func.sum(record.service_minutes),
            func.sum(record.raw_minutes),
            func.count().filter(record.service_minutes > 0),
        )
        .where(record.community_id == member.community_id, record.member_id == member.id)
        .group_by(record.state, record.grade, is_training)
    )
    return split(
        (part_of(state, grade, is_training=bool(learned)), int(raw if learned else service), count)
        for state, grade, learned, service, raw, count in rows
    )
