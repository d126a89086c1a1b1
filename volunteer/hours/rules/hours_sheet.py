"""Past service hours as a community registered them in a spreadsheet, one sheet a month."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from core.inputs import DAY_MINUTES, BadInput, folded
from core.workbook import Book, Cell
from core.workbook_cells import day_cell, required, text_cell, words_cell
from core.workbook_check import Checked, LineReader, Refused, Repeated, row_key
from core.workbook_headings import Layout, Taught
from core.workbook_table import Line, Mends, Table, tables
from teams.imports.rules.team_spellings import team_colour
from volunteer.hours.rules.hours_duration import Duration, duration
from volunteer.hours.rules.hours_names import NamedPerson, Volunteer, named_people, volunteer_meant

PAST_HOURS = "hours"
"""The name of this kind of workbook."""

COLUMNS = {
    "day": ("日期", "活动日期", "服务日期", "时间"),
    "title": ("活动名称", "活动", "服务内容", "项目", "活动内容"),
    "team": ("队伍", "所属队伍", "志愿队", "服务队", "志愿服务队"),
    "people": ("参加人员", "参与人员", "志愿者", "人员", "参加人"),
    "duration": ("时长", "服务时长", "服务时间", "时数"),
    "place": ("地点", "活动地点", "服务地点"),
    "leader": ("负责人", "组织者", "领队"),
}
LAYOUT = Layout(COLUMNS, required=("day", "title", "people", "duration"))

_NO_YEAR = re.compile(r"[0-9]{1,2}月[0-9]{1,2}[日号]")
_TITLE_MONTH = re.compile(r"(?:([0-9]{4})年)?([0-9]{1,2})月(?!\s*[0-9])")
_MONTHS = re.compile(r"[0-9]月?\s*[-—~至到、]\s*[0-9]{1,2}月")


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One record of one person: the line it stands in, who, what, when and for how long."""

    sheet: str
    row: int
    volunteer: str
    name: str
    day: date
    title: str
    team: str
    duration: Duration
    place: str
    leader: str
    row_key: str


@dataclass(slots=True)
class HoursChecked(Checked[HoursRow]):
    """What comes in; `rows` counts lines, `accepted` holds one record for each person."""

    @property
    def minutes(self) -> int:
        """Return the minutes of all records that can come in, or came in before."""
        return sum(record.duration.minutes for record in [*self.accepted, *self.known])

    def figures(self) -> dict[str, int]:
        """Return the counts of every check, with the minutes of what is new."""
        fresh = sum(record.duration.minutes for record in self.accepted)
        return {**Checked.figures(self), "minutes": fresh}

    def as_json(self) -> dict[str, object]:
        """Return the keys of every check, with records and minutes."""
        figures = {"records": len(self.accepted) + len(self.known), "minutes": self.minutes}
        return {**Checked.as_json(self), **figures}


def check_hours(
    book: Book,
    volunteers: Mapping[str, Sequence[Volunteer]],
    today: date,
    mends: Mends | None = None,
    taught: Taught | None = None,
) -> HoursChecked:
    """Read past hours and say line by line, and person by person, what will happen.

    volunteers: name → everyone of that name. Refused whole: a line with a value that cannot be
    read or is contradicted (the month of the sheet, the stated number of people), or that lies
    ahead of `today`. Refused by name: who is not in the roster, whose name several people bear,
    who was elsewhere at the same hour. Raises WorkbookRefused when no sheet registers hours.
    """
    checked = HoursChecked()
    diary = _Diary(checked)
    for table in tables(book, LAYOUT, mends, taught):
        month = _month(table)
        for line in table.lines:
            checked.rows += 1
            checked.lines[line.sheet, line.row] = line
            reader = LineReader(line)
            base, people = _reading(reader, month, today)
            if refusal := reader.refusal():
                checked.refused.append(refusal)
                continue
            for person in people:
                diary.enter(line, base, person, volunteers)
    return checked


@dataclass(frozen=True, slots=True)
class _Month:
    """What a sheet says it is for; the year where it is stated."""

    year: int | None
    number: int


def _reading(
    reader: LineReader, month: _Month | None, today: date
) -> tuple[HoursRow, list[NamedPerson]]:
    day = reader.take("day", required(partial(_day, month), "没有写日期，请补上。"), date.min)
    if day != date.min:
        _object_to_day(reader, day, month, today)
    nobody: list[NamedPerson] = []
    people = reader.take("people", required(named_people, "没有写参加人员，请补上。"), nobody)
    team = reader.take("team", text_cell(_team), "")
    title = reader.take("title", required(words_cell(120), "没有写活动名称，请补上。"), "")
    served = reader.take("duration", required(duration, "没有写时长，请补上。"), Duration(0))
    place = reader.take("place", words_cell(120), "")
    leader = reader.take("leader", words_cell(60), "")
    base = HoursRow(
        sheet=reader.line.sheet,
        row=reader.line.row,
        volunteer="",
        name="",
        day=day,
        title=title,
        team=team,
        duration=served,
        place=place,
        leader=leader,
        row_key="",
    )
    return base, people


def _day(month: _Month | None, cell: Cell) -> date:
    """Read a day; 10月10日 lies in the year the sheet is for."""
    if month and month.year and isinstance(cell, str) and _NO_YEAR.fullmatch(folded(cell)):
        return day_cell(f"{month.year}年{folded(cell)}")
    return day_cell(cell)


def _team(text: str) -> str:
    return team_colour(text) if text else ""


def _month(table: Table) -> _Month | None:
    """Return the month the sheet is for: by its title, else by its name."""
    for words in (*table.titles, table.sheet):
        if _MONTHS.search(words):
            return None
        if found := _TITLE_MONTH.search(words):
            return _Month(int(found[1]) if found[1] else None, int(found[2]))
    return None


def _object_to_day(reader: LineReader, day: date, month: _Month | None, today: date) -> None:
    if month and (month.number != day.month or month.year not in {None, day.year}):
        stated = f"{month.year}年{month.number}月" if month.year else f"{month.number}月"
        reader.object("day", f"{day.isoformat()} 不在本表的{stated}里，请核对。")
    elif day > today:
        reader.object("day", f"{day.isoformat()} 还没有到，请核对。")


class _Diary:
    """Who was where on which day, to tell the same record again from two places at once."""

    def __init__(self, checked: HoursChecked) -> None:
        self._checked = checked
        self._first: dict[str, HoursRow] = {}
        self._days: dict[tuple[str, date], list[HoursRow]] = {}

    def enter(
        self,
        line: Line,
        base: HoursRow,
        person: NamedPerson,
        volunteers: Mapping[str, Sequence[Volunteer]],
    ) -> None:
        """Accept the record of one person of a line, or note why not."""
        try:
            volunteer = volunteer_meant(person, volunteers)
            record = _record(base, person, volunteer)
            first = self._first.get(record.row_key)
            same_day = self._days.setdefault((volunteer.key, base.day), [])
            _refuse_unborn(record, volunteer)
            if first is None:
                _refuse_two_places(record, same_day)
        except BadInput as bad:
            self._refuse(line, bad.message)
            return
        if first is not None:
            self._checked.repeated.append(Repeated(line.sheet, line.row, first.row))
        elif why := _doubt(record, same_day, volunteer):
            self._checked.ask(line, why, record)
        else:
            self._first[record.row_key] = record
            same_day.append(record)
            self._checked.accepted.append(record)

    def _refuse(self, line: Line, why: str) -> None:
        heading = line.heading("people")
        self._checked.refused.append(Refused(line.sheet, line.row, heading, why, line.shown()))


def _record(base: HoursRow, person: NamedPerson, volunteer: Volunteer) -> HoursRow:
    parts = (volunteer.key, base.day, base.title, base.team, base.duration.minutes)
    key = row_key(*parts, base.duration.starts, base.place)
    return HoursRow(
        base.sheet,
        base.row,
        volunteer.key,
        person.name,
        base.day,
        base.title,
        base.team,
        base.duration,
        base.place,
        base.leader,
        key,
    )


def _refuse_two_places(record: HoursRow, same_day: Sequence[HoursRow]) -> None:
    for other in same_day:
        if record.duration.overlaps(other.duration):
            where = f"“{other.sheet}”第 {other.row} 行"
            raise BadInput(f"“{record.name}”同一时间还在{where}的活动里，请核对。")


def _refuse_unborn(record: HoursRow, volunteer: Volunteer) -> None:
    if volunteer.born_on and record.day < volunteer.born_on:
        raise BadInput(f"“{record.name}”那时还没有出生，请核对日期和姓名。")


def _doubt(record: HoursRow, same_day: Sequence[HoursRow], volunteer: Volunteer) -> str:
    for other in same_day:
        is_timed = record.duration.starts and other.duration.starts
        if other.title == record.title and not is_timed:
            return f"“{record.name}”当天在第 {other.row} 行已有同名活动，请确认是不是两次。"
    total = record.duration.minutes + sum(other.duration.minutes for other in same_day)
    if total > DAY_MINUTES:
        return f"“{record.name}”当天合起来有 {hours(total)} 小时，超过 24 小时，请核对。"
    if volunteer.joined_on and record.day < volunteer.joined_on:
        return f"“{record.name}”{volunteer.joined_on.isoformat()} 才入队，请确认这条是不是他的。"
    return ""


def hours(minutes: int) -> str:
    """Write minutes as hours, 40 or 20.5."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")
