"""What one line of a notice says, and of whom: names made anew by the consents of now."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core.template_filters import filled
from teams.members.rules.public_names import PublicName, public_names
from teams.notices.models import NoticeLine


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
