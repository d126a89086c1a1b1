"""Two files beside each other as a page shows them: rows of a sheet, and sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core import room_members, wording
from core.errors import RuleError
from core.masking import name_for_staff
from core.pairs import SideBySide
from core.template_filters import tongue
from core.told import Told
from teams.members.models import Member
from teams.members.words import MEMBER_STATE_WORDS
from teams.merging.rules import pairs


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page says of two files: rows (what, kept, gone, after), and what speaks against."""

    rows: list[tuple[str, str, str, str]]
    against: list[RuleError]
    clashes: list[str]
    follows: list[str]

    @property
    def may_merge(self) -> bool:
        """Say whether nothing has to be settled first."""
        return not self.against and not self.clashes


def compared(session: Session, kept: Member, gone: Member, now: datetime) -> Shown:
    """Return two files beside each other, as all rooms know them now."""
    pair = pairs.pair_of(kept, gone)
    told = room_members.compared(session, pair, now)
    return Shown(
        rows=[*_facts(kept, gone), *(_figure(each) for each in told.figures)],
        against=list(pairs.against(session, kept, gone)),
        clashes=_sentences(told.clashes),
        follows=_sentences(told.follows),
    )


def _sentences(told: Sequence[Told]) -> list[str]:
    return [_(each.sentence, **each.values) for each in told]


def _facts(kept: Member, gone: Member) -> list[tuple[str, str, str, str]]:
    both = (kept, gone)
    names = [name_for_staff(each.person.name) for each in both]
    numbers, states = [each.volunteer_no for each in both], [_state(each) for each in both]
    joined = [wording.full_date(each.joined_on, tongue()) for each in both]
    phones = [_tail(each.person.phone_tail, _("没有留")) for each in both]
    cards = [_tail(each.person.resident_number_tail, _("没有留")) for each in both]
    born = [_birthday(each) for each in both]
    first = wording.full_date(min(each.joined_on for each in both), tongue())
    return [
        (_("姓名"), *names, names[0]),
        (_("编号"), *numbers, _("%(number)s，旧编号也认", number=numbers[0])),
        (_("状态"), *states, states[0]),
        (_("登记日期"), *joined, first),
        (_("生日"), *born, born[0] if kept.person.birth_on else born[1]),
        (_("手机"), *phones, _("留一个，另一个也认")),
        (_("身份证"), *cards, cards[0] if kept.person.resident_number_tail else cards[1]),
    ]


def _state(member: Member) -> str:
    return str(_(MEMBER_STATE_WORDS[member.state]))


def _birthday(member: Member) -> str:
    born_on = member.person.birth_on
    return wording.full_date(born_on, tongue()) if born_on else str(_("没有留"))


def _tail(tail: str | None, none: str) -> str:
    return str(_("尾号 %(tail)s", tail=tail)) if tail else none


def _figure(each: SideBySide) -> tuple[str, str, str, str]:
    kept, gone, after = (_amount(n, each.kind) for n in (each.kept, each.gone, each.after))
    return str(_(each.words)), kept, gone, after


def _amount(number: int, kind: str) -> str:
    if kind == "minutes":
        return wording.hours(number, tongue())
    return wording.points(number, tongue()) if kind == "points" else wording.thousands(number)
