"""One line of a roster read: a volunteer, with everything that cannot be read noted."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from core import folding
from core.inputs import BadInput, person_name, phone
from core.resident_number import ResidentNumber, read_number
from core.workbook import Cell, cell_text
from core.workbook_cells import day_cell, optional, required, says_none, text_cell, words_cell
from core.workbook_check import LineReader, row_key
from core.workbook_headings import Layout
from core.workbook_table import Line
from teams.imports.rules.roster_phones import is_mobile, numbers
from teams.imports.rules.team_spellings import team_colour

ROSTER_LIST = "roster"
"""The name of this kind of workbook."""

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
    "grid": ("网格", "所在网格", "所属网格", "网格名称"),
    "estate": ("小区", "所在小区", "居住小区", "小区名称"),
    "building": ("楼栋", "楼号", "栋号", "所在楼栋"),
    "team": ("所属队伍", "队伍", "所在队伍", "志愿队", "志愿服务队", "所属志愿服务队", "主队"),
    "skills": ("特长", "专长", "技能"),
    "joined": ("入队时间", "入队日期", "加入时间", "加入日期", "注册时间"),
    "remarks": ("备注", "说明"),
    "number": ("编号", "志愿者编号"),
}
PHONE_COLUMNS = {"emergency": "emergency_phone", "phone": "second_phone"}
"""A second phone column: whose it is, by the column it follows or repeats."""
LAYOUT = Layout(COLUMNS, required=("name",), twins={"phone": PHONE_COLUMNS})

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
    """One volunteer of the roster; `team` is the colour, red to orange.

    `lives_at`: all the row says of where, by which the place of the community is known.
    """

    sheet: str
    row: int
    name: str
    resident_number: ResidentNumber | None
    born_on: date
    phone: str | None
    team: str
    joined_on: date | None
    ethnicity: str
    political: str
    address: str
    lives_at: str
    skills: str
    guardian: Guardian | None
    remarks: str
    contacts: tuple[str, ...]
    is_withdrawn: bool
    row_key: str
    volunteer_no: str = ""


def member_of_line(reader: LineReader, today: date, sheet_team: str) -> MemberRow:
    """Read one line, noting what is wrong; `sheet_team` is the colour its whole sheet is for."""
    line = reader.line
    resident_number = reader.take("identity", optional(_resident_number), None)
    name = reader.take("name", required(text_cell(person_name), "没有姓名，请补上。"), "")
    born_on = _birth(reader, resident_number, today)
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
    key = row_key(
        name, resident_number and resident_number.text, born_on, telephone, team, joined_on
    )
    ethnicity = reader.take("ethnicity", words_cell(20), "").removesuffix("族")
    political = _political(reader.take("political", words_cell(20), ""))
    address = reader.take("address", words_cell(120), "")
    where = [reader.take(each, words_cell(60), "") for each in ("grid", "estate", "building")]
    skills = reader.take("skills", words_cell(120), "")
    guardian = reader.take("remarks", _guardian, None)
    remarks = reader.take("remarks", words_cell(500), "")
    return MemberRow(
        sheet=line.sheet,
        row=line.row,
        name=name,
        resident_number=resident_number,
        born_on=born_on,
        phone=telephone,
        team=team,
        joined_on=joined_on,
        ethnicity=ethnicity,
        political=political,
        address=address,
        lives_at=" ".join((*where, address)),
        skills=skills,
        guardian=guardian,
        remarks=remarks,
        contacts=contacts,
        is_withdrawn="退出" in line.sheet,
        row_key=key,
    )


def is_covered(line: Line) -> bool:
    """Tell a roster line of an exported list: the name is covered, and a number says who it is."""
    return "*" in line.text("name") and not says_none(line.text("number"))


def covered_member(line: Line) -> MemberRow:
    """Return who a covered line speaks of; nothing else of it is read."""
    number = folding.plain(line.text("number")).upper()
    return MemberRow(
        sheet=line.sheet,
        row=line.row,
        name=folding.plain(line.text("name")),
        resident_number=None,
        born_on=date.min,
        phone=None,
        team="",
        joined_on=None,
        ethnicity="",
        political="",
        address="",
        lives_at="",
        skills="",
        guardian=None,
        remarks="",
        contacts=(),
        is_withdrawn=False,
        row_key=row_key("covered", number),
        volunteer_no=number,
    )


def _resident_number(cell: Cell) -> ResidentNumber:
    return read_number(cell if isinstance(cell, float) else cell_text(cell))


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


def _birth(reader: LineReader, resident_number: ResidentNumber | None, today: date) -> date:
    written = reader.line.cells.get("birth", "")
    if says_none(cell_text(written)):
        if says_none(reader.line.text("identity")):
            reader.object("birth", "没有身份证号时要写出生年月日，请补上。")
        return resident_number.born_on if resident_number else date.min
    if resident_number and _same_month(cell_text(written), resident_number.born_on):
        return resident_number.born_on
    born_on = reader.take("birth", day_cell, date.min)
    if resident_number and born_on not in {resident_number.born_on, date.min}:
        stated = resident_number.born_on.isoformat()
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
    name = person_name(found["name"])
    return Guardian(name, phone(found["phone"]))


def _political(text: str) -> str:
    return _PARTY.get(text, text)
