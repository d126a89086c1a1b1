"""Objections to service records on the notice: one record is disputed, the others go on (T17)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Member
from teams.notices.models import Notice, NoticeLine, NoticeLineState, Objection
from teams.notices.rules import notices
from volunteer.hours.models import RECORD_LIFE, SERVICE_RECORDS, RecordMove, ServiceRecord
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
            Notice.kind == SERVICE_RECORDS,
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def dispute(act: Act, line_id: int, objector: Member, words: str) -> Objection:
    """Object by name to one record on a notice; that record alone waits for the answer.

    Raises NotFound, then what `notices.raise_objection` refuses.
    """
    line, record = objected_line(act.session, act.community.id, line_id)
    objection = notices.raise_objection(act, line, objector, words)
    RECORD_LIFE.move(act.session, record, RecordMove.DISPUTE)
    if objector.id != record.member_id:
        _tell_member(act, record, OBJECTED)
    return objection


def decide(act: Act, objection_id: int, decision: Decision) -> ServiceRecord:
    """Answer an objection: upheld voids the record, rejected sends it on to be posted when due.

    Raises NotFound, then what `notices.decide_objection` refuses; OwnCase too for who confirmed.
    """
    objection = row_in(act.session, Objection, act.community.id, objection_id)
    _line, record = objected_line(act.session, act.community.id, objection.line_id)
    if record.confirmed_by_id is not None:
        act.by.refuse_own_case(record.confirmed_by_id)
    line = notices.decide_objection(
        act, objection, is_upheld=decision.is_upheld, answer=decision.answer
    )
    _follow(act, record, line)
    values = {"title": record.title, "answer": decision.answer.strip()}
    act.tell(objection.made_by_id, ANSWERED, "", **values)
    sentence = UPHELD if decision.is_upheld else REJECTED
    if not _is_own(act.session, objection, record):
        _tell_member(act, record, sentence, answer=values["answer"])
    return record


def _follow(act: Act, record: ServiceRecord, line: NoticeLine) -> None:
    act.session.refresh(record, with_for_update=True)
    if line.state is NoticeLineState.REMOVED:
        answer = act.session.scalars(
            select(Objection.answer)
            .where(Objection.community_id == act.community.id, Objection.line_id == line.id)
            .order_by(Objection.id.desc())
        ).first()
        drop(act, record, answer or "")
        return
    RECORD_LIFE.move(act.session, record, RecordMove.RESTORE)


def _is_own(session: Session, objection: Objection, record: ServiceRecord) -> bool:
    member = session.get_one(Member, record.member_id)
    return member.person_id == objection.made_by_id


def _tell_member(
    act: Act,
    record: ServiceRecord,
    sentence: str,
    **values: str,
) -> None:
    member = act.session.get_one(Member, record.member_id)
    act.tell(
        member.person_id,
        sentence,
        f"/c/{act.community.slug}/me/records/{record.id}",
        title=record.title,
        minutes=record.service_minutes,
        **values,
    )
