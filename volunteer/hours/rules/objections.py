"""Objections to service records on the notice: one record is disputed, the others go on (T17)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.rules import inbox
from core.errors import NotFound
from core.tenancy import row_in
from teams.authority.rules import Authority
from teams.members.models import Community, Member
from teams.notices.models import Notice, NoticeKind, NoticeLine, NoticeLineState, Objection
from teams.notices.rules import notices
from volunteer.hours.models import RecordState, ServiceRecord
from volunteer.hours.rules.record_corrections import drop

OBJECTED = "对《%(title)s》您那一条有人提出异议，正在核实，不影响别人。核实好会告诉您。"
UPHELD = "《%(title)s》的 %(served)s经核实已撤销：%(answer)s"
REJECTED = "对《%(title)s》您那一条的异议已核实，时长不变：%(answer)s"
ANSWERED = "您对《%(title)s》公示提的异议已答复：%(answer)s"


@dataclass(frozen=True, slots=True)
class Decision:
    """How an objection is answered: upheld or not, in words both sides will read."""

    is_upheld: bool
    answer: str


def objected_line(
    session: Session, community_id: int, line_id: int
) -> tuple[NoticeLine, ServiceRecord]:
    """Return a line about a service record, with the record. Raises NotFound."""
    row = session.execute(
        select(NoticeLine, ServiceRecord)
        .join(Notice, Notice.id == NoticeLine.notice_id)
        .join(
            ServiceRecord,
            (ServiceRecord.community_id == NoticeLine.community_id)
            & (ServiceRecord.id == NoticeLine.subject_id),
        )
        .where(
            NoticeLine.community_id == community_id,
            NoticeLine.id == line_id,
            Notice.kind == NoticeKind.SERVICE_RECORDS,
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def dispute(
    session: Session,
    community: Community,
    line_id: int,
    objector: Member,
    words: str,
    now: datetime,
) -> Objection:
    """Object by name to one record on a notice; that record alone waits for the answer.

    Raises NotFound, then what `notices.raise_objection` refuses.
    """
    line, record = objected_line(session, community.id, line_id)
    objection = notices.raise_objection(session, line, objector, words, now)
    _move(session, record, RecordState.PUBLICITY, RecordState.DISPUTED)
    if objector.id != record.member_id:
        _tell(session, community, record, OBJECTED, now)
    return objection


def decide(
    session: Session,
    community: Community,
    objection_id: int,
    decision: Decision,
    by: Authority,
    now: datetime,
) -> ServiceRecord:
    """Answer an objection: upheld voids the record, rejected sends it on to be posted when due.

    Raises NotFound, then what `notices.decide_objection` refuses; OwnCase too for who confirmed.
    """
    objection = row_in(session, Objection, community.id, objection_id)
    _line, record = objected_line(session, community.id, objection.line_id)
    if record.confirmed_by_id is not None:
        by.refuse_own_case(record.confirmed_by_id)
    line = notices.decide_objection(
        session,
        objection,
        is_upheld=decision.is_upheld,
        answer=decision.answer,
        by=by,
        now=now,
    )
    _follow(session, community, record, line, now)
    values = {"title": record.title, "answer": decision.answer.strip()}
    inbox.tell(session, objection.made_by_id, ANSWERED, now, "", **values)
    sentence = UPHELD if decision.is_upheld else REJECTED
    if not _is_own(session, objection, record):
        _tell(session, community, record, sentence, now, answer=values["answer"])
    return record


def _follow(
    session: Session, community: Community, record: ServiceRecord, line: NoticeLine, now: datetime
) -> None:
    session.refresh(record, with_for_update=True)
    if line.state is NoticeLineState.REMOVED:
        answer = session.scalars(
            select(Objection.answer)
            .where(Objection.community_id == community.id, Objection.line_id == line.id)
            .order_by(Objection.id.desc())
        ).first()
        drop(session, record, answer or "", now)
        return
    _move(session, record, RecordState.DISPUTED, RecordState.PUBLICITY)


def _is_own(session: Session, objection: Objection, record: ServiceRecord) -> bool:
    member = session.get_one(Member, record.member_id)
    return member.person_id == objection.made_by_id


def _move(session: Session, record: ServiceRecord, before: RecordState, after: RecordState) -> None:
    session.execute(
        update(ServiceRecord)
        .where(ServiceRecord.id == record.id, ServiceRecord.state == before)
        .values(state=after, version=ServiceRecord.version + 1)
        .execution_options(synchronize_session=False)
    )
    session.refresh(record)


def _tell(
    session: Session,
    community: Community,
    record: ServiceRecord,
    sentence: str,
    now: datetime,
    **values: str,
) -> None:
    member = session.get_one(Member, record.member_id)
    inbox.tell(
        session,
        member.person_id,
        sentence,
        now,
        f"/c/{community.slug}/me/records",
        title=record.title,
        minutes=record.service_minutes,
        **values,
    )
