"""The public notice (公示): hung for working days, objected to by name, ended by `sweep`."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules import audit
from core import calendar, clock
from core.errors import BadRequest, RuleError
from core.permissions import Permission
from teams.authority.rules import Authority
from teams.members.models import Community, Member
from teams.notices.models import (
    NOTICE_LIFE,
    NOTICE_LINE_LIFE,
    OBJECTION_LIFE,
    Notice,
    NoticeAct,
    NoticeKind,
    NoticeLine,
    NoticeLineAct,
    NoticeLineState,
    NoticeState,
    Objection,
    ObjectionAct,
    ObjectionState,
)
from teams.notices.rules import notice_days

ANSWER_WITHIN_WORKING_DAYS = 10


class NoticeEnded(RuleError):
    """The notice no longer hangs, so nobody can object to it."""

    code = "already_done"
    message = "公示已经结束，不能再提异议。有新情况请到服务台说明。"


class AlreadyDisputed(RuleError):
    """Somebody's objection to this line is being looked into."""

    code = "already_done"
    message = "这一条已有人提出异议，正在核实，不用再提。"


class ObjectionDecided(RuleError):
    """The objection has been answered before."""

    code = "already_done"
    message = "这条异议已经答复过了。"


class WordsMissing(BadRequest):
    """An objection or an answer without words."""

    message = "请写明理由，至少 4 个字。"


@dataclass(frozen=True, slots=True)
class Line:
    """One announced thing: whose, which row of the posting floor, and its sentence."""

    member_id: int
    subject_id: int
    sentence: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is to be hung, and for how many working days."""

    kind: NoticeKind
    title: str
    working_days: int
    lines: list[Line]
    body: str = ""


def post(
    session: Session,
    community: Community,
    announcement: Announcement,
    by_person_id: int | None,
    now: datetime,
) -> Notice:
    """Hang a notice; the next working day is day 1 and it ends after the last day (T17, T18).

    Working days: the state's calendar with its exchanged days, the operator's table above it.
    """
    posted_on = clock.local_day(now, community.zone)
    days = calendar.working_days_after(
        posted_on, announcement.working_days, calendar.overrides(session)
    )
    notice = Notice(
        community_id=community.id,
        kind=announcement.kind,
        title=announcement.title,
        body=announcement.body,
        state=NoticeState.OPEN,
        posted_on=posted_on,
        posted_at=now,
        posted_by_id=by_person_id,
        working_days=announcement.working_days,
        first_on=days[0],
        last_on=days[-1],
        ends_at=clock.day_start(days[-1] + timedelta(days=1), community.zone),
    )
    session.add(notice)
    session.flush()
    _hang_lines(session, notice, announcement.lines)
    _note(session, "notice_posted", notice, by_person_id, now)
    return notice


def _hang_lines(session: Session, notice: Notice, lines: list[Line]) -> None:
    session.add_all(
        NoticeLine(
            community_id=notice.community_id,
            notice_id=notice.id,
            member_id=line.member_id,
            subject_id=line.subject_id,
            sentence=line.sentence,
            values=line.values,
            state=NoticeLineState.HANGING,
        )
        for line in lines
    )
    session.flush()


def end_due(session: Session, now: datetime, at_most: int = 50) -> list[Notice]:
    """End the notices whose last day is over: what still hangs has passed; disputes go on.

    Safe to run twice: only a notice that is open is ended, and only when its working days are
    still over by today's calendar. Returns what has ended.
    """
    by_hand = calendar.overrides(session)
    due = session.scalars(
        select(Notice)
        .where(Notice.state == NoticeState.OPEN, Notice.ends_at <= now)
        .order_by(Notice.id)
        .limit(at_most)
        .with_for_update(skip_locked=True)
    ).all()
    ended = [each for each in due if not notice_days.extend(session, each, by_hand, now)]
    for notice in ended:
        _end(session, notice, now)
    session.flush()
    return ended


def end_if_due(session: Session, notice: Notice, now: datetime) -> bool:
    """End this one notice when its last day is over; return whether it has ended by now.

    For whoever waits on it and comes before `sweep` does.
    """
    session.refresh(notice, with_for_update=True)
    is_due = notice.state is NoticeState.OPEN and notice.ends_at <= now
    if is_due and not notice_days.extend(session, notice, calendar.overrides(session), now):
        _end(session, notice, now)
        session.flush()
    return notice.state is NoticeState.ENDED


def _end(session: Session, notice: Notice, now: datetime) -> None:
    NOTICE_LIFE.move(session, notice, NoticeAct.END, ended_at=now)
    of_notice = (
        NoticeLine.community_id == notice.community_id,
        NoticeLine.notice_id == notice.id,
    )
    NOTICE_LINE_LIFE.move_all(session, NoticeLineAct.END, *of_notice, decided_at=now)
    _note(session, "notice_ended", notice, None, now)


def raise_objection(
    session: Session, line: NoticeLine, objector: Member, words: str, now: datetime
) -> Objection:
    """Dispute one line by name; the notice goes on for the others.

    Raises WordsMissing, NoticeEnded, AlreadyDisputed, in that order.
    """
    if len(words.strip()) < 4:
        raise WordsMissing
    notice = session.get_one(Notice, line.notice_id)
    if notice.state is not NoticeState.OPEN or now >= notice.ends_at:
        raise NoticeEnded
    _move_line(session, line, NoticeLineAct.DISPUTE, now)
    objection = Objection(
        community_id=line.community_id,
        line_id=line.id,
        made_by_id=objector.person_id,
        made_by_name=objector.person.name,
        contact_tail=objector.person.phone_tail or "",
        words=words.strip(),
        state=ObjectionState.OPEN,
        made_at=now,
        due_on=answer_due(session, clock.local_day(now, objector.community.zone)),
    )
    session.add(objection)
    session.flush()
    _note(session, "objection_raised", notice, objector.person_id, now, line=line.id)
    return objection


def answer_due(session: Session, day: date) -> date:
    """Return the last day to answer what was raised on `day`, in working days."""
    by_hand = calendar.overrides(session)
    return calendar.working_days_after(day, ANSWER_WITHIN_WORKING_DAYS, by_hand)[-1]


def _move_line(session: Session, line: NoticeLine, act: NoticeLineAct, now: datetime) -> None:
    if not NOTICE_LINE_LIFE.move(session, line, act, decided_at=now):
        raise AlreadyDisputed


def decide_objection(
    session: Session,
    objection: Objection,
    *,
    is_upheld: bool,
    answer: str,
    by: Authority,
    now: datetime,
) -> NoticeLine:
    """Answer an objection: upheld removes the line; rejected puts it back.

    A line put back after its notice has ended has passed at once. Returns the line.
    Raises NotAllowed, OwnCase (objector or the person named decides nothing), WordsMissing,
    ObjectionDecided, in that order.
    """
    by.refuse_unless(Permission.OBJECTION_DECIDE)
    line = session.get_one(NoticeLine, objection.line_id)
    by.refuse_own_case(objection.made_by_id)
    by.refuse_own_case(session.get_one(Member, line.member_id).person_id)
    if len(answer.strip()) < 4:
        raise WordsMissing
    _close(session, objection, (is_upheld, answer.strip()), by, now)
    notice = session.get_one(Notice, line.notice_id)
    _move_line(session, line, _follows(notice, is_upheld), now)
    _note(session, "objection_decided", notice, by.person_id, now, upheld=is_upheld)
    return line


def _follows(notice: Notice, is_upheld: bool) -> NoticeLineAct:  # noqa: FBT001 - one private caller
    if is_upheld:
        return NoticeLineAct.REMOVE
    if notice.state is NoticeState.ENDED:
        return NoticeLineAct.CLEAR
    return NoticeLineAct.RESTORE


def _close(
    session: Session, objection: Objection, decision: tuple[bool, str], by: Authority, now: datetime
) -> None:
    is_upheld, answer = decision
    act = ObjectionAct.UPHOLD if is_upheld else ObjectionAct.REJECT
    decided = {"answer": answer, "decided_by_id": by.person_id, "decided_at": now}
    if not OBJECTION_LIFE.move(session, objection, act, **decided):
        raise ObjectionDecided


def _note(
    session: Session,
    event: str,
    notice: Notice,
    actor_id: int | None,
    now: datetime,
    **details: Any,
) -> None:
    audit.record(
        session,
        event,
        ("notice", notice.id),
        actor_id=actor_id,
        community_id=notice.community_id,
        now=now,
        **details,
    )
