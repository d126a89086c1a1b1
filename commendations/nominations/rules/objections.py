"""Objections to an announced honour: the name stands aside until somebody has looked into it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules import inbox
from commendations.models import Commendation, Nomination
from commendations.nominations.rules import stages
from commendations.nominations.rules.nominations import note
from commendations.nominations.rules.refusals import NominationSettled, ReviewedByChecker
from commendations.nominations.rules.stages import Move
from core.errors import NotFound
from core.permissions import Permission
from teams.authority.rules import Authority
from teams.members.models import Member
from teams.notices.models import NoticeLine, NoticeLineState, Objection, ObjectionState
from teams.notices.rules import notices

MOVE_AFTER = {
    NoticeLineState.REMOVED: Move.REFUSE,
    NoticeLineState.HANGING: Move.RESTORE,
    NoticeLineState.PASSED: Move.CONFIRM,
}


def line_of(session: Session, name: Nomination) -> NoticeLine:
    """Return the announced line of a name. Raises NominationSettled when it never hung."""
    batch = session.get_one(Commendation, name.commendation_id)
    found = session.scalars(
        select(NoticeLine).where(
            NoticeLine.community_id == name.community_id,
            NoticeLine.notice_id == batch.notice_id,
            NoticeLine.subject_id == name.id,
        )
    ).one_or_none()
    if found is None:
        raise NominationSettled
    return found


def open_objection(session: Session, name: Nomination) -> Objection:
    """Return the objection that waits for an answer. Raises NotFound without one."""
    found = session.scalars(
        select(Objection).where(
            Objection.community_id == name.community_id,
            Objection.line_id == line_of(session, name).id,
            Objection.state == ObjectionState.OPEN,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def raise_objection(
    session: Session, name: Nomination, words: str, by: Authority, now: datetime
) -> Objection:
    """Dispute one announced name with one's own; the notice goes on for the others.

    Raises NotAllowed, NominationSettled, WordsMissing, NoticeEnded, AlreadyDisputed, in that order.
    """
    by.refuse_unless(Permission.OBJECTION_MAKE)
    line = line_of(session, name)
    objector = session.get_one(Member, by.member_id or 0)
    objection = notices.raise_objection(session, line, objector, words, now)
    stages.move(session, name, Move.DISPUTE)
    batch = session.get_one(Commendation, name.commendation_id)
    note(session, "nomination_disputed", batch, by, now, nomination=name.id)
    nominee = session.get_one(Member, name.member_id)
    sentence = "“%(title)s”里您的一条有人提出实名异议，正在核实，答复后告诉您。"
    inbox.tell(session, nominee.person_id, sentence, now, title=batch.title)
    return objection


def decide(
    session: Session,
    name: Nomination,
    decision: tuple[bool, str],
    by: Authority,
    now: datetime,
) -> None:
    """Answer the open objection: (is it upheld, the words of the answer).

    Upheld takes the name off the batch; the next candidate needs a notice of his own. Rejected
    puts it back; when the notice has ended meanwhile, it has passed.
    Raises NotAllowed, NotFound, ReviewedByChecker (who proposed or checked), OwnCase,
    WordsMissing, ObjectionDecided, in that order.
    """
    by.refuse_unless(Permission.OBJECTION_DECIDE)
    objection = open_objection(session, name)
    batch = session.get_one(Commendation, name.commendation_id)
    if by.person_id in {name.proposed_by_id, batch.checked_by_id}:
        raise ReviewedByChecker
    is_upheld, answer = decision
    line = notices.decide_objection(
        session, objection, is_upheld=is_upheld, answer=answer, by=by, now=now
    )
    stamps = {"decision": answer.strip(), "decided_by_id": by.person_id} if is_upheld else {}
    stages.move(session, name, MOVE_AFTER[line.state], **stamps)
    note(session, "nomination_decided", batch, by, now, nomination=name.id, upheld=is_upheld)
    _tell_both(session, name, objection, batch.title, now)


def _tell_both(
    session: Session, name: Nomination, objection: Objection, title: str, now: datetime
) -> None:
    nominee = session.get_one(Member, name.member_id)
    sentence = "“%(title)s”的异议已答复：%(answer)s"
    for person_id in {nominee.person_id, objection.made_by_id}:
        inbox.tell(session, person_id, sentence, now, title=title, answer=objection.answer)
