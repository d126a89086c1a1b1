"""有误: a volunteer reports an error in an own record; a second person answers.

民政部令第67号 lets a volunteer report errors and omissions, and binds who recorded to verify and
correct them promptly. While a record hangs, the objection is the way; afterwards it is this.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.act import Subject
from core import wording
from core.errors import AlreadyDone, RuleError
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Community, Member
from teams.notices.rules import notices
from volunteer.activities.models import Activity, Shift
from volunteer.activities.rules.leaders import desk_of, leaders_of, second_persons_of
from volunteer.hours.models import (
    CORRECTION_LIFE,
    ON_NOTICE,
    CorrectionMove,
    CorrectionRequest,
    CorrectionState,
    RecordState,
    ServiceRecord,
)
from volunteer.hours.rules import record_corrections
from volunteer.hours.rules.record_corrections import Correction, SecondPersonNeeded
from volunteer.permissions import Permission

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


def report(act: Act, member: Member, record_id: int, words: str) -> CorrectionRequest:
    """Report an error in one's own record; supervisors answer within the working days of rule.

    Raises NotFound (for another's too),
    StillHanging, WordsMissing (under 4 characters), AlreadyReported, in that order.
    """
    record = row_in(
        act.session,
        ServiceRecord,
        act.community.id,
        record_id,
        ServiceRecord.member_id == member.id,
    )
    act.session.refresh(record, with_for_update=True)
    if record.state in ON_NOTICE:
        raise StillHanging
    if len(words.strip()) < 4:
        raise notices.WordsMissing
    if _is_reported(act.session, record):
        raise AlreadyReported
    made = _opened(act, record, words.strip())
    act.made_by(member.person_id).note(
        "record_error_reported",
        Subject("service_record", made.record_id, made.community_id),
        reason=made.answer or made.words,
        state=made.state.value,
    )
    return made


def flag(act: Act, record: ServiceRecord, words: str) -> None:
    """Report an error nobody had to see: found while two files became one (T35).

    Where a report is open already, that one is looked at.
    """
    if _is_reported(act.session, record):
        return
    made = _opened(act, record, words)
    act.note(
        "record_error_reported",
        Subject("service_record", made.record_id, made.community_id),
        reason=made.words,
        state=made.state.value,
    )


def _opened(act: Act, record: ServiceRecord, words: str) -> CorrectionRequest:
    made = CorrectionRequest(
        community_id=act.community.id,
        record_id=record.id,
        member_id=record.member_id,
        words=words,
        state=CorrectionState.OPEN,
        made_at=act.now,
        due_on=notices.answer_due(act.session, act.today),
    )
    act.session.add(made)
    act.session.flush()
    due, own = wording.month_and_day(made.due_on), made.member.person_id
    for person_id in second_persons_of(act.session, act.community.id) - {own}:
        link = f"/c/{act.community.slug}/record-corrections/{made.id}"
        act.tell(person_id, REPORTED, link, title=record.title, **due)
    return made


def answer(act: Act, request_id: int, given: Answer) -> CorrectionRequest:
    """Answer a report: right as it is, or the record is taken back to be made anew.

    A posted record is voided with its points, one that never counted is dropped; whoever leads
    the activity, or for hours added by hand the desk, is told to make a right one. Raises
    NotFound, NotAllowed, OwnCase, SecondPersonNeeded, WordsMissing, AlreadyAnswered, in that
    order, then what voiding refuses.
    """
    request = row_in(act.session, CorrectionRequest, act.community.id, request_id)
    act.by.refuse_unless(Permission.OBJECTION_DECIDE)
    act.by.refuse_own_case(request.member.person_id)
    record = request.record
    if record.confirmed_by_id == act.by.person_id:
        raise SecondPersonNeeded
    if len(given.words.strip()) < 4:
        raise notices.WordsMissing
    act.session.refresh(request, with_for_update=True)
    move = CorrectionMove.CORRECT if given.is_corrected else CorrectionMove.KEEP
    answered = {
        "answer": given.words.strip(),
        "decided_by_id": act.by.person_id,
        "decided_at": act.now,
    }
    if not CORRECTION_LIFE.move(act.session, request, move, **answered):
        raise AlreadyAnswered
    if given.is_corrected:
        _take_back(act, request)
    sentence, link = (
        CORRECTED if given.is_corrected else KEPT,
        f"/c/{act.community.slug}/me/records/{record.id}",
    )
    values = {"title": record.title, "answer": request.answer}
    act.tell(request.member.person_id, sentence, link, **values)
    act.note(
        "record_error_answered",
        Subject("service_record", request.record_id, request.community_id),
        reason=request.answer or request.words,
        state=request.state.value,
    )
    return request


def _is_reported(session: Session, record: ServiceRecord) -> bool:
    held = session.scalar(
        select(CorrectionRequest.id).where(
            CorrectionRequest.community_id == record.community_id,
            CorrectionRequest.record_id == record.id,
            CorrectionRequest.state == CorrectionState.OPEN,
        )
    )
    return held is not None


def _take_back(act: Act, request: CorrectionRequest) -> None:
    record = request.record
    act.session.refresh(record)
    if record.state is RecordState.POSTED:
        seen = Correction(request.answer, record.version)
        record_corrections.void(act, record.id, seen)
    elif record.state is RecordState.CONFIRMED:
        record.second_person_id = act.by.person_id
        record_corrections.drop(act, record, request.answer)
    if record.shift_id is not None and record.sign_up_id is None:
        return
    whom, link = _who_makes_it_anew(act.session, act.community, record)
    for person_id in whom - {request.member.person_id}:
        values = {"title": record.title, "answer": request.answer}
        act.tell(person_id, TO_DO_ANEW, link, **values)


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
