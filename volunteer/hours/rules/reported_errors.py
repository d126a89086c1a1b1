"""有误: a volunteer reports an error in a record of his own; a second person answers.

民政部令第67号 lets a volunteer report errors and omissions, and binds who recorded to verify and
correct them promptly. While a record hangs, the objection is the way; afterwards it is this.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules import audit, inbox
from core import clock
from core.errors import AlreadyDone, RuleError
from core.permissions import Permission
from core.tenancy import row_in
from teams.authority.rules import Authority
from teams.members.models import Community, Member
from teams.notices.rules import notices
from volunteer.activities.models import Activity, Shift
from volunteer.activities.rules.leaders import desk_of, leaders_of, second_persons_of
from volunteer.hours.models import CorrectionRequest, CorrectionState, RecordState, ServiceRecord
from volunteer.hours.rules import record_corrections
from volunteer.hours.rules.record_corrections import Correction, SecondPersonNeeded

REPORTABLE = frozenset({RecordState.POSTED, RecordState.CONFIRMED, RecordState.VOIDED})
REPORTED = "有人报告《%(title)s》的时长有误，请在 %(month)s月%(day)s日前核实答复。"
KEPT = "您报的《%(title)s》那一条已核实，时长不变：%(answer)s"
CORRECTED = "您报的《%(title)s》那一条要更正，会重新核对：%(answer)s"
TO_DO_ANEW = "《%(title)s》有一条时长要重新核对：%(answer)s"


class StillHanging(RuleError):
    """A record on its notice, or just off it, is objected to or posted first."""

    code = "already_done"
    message = "这一条还在公示或刚公示完。公示期内请提异议，入账后可以再报有误。"


class AlreadyReported(AlreadyDone):
    """One open report a record."""

    message = "这一条您已经报过有误，正在核实，办好会通知您。"


class AlreadyAnswered(AlreadyDone):
    """A report is answered once."""

    message = "这一条已经答复过了，请刷新看看。"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a report is answered: the record is put right or stays, in words the person reads."""

    is_corrected: bool
    words: str


def report(
    session: Session, community: Community, mine: tuple[Member, int], words: str, now: datetime
) -> CorrectionRequest:
    """Report an error in one's own record; supervisors answer within the working days of rule.

    mine: the member and the number of his record. Raises NotFound (for another's too),
    StillHanging, WordsMissing (under 4 characters), AlreadyReported, in that order.
    """
    member, record_id = mine
    record = row_in(
        session, ServiceRecord, community.id, record_id, ServiceRecord.member_id == member.id
    )
    session.refresh(record, with_for_update=True)
    if record.state not in REPORTABLE:
        raise StillHanging
    if len(words.strip()) < 4:
        raise notices.WordsMissing
    _refuse_second_report(session, record)
    made = CorrectionRequest(
        community_id=community.id,
        record_id=record.id,
        member_id=member.id,
        words=words.strip(),
        state=CorrectionState.OPEN,
        made_at=now,
        due_on=notices.answer_due(session, clock.local_day(now, community.zone)),
    )
    session.add(made)
    session.flush()
    due = {"month": made.due_on.month, "day": made.due_on.day}
    for person_id in second_persons_of(session, community.id) - {member.person_id}:
        link = f"/c/{community.slug}/record-corrections/{made.id}"
        inbox.tell(session, person_id, REPORTED, now, link, title=record.title, **due)
    _note(session, "record_error_reported", made, member.person_id, now)
    return made


def answer(
    session: Session,
    community: Community,
    request_id: int,
    given: Answer,
    by: Authority,
    now: datetime,
) -> CorrectionRequest:
    """Answer a report: right as it is, or the record is taken back to be made anew.

    A posted record is voided with its points, one that never counted is dropped; whoever leads
    the activity, or for hours added by hand the desk, is told to make a right one. Raises
    NotFound, NotAllowed, OwnCase, SecondPersonNeeded, WordsMissing, AlreadyAnswered, in that
    order, then what voiding refuses.
    """
    request = row_in(session, CorrectionRequest, community.id, request_id)
    by.refuse_unless(Permission.OBJECTION_DECIDE)
    by.refuse_own_case(request.member.person_id)
    record = request.record
    if record.confirmed_by_id == by.person_id:
        raise SecondPersonNeeded
    if len(given.words.strip()) < 4:
        raise notices.WordsMissing
    session.refresh(request, with_for_update=True)
    if request.state is not CorrectionState.OPEN:
        raise AlreadyAnswered
    request.state = CorrectionState.CORRECTED if given.is_corrected else CorrectionState.KEPT
    request.answer, request.decided_by_id, request.decided_at = (
        given.words.strip(),
        by.person_id,
        now,
    )
    session.flush()
    if given.is_corrected:
        _take_back(session, community, request, by, now)
    sentence, link = CORRECTED if given.is_corrected else KEPT, f"/c/{community.slug}/me/records"
    values = {"title": record.title, "answer": request.answer}
    inbox.tell(session, request.member.person_id, sentence, now, link, **values)
    _note(session, "record_error_answered", request, by.person_id, now)
    return request


def _refuse_second_report(session: Session, record: ServiceRecord) -> None:
    held = session.scalar(
        select(CorrectionRequest.id).where(
            CorrectionRequest.community_id == record.community_id,
            CorrectionRequest.record_id == record.id,
            CorrectionRequest.state == CorrectionState.OPEN,
        )
    )
    if held is not None:
        raise AlreadyReported


def _take_back(
    session: Session,
    community: Community,
    request: CorrectionRequest,
    by: Authority,
    now: datetime,
) -> None:
    record = request.record
    session.refresh(record)
    if record.state is RecordState.POSTED:
        seen = Correction(request.answer, record.version)
        record_corrections.void(session, community, record.id, seen, by, now)
    elif record.state is RecordState.CONFIRMED:
        record.second_person_id = by.person_id
        record_corrections.drop(session, record, request.answer, now)
    whom, link = _who_makes_it_anew(session, community, record)
    for person_id in whom - {request.member.person_id}:
        values = {"title": record.title, "answer": request.answer}
        inbox.tell(session, person_id, TO_DO_ANEW, now, link, **values)


def _who_makes_it_anew(
    session: Session, community: Community, record: ServiceRecord
) -> tuple[set[int], str]:
    here = f"/c/{community.slug}"
    if record.shift_id is None:
        return desk_of(session, community.id), f"{here}/members/{record.member_id}/records"
    activity = session.scalars(
        select(Activity)
        .join(Shift, Shift.activity_id == Activity.id)
        .where(Shift.id == record.shift_id)
    ).one()
    return leaders_of(session, activity), f"{here}/shifts/{record.shift_id}/minutes"


def _note(
    session: Session, event: str, request: CorrectionRequest, actor_id: int, now: datetime
) -> None:
    audit.record(
        session,
        event,
        ("service_record", request.record_id),
        actor_id=actor_id,
        community_id=request.community_id,
        now=now,
        reason=request.answer or request.words,
        state=request.state.value,
    )
