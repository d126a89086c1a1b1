"""What one line of a notice says: its name is made anew each time, by the consents of now."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core import typeset
from core.calendar import DayKind
from core.typesetting import filled, tongue
from teams.members.rules.public_names import PublicName, public_names
from teams.notices.models import NoticeLine
from teams.notices.queries.notices import NoticeDay


def name_words(shown: PublicName) -> str:
    """Write whom a line is about: 张** 尾号 0387, or the team alone (contract 9)."""
    if shown.is_minor:
        return minor_words(shown.team)
    if shown.name:
        return str(_("%(name)s 尾号 %(tail)s", name=shown.name, tail=shown.number_tail))
    return str(_("%(team)s队 尾号 %(tail)s", team=shown.team, tail=shown.number_tail))


def minor_words(team: str) -> str:
    """Write a minor in public: the team alone, neither name nor number (domain 5.2)."""
    return str(_("%(team)s队员（未成年）", team=team))


def line_words(line: NoticeLine) -> str:
    """Write what a line announces, without whom."""
    return filled(line.sentence, line.values)


def day_box(each: NoticeDay, today: date) -> tuple[str, int, str, str]:
    """Return weekday, day of month, the word under it and its look for the strip of a notice.

    Today says so; the day of posting, which does not count, 张贴; a counted day its number, with 班
    when it is worked in exchange; any other 节 or 休.
    """
    return (
        typeset.weekday(each.day, tongue()),
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


def whole_line(session: Session, line: NoticeLine, on: date) -> str:
    """Return whom and what one line announces, as `whole_lines` does."""
    return whole_lines(session, [line], on)[line.id]


def whole_lines(session: Session, lines: list[NoticeLine], on: date) -> dict[int, str]:
    """Return line id → whom and what it announces, the names by the consents of now, in one query.

    on: the local day by which minors are told.
    """
    if not lines:
        return {}
    names = public_names(session, lines[0].community_id, [line.member_id for line in lines], on)
    return {
        line.id: str(
            _("%(name)s：%(words)s", name=name_words(names[line.member_id]), words=line_words(line))
        )
        for line in lines
    }
