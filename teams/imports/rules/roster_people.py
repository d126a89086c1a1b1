"""The people of a roster read so far: who stands in it twice, and who shares a phone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from core.workbook_check import Checked, Remark, Repeated
from core.workbook_table import Line
from teams.imports.rules.roster_row import MemberRow


def numbers_with_two_names(members: Iterable[MemberRow]) -> set[str]:
    """Return the resident numbers that a roster has beside two different names."""
    names: dict[str, set[str]] = defaultdict(set)
    for member in members:
        if member.resident_number and member.name:
            names[member.resident_number.text].add(member.name)
    return {number for number, written in names.items() if len(written) > 1}


class People:
    """Those who came in so far, to tell a person who stands in the roster twice."""

    def __init__(self) -> None:
        self._by_number: dict[str, MemberRow] = {}
        self._by_phone: dict[str, MemberRow] = {}
        self._by_birth: dict[tuple[str, date], list[MemberRow]] = defaultdict(list)

    def knows(self, line: Line, member: MemberRow, checked: Checked[MemberRow]) -> bool:
        """Note `member` as repeated or asked and return True, or remember a new person."""
        if first := self._same(member):
            self._note_second(line, member, first, checked)
            return True
        if why := self._doubt(member):
            checked.ask(line, why, member)
            return True
        return False

    def remember(self, line: Line, member: MemberRow, checked: Checked[MemberRow]) -> MemberRow:
        """Keep a new person; a phone that is the partner's is only a contact, and it is said."""
        if other := self._by_phone.get(member.phone or ""):
            member = self._without_phone(line, member, other, checked)
        self._by_birth[member.name, member.born_on].append(member)
        if member.resident_number:
            self._by_number[member.resident_number.text] = member
        if member.phone:
            self._by_phone[member.phone] = member
        return member

    def _without_phone(
        self, line: Line, member: MemberRow, other: MemberRow, checked: Checked[MemberRow]
    ) -> MemberRow:
        why = f"手机号与{_place(other)}相同：由那一位登录，这一位记作联系电话。"
        checked.remarks.append(Remark(line.sheet, line.row, line.heading("phone"), why))
        return without_phone(member)

    def _same(self, member: MemberRow) -> MemberRow | None:
        if member.resident_number and (first := self._by_number.get(member.resident_number.text)):
            return first
        return next((one for one in self._born_alike(member) if _is_same(one, member)), None)

    def _born_alike(self, member: MemberRow) -> list[MemberRow]:
        return self._by_birth[member.name, member.born_on]

    def _doubt(self, member: MemberRow) -> str:
        other = self._by_phone.get(member.phone or "")
        if other and _lacks_number(other, member):
            return f"手机号与{_place(other)}相同，请确认是谁的号码。"
        alike = next((one for one in self._born_alike(member) if _lacks_number(one, member)), None)
        return f"与{_place(alike)}同名，分不清是不是同一人，请补身份证号。" if alike else ""

    def _note_second(
        self, line: Line, member: MemberRow, first: MemberRow, checked: Checked[MemberRow]
    ) -> None:
        if first.sheet == line.sheet:
            differs = _differences(line, first, member)
            checked.repeated.append(Repeated(line.sheet, line.row, first.row, differs))
            return
        why = f"与{_place(first)}是同一人，请确认是在册还是已退出。"
        checked.ask(line, why, member)


def _is_same(one: MemberRow, other: MemberRow) -> bool:
    """Tell the same person by the phone, where one of the rows has no resident number."""
    has_same_phone = one.phone is not None and one.phone == other.phone
    return has_same_phone and _lacks_number(one, other)


def _lacks_number(one: MemberRow, other: MemberRow) -> bool:
    return one.resident_number is None or other.resident_number is None


def without_phone(member: MemberRow) -> MemberRow:
    """Return `member` with the phone as a contact to call, not to sign in with."""
    return replace(member, phone=None, contacts=(*member.contacts, f"电话 {member.phone}"))


def _place(member: MemberRow) -> str:
    return f"“{member.sheet}”第 {member.row} 行"


def _differences(line: Line, first: MemberRow, member: MemberRow) -> tuple[str, ...]:
    kept = {
        "phone": (first.phone, member.phone),
        "address": (first.address, member.address),
        "team": (first.team, member.team),
        "skills": (first.skills, member.skills),
        "joined": (first.joined_on, member.joined_on),
    }
    return tuple(line.heading(column) for column, (a, b) in kept.items() if a != b)
