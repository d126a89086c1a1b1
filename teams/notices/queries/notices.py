"""Public notices as pages show them: what hangs, its lines, its days in boxes, objections."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload

from core import calendar, wording
from core.calendar import DayKind
from core.paging import Order, Page, Turn, count_of, page_of, turned
from core.template_filters import tongue
from core.tenancy import row_in
from teams.members.models import Community
from teams.notices.models import (
    POSTED,
    Notice,
    NoticeLine,
    NoticeLineState,
    NoticeState,
    Objection,
    ObjectionState,
)

PAGE = 30
MOST_LINES = 500


def notices_page(
    session: Session, community: Community, words: str, at: Turn
) -> tuple[Page[Notice], int]:
    """Return a page of notices whose title holds `words`, newest first, and how many there are."""
    asked = select(Notice).where(
        Notice.community_id == community.id,
        Notice.state.in_(POSTED),
    )
    if words.strip():
        asked = asked.where(Notice.title.contains(words.strip(), autoescape=True))
    found = turned(session, asked, Order(Notice.id, is_down=True), at, PAGE)
    return found.showing([row[0] for row in found.rows]), count_of(session, asked)


def notice_in(session: Session, community: Community, notice_id: int) -> Notice:
    """Return a notice of `community` that was not taken down. Raises NotFound."""
    not_down = Notice.state.in_(POSTED)
    return row_in(session, Notice, community.id, notice_id, not_down)


def lines_of(session: Session, notice: Notice) -> list[NoticeLine]:
    """Return the lines of a notice as they hang; removed ones are gone from the public."""
    return list(
        session.scalars(
            select(NoticeLine)
            .where(
                NoticeLine.community_id == notice.community_id,
                NoticeLine.notice_id == notice.id,
                NoticeLine.state != NoticeLineState.REMOVED,
            )
            .order_by(NoticeLine.id)
            .limit(MOST_LINES)
        )
    )


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One day of the strip: its kind, and which working day it is (0 when it does not count)."""

    day: date
    counted: int
    kind: DayKind
    is_posting: bool = False


def unknown_year_of(notice: Notice) -> int | None:
    """Return the year a hanging notice counts days in without knowing its holidays, or None."""
    if notice.state is not NoticeState.OPEN:
        return None
    return calendar.unknown_year_ahead(notice.posted_on, notice.working_days)


def days_of(session: Session, notice: Notice) -> list[NoticeDay]:
    """Return every day from the posting to the last, and which of them count (T17, T18)."""
    by_hand = calendar.overrides(session)
    days: list[NoticeDay] = []
    counted, day = 0, notice.posted_on
    while day <= notice.last_on:
        counts = day >= notice.first_on and calendar.is_workday(day, by_hand)
        counted += counts
        kind = calendar.kind_of(day, by_hand)
        is_posting = day == notice.posted_on
        days.append(NoticeDay(day, counted if counts else 0, kind, is_posting))
        day += timedelta(days=1)
    return days


def days_left(days: list[NoticeDay], today: date) -> int:
    """Return how many counting days a notice has left, today among them."""
    return sum(1 for each in days if each.counted and each.day >= today)


def objection_in(session: Session, community: Community, objection_id: int) -> Objection:
    """Return one objection of `community`. Raises NotFound."""
    return row_in(session, Objection, community.id, objection_id)


def objections_page(
    session: Session, community: Community, state: ObjectionState, before: int | None
) -> tuple[list[Objection], int | None]:
    """Return a page of objections in `state`, newest first, with line and notice."""
    asked = select(Objection).where(
        Objection.community_id == community.id, Objection.state == state
    )
    if before is not None:
        asked = asked.where(Objection.id < before)
    asked = asked.options(joinedload(Objection.line).joinedload(NoticeLine.notice))
    rows = list(session.scalars(asked.order_by(Objection.id.desc()).limit(PAGE + 1)))
    return page_of(rows, PAGE)


@dataclass(frozen=True, slots=True)
class ObjectionCounts:
    """How many objections there are, for those who see no more than that."""

    open: int
    overdue: int
    upheld: int
    rejected: int


def objection_counts(session: Session, community: Community, today: date) -> ObjectionCounts:
    """Return how many objections wait, are overdue on `today`, were upheld and rejected."""
    overdue = func.sum(case((Objection.due_on < today, 1), else_=0))
    rows = session.execute(
        select(Objection.state, func.count(), overdue)
        .where(Objection.community_id == community.id)
        .group_by(Objection.state)
    )
    found = {state: (count, int(late)) for state, count, late in rows}
    waiting, late = found.get(ObjectionState.OPEN, (0, 0))
    upheld, _late = found.get(ObjectionState.UPHELD, (0, 0))
    rejected, _late = found.get(ObjectionState.REJECTED, (0, 0))
    return ObjectionCounts(waiting, late, upheld, rejected)


def day_box(each: NoticeDay, today: date) -> tuple[str, int, str, str]:
    """Return weekday, day of month, the word under it and its look for the strip of a notice.

    Today says so; the day of posting, which does not count, 张贴; a counted day its number, with 班
    when it is worked in exchange; any other 节 or 休.
    """
    return (
        wording.weekday(each.day, tongue()),
        each.day.day,
        _day_word(each, today),
        _look(each, today),
    )


def _day_word(each: NoticeDay, today: date) -> str:
    if each.day == today:
        return str(_("今天"))
    if not each.counted:
        rest = _("节") if each.kind is DayKind.HOLIDAY else _("休")
        return str(_("张贴") if each.is_posting else rest)
    words = "第 %(number)s 天 班" if each.kind is DayKind.EXCHANGED else "第 %(number)s 天"
    return str(_(words, number=each.counted))


def _look(each: NoticeDay, today: date) -> str:
    if each.day == today:
        return "today"
    if not each.counted and not each.is_posting:
        return "rest"
    return "past" if each.day < today else ""
