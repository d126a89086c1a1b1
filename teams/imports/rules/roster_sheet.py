"""The roster of volunteers as a community keeps it: read and checked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from core.ages import is_child, is_minor
from core.workbook import Book
from core.workbook_check import Checked, LineReader, Remark
from core.workbook_headings import HeadingsUnsure, TableMissing, Taught
from core.workbook_table import Line, Mends, Table, tables
from teams.imports.rules.roster_people import People, numbers_with_two_names
from teams.imports.rules.roster_row import (
    LAYOUT,
    MemberRow,
    covered_member,
    is_covered,
    member_of_line,
)
from teams.imports.rules.team_spellings import team_in_words

_NO_TEAM = "没有找到表头。表头要有这几列：姓名、所属队伍；一队一张表的，写在表名里。"


@dataclass(slots=True)
class RosterChecked(Checked[MemberRow]):
    """What comes in, with the people of the sheet 退出人员 counted apart.

    `covered` are lines of a list this program exported: they name a person and change nothing.
    """

    withdrawn: list[MemberRow] = field(default_factory=list)
    covered: list[MemberRow] = field(default_factory=list)

    def figures(self) -> dict[str, int]:
        """Return the counts of every check, with those who left."""
        return {**Checked.figures(self), "withdrawn": len(self.withdrawn)}


def check_roster(
    book: Book, today: date, mends: Mends | None = None, taught: Taught | None = None
) -> RosterChecked:
    """Read the roster and say row by row what will happen.

    Refused whole: a value that cannot be read, or that another value contradicts. Repeated: a
    person who stands higher up. Asked: a person who may stand higher up, or shares a phone.
    Raises HeadingsUnsure when no sheet is a roster.
    """
    checked = RosterChecked()
    found = [(table, line) for table in _rosters(book, mends, taught) for line in table.lines]
    readings = [
        (line, member_of_line(reader := LineReader(line), today, team_of_sheet(table)), reader)
        for table, line in found
        if not is_covered(line)
    ]
    for line in (line for _, line in found if is_covered(line)):
        checked.rows += 1
        checked.lines[line.sheet, line.row] = line
        checked.covered.append(covered_member(line))
    torn = numbers_with_two_names(member for _, member, _ in readings)
    people = People()
    for line, member, reader in readings:
        checked.rows += not member.is_withdrawn
        checked.lines[line.sheet, line.row] = line
        if member.resident_number and member.resident_number.text in torn:
            reader.object("identity", "同一个身份证号写了两个姓名，请核对是谁的。")
        if refusal := reader.refusal():
            checked.refused.append(refusal)
        elif not people.knows(line, member, checked):
            coming = people.remember(line, member, checked)
            (checked.withdrawn if coming.is_withdrawn else checked.accepted).append(coming)
            checked.remarks.extend(_remarks(line, coming, today))
    return checked


def _rosters(book: Book, mends: Mends | None, taught: Taught | None) -> Iterator[Table]:
    """Yield the tables that are rosters. Raises HeadingsUnsure when no team stands anywhere."""
    try:
        found = tables(book, LAYOUT, mends, taught)
    except TableMissing as missing:
        raise HeadingsUnsure(_NO_TEAM) from missing
    known = [table for table in found if "team" in table.columns or team_of_sheet(table)]
    if not known:
        raise HeadingsUnsure(_NO_TEAM)
    return iter(known)


def team_of_sheet(table: Table) -> str:
    """Return the colour of the team a whole sheet is for: by its title, else by its name."""
    found = (team_in_words(words) for words in (*table.titles, table.sheet))
    return next(filter(None, found), "")


def is_unguarded(member: MemberRow, today: date) -> bool:
    """Tell whether a child under 14 stands in the roster without anybody who answers for it."""
    return is_child(member.born_on, today) and member.guardian is None


def _remarks(line: Line, member: MemberRow, today: date) -> Iterable[Remark]:
    here = partial(Remark, line.sheet, line.row)
    if is_unguarded(member, today):
        yield here(line.heading("remarks"), "未满 14 周岁，还没有写监护人，请补上。")
    if is_minor(member.born_on, today) and "党员" in member.political:
        yield here(line.heading("political"), "未满 18 周岁却写了党员，请核对。")
    if member.phone is None and not member.contacts:
        yield here(line.heading("phone"), "没有手机号，只能用编号和 PIN 登录。")
