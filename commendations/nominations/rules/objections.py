"""Objections to an announced honour: the nomination waits until somebody has looked into it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from commendations.nominations.models import Commendation, Nomination, NominationMove
from commendations.nominations.rules import stages
from commendations.nominations.rules.refusals import NominationSettled, ReviewedByChecker
from commendations.permissions import Permission
from core.errors import NotFound
from teams.authority.act import Act
from teams.members.models import Member
from teams.notices.models import NoticeLine, NoticeLineState, Objection, ObjectionState
from teams.notices.rules import notices

MOVE_AFTER = {
    NoticeLineState.REMOVED: NominationMove.REFUSE,
    NoticeLineState.HANGING: NominationMove.RESTORE,
    NoticeLineState.PASSED: NominationMove.CONFIRM,
}


def line_of(session: Session, nomination: Nomination) -> NoticeLine:
    """Return the announced line of a nomination. Raises NominationSettled when it never hung."""
    this_round = session.get_one(Commendation, nomination.commendation_id)
    found = session.scalars(
        select(NoticeLine).where(
            NoticeLine.community_id == nomination.community_id,
            NoticeLine.notice_id == this_round.notice_id,
            NoticeLine.subject_id == nomination.id,
        )
    ).one_or_none()
    if found is None:
        raise NominationSettled
    return found


def open_objection(session: Session, nomination: Nomination) -> Objection:
    """Return the objection that waits for an answer. Raises NotFound without one."""
    found = session.scalars(
        select(Objection).where(
            Objection.community_id == nomination.community_id,
            Objection.line_id == line_of(session, nomination).id,
            Objection.state == ObjectionState.OPEN,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def raise_objection(act: Act, nomination: Nomination, words: str) -> Objection:
    """Dispute one announced nomination, with one's own name; the notice goes on for the others.

    Raises NotAllowed, NominationSettled, WordsMissing, NoticeEnded, AlreadyDisputed, in that order.
    """
    act.by.refuse_unless(Permission.OBJECTION_MAKE)
    line = line_of(act.session, nomination)
    objector = act.session.get_one(Member, act.by.member_id or 0)
    objection = notices.raise_objection(act, line, objector, words)
    stages.move(act.session, nomination, NominationMove.DISPUTE)
    this_round = act.session.get_one(Commendation, nomination.commendation_id)
    act.note("nomination_disputed", this_round, nomination=nomination.id)
    nominee = act.session.get_one(Member, nomination.member_id)
    sentence = "“%(title)s”里您的一条有人提出实名异议，正在核实，答复后告诉您。"
    act.tell(nominee.person_id, sentence, title=this_round.title)
    return objection


def decide(act: Act, nomination: Nomination, answer: str, *, is_upheld: bool) -> None:
    """Answer the open objection.

    Upheld takes the nomination off; the next candidate needs an own notice. Rejected
    puts it back; when the notice has ended meanwhile, it has passed.
    Raises NotAllowed, NotFound, ReviewedByChecker (who proposed or checked), OwnCase,
    WordsMissing, ObjectionDecided, in that order.
    """
    act.by.refuse_unless(Permission.OBJECTION_DECIDE)
    objection = open_objection(act.session, nomination)
    this_round = act.session.get_one(Commendation, nomination.commendation_id)
    if act.by.person_id in {nomination.proposed_by_id, this_round.checked_by_id}:
        raise ReviewedByChecker
    line = notices.decide_objection(act, objection, is_upheld=is_upheld, answer=answer)
    stamps = {"decision": answer.strip(), "decided_by_id": act.by.person_id} if is_upheld else {}
    stages.move(act.session, nomination, MOVE_AFTER[line.state], **stamps)
    act.note("nomination_decided", this_round, nomination=nomination.id, upheld=is_upheld)
    _tell_both(act, nomination, objection, this_round.title)


def _tell_both(act: Act, nomination: Nomination, objection: Objection, title: str) -> None:
    nominee = act.session.get_one(Member, nomination.member_id)
    sentence = "“%(title)s”的异议已答复：%(answer)s"
    for person_id in {nominee.person_id, objection.made_by_id}:
        act.tell(person_id, sentence, title=title, answer=objection.answer)
