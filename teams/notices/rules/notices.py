"""The public notice (公示): hung for working days, objected to by name, ended by `sweep`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from core import bulk, calendar, clock, room
from core.errors import BadRequest, RuleError
from teams.authority.act import Act
from teams.members.models import Member
from teams.notices.models import (
    NOTICE_LIFE,
    NOTICE_LINE_LIFE,
    OBJECTION_LIFE,
    Notice,
    NoticeLine,
    NoticeLineMove,
    NoticeLineState,
    NoticeMove,
    NoticeState,
    Objection,
    ObjectionMove,
    ObjectionState,
)
from teams.notices.rules import notice_days
from teams.permissions import Permission

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
    """One announced thing: whose, which row of the posting room, and its sentence."""

    member_id: int
    subject_id: int
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is to be hung, and for how many working days. `kind`: the name of its NoticeSort."""

    kind: str
    title: str
    working_days: int
    lines: list[Line]
    body: str = ""


def post(act: Act, announcement: Announcement, by_person_id: int | None) -> Notice:
    """Hang a notice; the next working day is day 1 and it ends after the last day (T17, T18).

    Working days: the state's calendar with its exchanged days, the operator's table above it.
    Raises KeyError for a kind no room declares.
    """
    posted_on = act.today
    days = calendar.working_days_after(
        posted_on, announcement.working_days, calendar.overrides(act.session)
    )
    notice = Notice(
        community_id=act.community.id,
        kind=room.notice_sort(announcement.kind).name,
        title=announcement.title,
        body=announcement.body,
        state=NoticeState.OPEN,
        posted_on=posted_on,
        posted_at=act.now,
        posted_by_id=by_person_id,
        working_days=announcement.working_days,
        first_on=days[0],
        last_on=days[-1],
        ends_at=clock.day_start(days[-1] + timedelta(days=1), act.community.zone),
    )
    act.session.add(notice)
    act.session.flush()
    _hang_lines(act.session, notice, announcement.lines)
    act.made_by(by_person_id).note("notice_posted", notice)
    return notice


def _hang_lines(session: Session, notice: Notice, lines: list[Line]) -> None:
    rows = [
        {
            "community_id": notice.community_id,
            "notice_id": notice.id,
            "member_id": line.member_id,
            "subject_id": line.subject_id,
            "sentence": line.sentence,
            "values": line.values,
            "state": NoticeLineState.HANGING,
        }
        for line in lines
    ]
    bulk.write(session, insert(NoticeLine), rows)


def end_due(act: Act, at_most: int = 50) -> list[Notice]:
    """End the notices whose last day is over: what still hangs has passed; disputes go on.

    Safe to run twice: only a notice that is open is ended, and only when its working days are
    still over by today's calendar. Returns what has ended.
    """
    by_hand = calendar.overrides(act.session)
    due = act.session.scalars(
        select(Notice)
        .where(Notice.state == NoticeState.OPEN, Notice.ends_at <= act.now)
        .order_by(Notice.id)
        .limit(at_most)
        .with_for_update(skip_locked=True)
    ).all()
    ended = [each for each in due if not notice_days.extend(act, each, by_hand)]
    for notice in ended:
        _end(act, notice)
    act.session.flush()
    return ended


def end_if_due(act: Act, notice: Notice) -> bool:
    """End this one notice when its last day is over; return whether it has ended by now.

    For whoever waits on it and comes before `sweep` does.
    """
    act.session.refresh(notice, with_for_update=True)
    is_due = notice.state is NoticeState.OPEN and notice.ends_at <= act.now
    if is_due and not notice_days.extend(act, notice, calendar.overrides(act.session)):
        _end(act, notice)
        act.session.flush()
    return notice.state is NoticeState.ENDED


def _end(act: Act, notice: Notice) -> None:
    NOTICE_LIFE.move(act.session, notice, NoticeMove.END, ended_at=act.now)
    of_notice = (
        NoticeLine.community_id == notice.community_id,
        NoticeLine.notice_id == notice.id,
    )
    NOTICE_LINE_LIFE.move_all(act.session, NoticeLineMove.END, *of_notice, decided_at=act.now)
    act.made_by(None).note("notice_ended", notice)


def raise_objection(act: Act, line: NoticeLine, objector: Member, words: str) -> Objection:
    """Dispute one line by name; the notice goes on for the others.

    Raises WordsMissing, NoticeEnded, AlreadyDisputed, in that order.
    """
    if len(words.strip()) < 4:
        raise WordsMissing
    notice = act.session.get_one(Notice, line.notice_id)
    if notice.state is not NoticeState.OPEN or act.now >= notice.ends_at:
        raise NoticeEnded
    _move_line(act, line, NoticeLineMove.DISPUTE)
    objection = Objection(
        community_id=line.community_id,
        line_id=line.id,
        made_by_id=objector.person_id,
        made_by_name=objector.person.name,
        contact_tail=objector.person.phone_tail or "",
        words=words.strip(),
        state=ObjectionState.OPEN,
        made_at=act.now,
        due_on=answer_due(act.session, clock.local_day(act.now, objector.community.zone)),
    )
    act.session.add(objection)
    act.session.flush()
    act.made_by(objector.person_id).note("objection_raised", notice, line=line.id)
    return objection


def answer_due(session: Session, day: date) -> date:
    """Return the last day to answer what was raised on `day`, in working days."""
    by_hand = calendar.overrides(session)
    return calendar.working_days_after(day, ANSWER_WITHIN_WORKING_DAYS, by_hand)[-1]


def _move_line(act: Act, line: NoticeLine, move: NoticeLineMove) -> None:
    if not NOTICE_LINE_LIFE.move(act.session, line, move, decided_at=act.now):
        raise AlreadyDisputed


def decide_objection(act: Act, objection: Objection, *, is_upheld: bool, answer: str) -> NoticeLine:
    """Answer an objection: upheld removes the line; rejected puts it back.

    A line put back after its notice has ended has passed at once. Returns the line.
    Raises NotAllowed, OwnCase (objector or the person named decides nothing), WordsMissing,
    ObjectionDecided, in that order.
    """
    act.by.refuse_unless(Permission.OBJECTION_DECIDE)
    line = act.session.get_one(NoticeLine, objection.line_id)
    act.by.refuse_own_case(objection.made_by_id)
    act.by.refuse_own_case(act.session.get_one(Member, line.member_id).person_id)
    if len(answer.strip()) < 4:
        raise WordsMissing
    _close(act, objection, answer.strip(), is_upheld=is_upheld)
    notice = act.session.get_one(Notice, line.notice_id)
    _move_line(act, line, _follows(notice, is_upheld))
    act.note("objection_decided", notice, upheld=is_upheld)
    return line


def _follows(notice: Notice, is_upheld: bool) -> NoticeLineMove:  # noqa: FBT001 - one private caller
    if is_upheld:
        return NoticeLineMove.REMOVE
    if notice.state is NoticeState.ENDED:
        return NoticeLineMove.CLEAR
    return NoticeLineMove.RESTORE


def _close(act: Act, objection: Objection, answer: str, *, is_upheld: bool) -> None:
    move = ObjectionMove.UPHOLD if is_upheld else ObjectionMove.REJECT
    decided = {"answer": answer, "decided_by_id": act.by.person_id, "decided_at": act.now}
    if not OBJECTION_LIFE.move(act.session, objection, move, **decided):
        raise ObjectionDecided
