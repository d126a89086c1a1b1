"""Reads of service records: one's own, one for staff, one line of a notice, one objection."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.errors import NotFound
from core.tenancy import row_in
from points.models import EarnRule
from teams.models import (
    Community,
    Member,
    Notice,
    NoticeLine,
    NoticeLineState,
    Objection,
    ObjectionState,
)
from volunteer.models import MemberHours, RecordState, ServiceRecord
from volunteer.rules.reported_errors import REPORTABLE

PAGE = 20


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record with what explains it: the rule that gave its points, the notice it hangs on."""

    record: ServiceRecord
    rule: EarnRule | None
    line: NoticeLine | None
    notice: Notice | None

    @property
    def may_object(self) -> bool:
        """Say whether its line still hangs undisputed."""
        return self.line is not None and self.line.state is NoticeLineState.HANGING

    @property
    def may_report(self) -> bool:
        """Say whether an error in it is reported rather than objected to."""
        return self.record.state in REPORTABLE and not self.may_object


@dataclass(frozen=True, slots=True)
class Totals:
    """Minutes that count for good, those imported, and how many services."""

    posted: int
    imported: int
    services: int


def totals(session: Session, member: Member) -> Totals:
    """Return the stored totals of a member; zeros before the first posting."""
    found = session.scalars(
        select(MemberHours).where(
            MemberHours.community_id == member.community_id, MemberHours.member_id == member.id
        )
    ).one_or_none()
    if found is None:
        return Totals(0, 0, 0)
    return Totals(found.posted_minutes, found.imported_minutes, found.services)


def own_records(session: Session, member: Member, before: int | None) -> list[RecordLine]:
    """Return a page of the member's records and one more, newest number first, below `before`."""
    asked = select(ServiceRecord.id).where(
        ServiceRecord.community_id == member.community_id, ServiceRecord.member_id == member.id
    )
    if before is not None:
        asked = asked.where(ServiceRecord.id < before)
    ids = session.scalars(asked.order_by(ServiceRecord.id.desc()).limit(PAGE + 1)).all()
    return explained(session, member.community_id, ids)


def explained(session: Session, community_id: int, ids: Sequence[int]) -> list[RecordLine]:
    """Return the records `ids` with rule and newest notice line, newest first, in one query."""
    rows = session.execute(
        select(ServiceRecord, EarnRule, NoticeLine, Notice)
        .outerjoin(EarnRule, EarnRule.id == ServiceRecord.earn_rule_id)
        .outerjoin(
            NoticeLine,
            (NoticeLine.community_id == ServiceRecord.community_id)
            & (NoticeLine.subject_id == ServiceRecord.id)
            & (NoticeLine.member_id == ServiceRecord.member_id)
            & NoticeLine.notice.has(Notice.kind == "service_records"),
        )
        .outerjoin(Notice, Notice.id == NoticeLine.notice_id)
        .where(ServiceRecord.community_id == community_id, ServiceRecord.id.in_(ids))
        .options(joinedload(ServiceRecord.team))
        .order_by(ServiceRecord.id.desc(), NoticeLine.id)
    ).all()
    lines = {
        record.id: RecordLine(record, rule, line, notice) for record, rule, line, notice in rows
    }
    return list(lines.values())


def record_in(session: Session, community: Community, record_id: int) -> RecordLine:
    """Return one record with what explains it. Raises NotFound."""
    found = explained(session, community.id, [record_id])
    if not found:
        raise NotFound
    return found[0]


def records_of_shift(session: Session, community: Community, shift_id: int) -> list[ServiceRecord]:
    """Return the live records of a shift, oldest first."""
    return list(
        session.scalars(
            select(ServiceRecord)
            .where(
                ServiceRecord.community_id == community.id,
                ServiceRecord.shift_id == shift_id,
                ServiceRecord.state != RecordState.VOIDED,
            )
            .options(joinedload(ServiceRecord.member).joinedload(Member.person))
            .order_by(ServiceRecord.id)
        )
    )


def open_objections(session: Session, community: Community) -> list[Objection]:
    """Return the open objections to service records, the one due first on top, at most 50."""
    return list(
        session.scalars(
            select(Objection)
            .join(NoticeLine, NoticeLine.id == Objection.line_id)
            .join(Notice, Notice.id == NoticeLine.notice_id)
            .where(
                Objection.community_id == community.id,
                Objection.state == ObjectionState.OPEN,
                Notice.kind == "service_records",
            )
            .order_by(Objection.due_on, Objection.id)
            .limit(50)
        )
    )


def objection_in(session: Session, community: Community, objection_id: int) -> Objection:
    """Return one objection. Raises NotFound."""
    return row_in(session, Objection, community.id, objection_id)
