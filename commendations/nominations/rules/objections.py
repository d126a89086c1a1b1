"""Objections to an announced honour: the name stands aside until somebody has looked into it."""

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


def line_of(session: Session, name: Nomination) -> NoticeLine:
    """Return the announced line of a name. Raises NominationSettled when it never hung."""
    this_round = session.get_one(Commendation, name.commendation_id)
    found = session.scalars(
        select(NoticeLine).where(
            NoticeLine.community_id == name.community_id,
            NoticeLine.notice_id == this_round.notice_id,
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


def raise_objection(act: Act, name: Nomination, words: str) -> Objection:
    """Dispute one announced name with one's own; the notice goes on for the others.

    Raises NotAllowed, NominationSettled, WordsMissing, NoticeEnded, AlreadyDisputed, in that order.
    """
    act.by.refuse_unless(Permission.OBJECTION_MAKE)
    line = line_of(act.session, name)
    objector = act.session.get_one(Member, act.by.member_id or 0)
    objection = notices.raise_objection(act, line, objector, words)
    stages.move(act.session, name, NominationMove.DISPUTE)
    this_round = act.session.get_one(Commendation, name.commendation_id)
    act.note("nomination_disputed", this_round, nomination=name.id)
    nominee = act.session.get_one(Member, name.member_id)
    sentence = "“%(title)s”里您的一条有人提出实名异议，正在核实，答复后告诉您。"
    act.tell(nominee.person_id, sentence, title=this_round.title)
    return objection


def decide(act: Act, name: Nomination, answer: str, *, is_upheld: bool) -> None:
    """Answer the open objection.

    Upheld takes the name off the round; the next candidate needs a notice of his own. Rejected
    puts it back; when the notice has ended meanwhile, it has passed.
    Raises NotAllowed, NotFound, ReviewedByChecker (who proposed or checked), OwnCase,
    WordsMissing, ObjectionDecided, in that order.
    """
    act.by.refuse_unless(Permission.OBJECTION_DECIDE)
    objection = open_objection(act.session, name)
    this_round = act.session.get_one(Commendation, name.commendation_id)
    if act.by.person_id in {name.proposed_by_id, this_round.checked_by_id}:
        raise ReviewedByChecker
    line = notices.decide_objection(act, objection, is_upheld=is_upheld, answer=answer)
    stamps = {"decision": answer.strip(), "decided_by_id": act.by.person_id} if is_upheld else {}
    stages.move(act.session, name, MOVE_AFTER[line.state], **stamps)
    act.note("nomination_decided", this_round, nomination=name.id, upheld=is_upheld)
    _tell_both(act, name, objection, this_round.title)


def _tell_both(act: Act, name: Nomination, objection: Objection, title: str) -> None:
    nominee = act.session.get_one(Member, name.member_id)
    sentence = "“%(title)s”的异议已答复：%(answer)s"
    for person_id in {nominee.person_id, objection.made_by_id}:
        act.tell(person_id, sentence, title=title, answer=objection.answer)
