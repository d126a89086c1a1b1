"""The roster of volunteers as a community keeps it: read and checked."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from core.ages import is_child, is_minor
from core.identity import ResidentNumber, resident_number
from core.inputs import BadInput, person_name, phone
from core.sheet_check import (
    Checked,
    LineReader,
    Remark,
    Repeated,
    day_cell,
    optional,
    required,
    row_key,
    says_none,
    text_cell,
    words_cell,
)
from core.sheet_guard import SheetRefused
from core.sheet_table import Line, Mends, Table, TableMissing, tables
from core.spreadsheet import Book, Cell, cell_text
from teams.rules.roster_phones import is_mobile, numbers
from teams.rules.team_spellings import team_colour, team_in_words

COLUMNS = {
    "name": ("姓名", "志愿者姓名", "名字"),
    "identity": ("身份证号码", "身份证号", "身份证", "公民身份号码", "证件号码"),
    "birth": ("出生年月", "出生日期", "出生年月日", "生日"),
    "ethnicity": ("民族",),
    "political": ("政治面貌",),
    "phone": ("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"),
    "second_phone": ("第二联系电话", "备用电话", "座机", "固定电话", "家庭电话", "宅电"),
    "emergency": ("紧急联系人", "紧急联系人姓名", "应急联系人"),
    "emergency_phone": ("紧急联系电话", "紧急联系人电话", "紧急电话", "应急联系电话"),
    "address": ("家庭住址", "住址", "地址", "家庭地址", "现住址"),
    "team": ("所属队伍", "队伍", "所在队伍", "志愿队", "志愿服务队", "所属志愿服务队", "主队"),
    "skills": ("特长", "专长", "技能"),
    "joined": ("入队时间", "入队日期", "加入时间", "加入日期", "注册时间"),
    "remarks": ("备注", "说明"),
}
_NO_TEAM = "没有找到表头。表头要有这几列：姓名、所属队伍；一队一张表的，写在表名里。"
REQUIRED = ("name",)
PHONE_COLUMNS = {"emergency": "emergency_phone", "phone": "second_phone"}
"""A second phone column: whose it is, by the column it follows or repeats."""


_GUARDIAN = re.compile(
    r"监护人:?\s*(?P<name>[^\s0-9,;、:]{2,20}?)[\s,;、]*"
    r"(?:联系)?(?:电话|手机号?)?:?\s*(?P<phone>[+0-9][0-9 -]*)"
)
_PARTY = {"党员": "中共党员", "预备党员": "中共预备党员", "团员": "共青团员"}


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who answers for a minor, as the remarks of the row say."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One volunteer of the roster; `team` is the colour, red to orange."""

    sheet: str
    row: int
    name: str
    identity: ResidentNumber | None
    born_on: date
    phone: str | None
    team: str
    joined_on: date | None
    ethnicity: str
    political: str
    address: str
    skills: str
    guardian: Guardian | None
    remarks: str
    contacts: tuple[str, ...]
    is_withdrawn: bool
    row_key: str


@dataclass(slots=True)
class RosterChecked(Checked[MemberRow]):
    """What comes in, with the people of the sheet 退出人员 counted apart."""

    withdrawn: list[MemberRow] = field(default_factory=list)

    def figures(self) -> dict[str, int]:
        """Return the counts of every check, with those who left."""
        return {**Checked.figures(self), "withdrawn": len(self.withdrawn)}


def check_roster(book: Book, today: date, mends: Mends | None = None) -> RosterChecked:
    """Read the roster and say row by row what will happen.

    Refused whole: a value that cannot be read, or that another value contradicts. Repeated: a
    person who stands higher up. Asked: a person who may stand higher up, or shares a phone.
    Raises SheetRefused when no sheet is a roster.
    """
    checked = RosterChecked()
    readings = [
        (line, _member(reader := LineReader(line), today, team_of_sheet(table)), reader)
        for table in _rosters(book, mends)
        for line in table.lines
    ]
    torn = _numbers_with_two_names(member for _, member, _ in readings)
    people = _People()
    for line, member, reader in readings:
        checked.rows += not member.is_withdrawn
        checked.lines[line.sheet, line.row] = line
        if member.identity and member.identity.text in torn:
            reader.object("identity", "同一个身份证号写了两个姓名，请核对是谁的。")
        if refusal := reader.refusal():
            checked.refused.append(refusal)
        elif not people.knows(line, member, checked):
            coming = people.remember(line, member, checked)
            (checked.withdrawn if coming.is_withdrawn else checked.accepted).append(coming)
            checked.remarks.extend(_remarks(line, coming, today))
    return checked


def _rosters(book: Book, mends: Mends | None) -> Iterator[Table]:
    """Yield the tables that are rosters. Raises SheetRefused when no team stands anywhere."""
    try:
        found = tables(book, COLUMNS, REQUIRED, mends, {"phone": PHONE_COLUMNS})
    except TableMissing as missing:
        raise SheetRefused(_NO_TEAM) from missing
    known = [table for table in found if "team" in table.columns or team_of_sheet(table)]
    if not known:
        raise SheetRefused(_NO_TEAM)
    return iter(known)


def team_of_sheet(table: Table) -> str:
    """Return the colour of the team a whole sheet is for: by its title, else by its name."""
    found = (team_in_words(words) for words in (*table.titles, table.sheet))
    return next(filter(None, found), "")


def _member(reader: LineReader, today: date, sheet_team: str) -> MemberRow:
    line = reader.line
    identity = reader.take("identity", optional(_identity), None)
    name = reader.take("name", required(text_cell(person_name), "没有姓名，请补上。"), "")
    born_on = _birth(reader, identity, today)
    joined_on = reader.take("joined", optional(day_cell), None)
    telephone, contacts = _contacts(reader)
    team = sheet_team
    if not sheet_team or not says_none(line.text("team")):
        team = reader.take("team", required(text_cell(team_colour), "没有写队伍，请补上。"), "")
    if born_on > today and "birth" not in reader.faulty:
        reader.object("identity", "出生日期晚于今天，请核对。")
    if joined_on and not born_on <= joined_on <= today:
        when = "晚于今天" if joined_on > today else "早于出生日期"
        reader.object("joined", f"入队时间{when}，请核对。")
    key = row_key(name, identity and identity.text, born_on, telephone, team, joined_on)
    return MemberRow(
        sheet=line.sheet,
        row=line.row,
        name=name,
        identity=identity,
        born_on=born_on,
        phone=telephone,
        team=team,
        joined_on=joined_on,
        ethnicity=reader.take("ethnicity", words_cell(20), "").removesuffix("族"),
        political=_political(reader.take("political", words_cell(20), "")),
        address=reader.take("address", words_cell(120), ""),
        skills=reader.take("skills", words_cell(120), ""),
        guardian=reader.take("remarks", _guardian, None),
        remarks=reader.take("remarks", words_cell(500), ""),
        contacts=contacts,
        is_withdrawn="退出" in line.sheet,
        row_key=key,
    )


def _identity(cell: Cell) -> ResidentNumber:
    return resident_number(cell if isinstance(cell, float) else cell_text(cell))


def _contacts(reader: LineReader) -> tuple[str | None, tuple[str, ...]]:
    """Return the mobile to sign in with, and whatever else one can call, each in words.

    Of several numbers the first mobile is the phone; a landline is a contact.
    """
    nothing: list[str] = []
    own = [*reader.take("phone", numbers, nothing), *reader.take("second_phone", numbers, nothing)]
    mobile = next((number for number in own if is_mobile(number)), None)
    others = [f"电话 {number}" for number in dict.fromkeys(own) if number != mobile]
    who = reader.take("emergency", words_cell(60), "")
    theirs = "、".join(reader.take("emergency_phone", numbers, []))
    if who or theirs:
        others.append(" ".join(filter(None, ("紧急联系人", who, theirs))))
    return mobile, tuple(others)


def _birth(reader: LineReader, identity: ResidentNumber | None, today: date) -> date:
    written = reader.line.cells.get("birth", "")
    if says_none(cell_text(written)):
        if says_none(reader.line.text("identity")):
            reader.object("birth", "没有身份证号时要写出生年月日，请补上。")
        return identity.born_on if identity else date.min
    if identity and _same_month(cell_text(written), identity.born_on):
        return identity.born_on
    born_on = reader.take("birth", day_cell, date.min)
    if identity and born_on not in {identity.born_on, date.min}:
        stated = identity.born_on.isoformat()
        reader.object("birth", f"与身份证号里的出生日期 {stated} 不一致，请核对。")
    if born_on > today:
        reader.object("birth", "出生日期晚于今天，请核对。")
    return born_on


def _same_month(text: str, born_on: date) -> bool:
    """Tell whether `text` is a year and a month alone, and those of `born_on`."""
    found = re.fullmatch(r"([0-9]{4})[年./-]?([0-9]{1,2})月?", unicodedata.normalize("NFKC", text))
    return found is not None and (int(found[1]), int(found[2])) == (born_on.year, born_on.month)


def _guardian(cell: Cell) -> Guardian | None:
    text = unicodedata.normalize("NFKC", cell_text(cell))
    if "监护人" not in text:
        return None
    found = _GUARDIAN.search(text)
    if found is None:
        raise BadInput("监护人的姓名或电话读不出来，请写成“监护人：张三 电话13800138000”。")
    return Guardian(person_name(found["name"]), phone(found["phone"]))


def _political(text: str) -> str:
    return _PARTY.get(text, text)


def _numbers_with_two_names(members: Iterable[MemberRow]) -> set[str]:
    names: dict[str, set[str]] = defaultdict(set)
    for member in members:
        if member.identity and member.name:
            names[member.identity.text].add(member.name)
    return {number for number, written in names.items() if len(written) > 1}


class _People:
    """Those who came in so far, to tell a person who stands in the roster twice."""

    def __init__(self) -> None:
        self._by_number: dict[str, MemberRow] = {}
        self._by_phone: dict[str, MemberRow] = {}
        self._by_birth: dict[tuple[str, date], list[MemberRow]] = defaultdict(list)

    def knows(self, line: Line, member: MemberRow, checked: RosterChecked) -> bool:
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
        if member.identity:
            self._by_number[member.identity.text] = member
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
        if member.identity and (first := self._by_number.get(member.identity.text)):
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
        self, line: Line, member: MemberRow, first: MemberRow, checked: RosterChecked
    ) -> None:
        if first.sheet == line.sheet:
            differs = _differences(line, first, member)
            checked.repeated.append(Repeated(line.sheet, line.row, first.row, differs))
            return
        why = f"与{_place(first)}是同一人，请确认是在册还是已退出。"
        checked.ask(line, why, member)


def _is_same(one: MemberRow, other: MemberRow) -> bool:
    """Tell the same person by the phone, where one of the rows has no identity number."""
    has_same_phone = one.phone is not None and one.phone == other.phone
    return has_same_phone and _lacks_number(one, other)


def _lacks_number(one: MemberRow, other: MemberRow) -> bool:
    return one.identity is None or other.identity is None


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


def is_unguarded(member: MemberRow, today: date) -> bool:
    """Tell whether a child under 14 stands there without anybody who answers for it."""
    return is_child(member.born_on, today) and member.guardian is None


def _remarks(line: Line, member: MemberRow, today: date) -> Iterable[Remark]:
    here = partial(Remark, line.sheet, line.row)
    if is_unguarded(member, today):
        yield here(line.heading("remarks"), "未满 14 周岁，还没有写监护人，请补上。")
    if is_minor(member.born_on, today) and "党员" in member.political:
        yield here(line.heading("political"), "未满 18 周岁却写了党员，请核对。")
    if member.phone is None and not member.contacts:
        yield here(line.heading("phone"), "没有手机号，只能用编号和 PIN 登录。")
