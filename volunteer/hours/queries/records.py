"""Reads of service records: one's own, one for staff, one line of a notice, one objection."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.errors import NotFound
from core.paging import Order, Page, Turn, turned
from points.ledger.models import EarnRule
from points.ledger.rules.explanations import Bonus
from points.passbook.queries.passbook_lines import bonuses_of
from teams.members.models import Community, Member
from teams.notices.models import Notice, NoticeLine, NoticeLineState, Objection, ObjectionState
from volunteer.hours.models import ON_NOTICE, SERVICE_RECORDS, RecordState, ServiceRecord
from volunteer.hours.queries.hours import Part, part_of
from volunteer.hours.rules.explanations import (
    MinutesExplained,
    PointsExplained,
    of_minutes,
    of_points,
)
from volunteer.hours.rules.record_awards import FIRST_SERVICE, SHIFT_LEADER

PAGE = 20
BONUSES = (FIRST_SERVICE, SHIFT_LEADER)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record with what explains it: the rule that gave its points, the notice it hangs on."""

    record: ServiceRecord
    rule: EarnRule | None
    line: NoticeLine | None
    notice: Notice | None
    extra: tuple[Bonus, ...] = ()

    @property
    def minutes(self) -> MinutesExplained:
        """Return how its minutes came about."""
        return of_minutes(self.record)

    @property
    def points(self) -> PointsExplained:
        """Return how its points came about."""
        return of_points(self.record, self.rule, self.extra)

    @property
    def part(self) -> Part:
        """Return what its minutes belong to."""
        record = self.record
        return part_of(record.state, record.grade, is_training=record.is_training)

    @property
    def may_object(self) -> bool:
        """Say whether its line still hangs undisputed."""
        return self.line is not None and self.line.state is NoticeLineState.HANGING

    @property
    def may_report(self) -> bool:
        """Say whether an error in it is reported rather than objected to."""
        return self.record.state not in ON_NOTICE and not self.may_object


def own_page(
    session: Session, member: Member, year: int | None, at: Turn, size: int = PAGE
) -> Page[ServiceRecord]:
    """Return a page of the member's records, of one year or of all, the newest day first."""
    asked = select(ServiceRecord).where(
        ServiceRecord.community_id == member.community_id, ServiceRecord.member_id == member.id
    )
    if year is not None:
        days = date(year, 1, 1), date(year, 12, 31)
        asked = asked.where(ServiceRecord.served_on.between(*days))
    newest_first = Order(ServiceRecord.id, ServiceRecord.served_on, is_down=True)
    page = turned(session, asked, newest_first, at, size)
    return page.showing([row[0] for row in page.rows])


def explained(
    session: Session, community_id: int, ids: Sequence[int], *, has_extra: bool = True
) -> list[RecordLine]:
    """Return the records `ids` in their order, with rule, notice line and what came on top."""
    rows = session.execute(
        select(ServiceRecord, EarnRule, NoticeLine, Notice)
        .outerjoin(EarnRule, EarnRule.id == ServiceRecord.earn_rule_id)
        .outerjoin(
            NoticeLine,
            (NoticeLine.community_id == ServiceRecord.community_id)
            & (NoticeLine.subject_id == ServiceRecord.id)
            & (NoticeLine.member_id == ServiceRecord.member_id)
            & NoticeLine.notice.has(Notice.kind == SERVICE_RECORDS),
        )
        .outerjoin(Notice, Notice.id == NoticeLine.notice_id)
        .where(ServiceRecord.community_id == community_id, ServiceRecord.id.in_(ids))
        .options(joinedload(ServiceRecord.team))
        .order_by(ServiceRecord.id.desc(), NoticeLine.id)
    ).all()
    extra = bonuses_of(session, community_id, BONUSES, ids) if has_extra else {}
    lines = {
        record.id: RecordLine(record, rule, line, notice, extra.get(record.id, ()))
        for record, rule, line, notice in rows
    }
    return [lines[each] for each in ids if each in lines]


def own_record(session: Session, member: Member, record_id: int) -> RecordLine:
    """Return one of the member's own records with what explains it. Raises NotFound."""
    found = explained(session, member.community_id, [record_id])
    if not found or found[0].record.member_id != member.id:
        raise NotFound
    return found[0]


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
                Notice.kind == SERVICE_RECORDS,
            )
            .order_by(Objection.due_on, Objection.id)
            .limit(50)
        )
    )
