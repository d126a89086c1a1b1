"""The table inside a sheet: its heading row found by words, its lines by column name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core import folding
from core.sheet_guard import SheetRefused
from core.spreadsheet import Book, Cell, Row, Sheet, cell_text

HEADING_DEPTH = 20
_TOTALS = re.compile(r"(合\s*计|总\s*计|小\s*计|共\s*计)")

Columns = Mapping[str, tuple[str, ...]]
"""Our name of a column → the headings it is known by; of several, the first is the usual one."""

Twins = Mapping[str, Mapping[str, str]]
"""A column that may stand twice → the column before it, or itself → what the second one is."""

Mends = Mapping[tuple[str, int], Mapping[str, str]]
"""(sheet, row) → our column name → the text a person put in its place."""


class TableMissing(SheetRefused):
    """No sheet of the book has the columns that are needed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table, with its cells by our column names."""

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    headings: Mapping[str, str]
    usual: Mapping[str, str] = field(default_factory=dict)

    def heading(self, column: str) -> str:
        """Return what the sheet calls a column, or what such columns are usually called."""
        return self.headings.get(column) or self.usual.get(column, "")

    def text(self, column: str) -> str:
        """Return what the cell says, or nothing when the table has no such column."""
        return cell_text(self.cells.get(column, ""))

    def shown(self) -> dict[str, str]:
        """Return heading → text, as a page shows the line for mending."""
        return {heading: self.text(column) for column, heading in self.headings.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one sheet, and the titles that stood above its headings."""

    sheet: str
    titles: tuple[str, ...]
    columns: frozenset[str]
    lines: tuple[Line, ...]


def tables(
    book: Book,
    columns: Columns,
    required: tuple[str, ...],
    mends: Mends | None = None,
    twins: Twins | None = None,
) -> tuple[Table, ...]:
    """Find the table of every sheet; sheets without its headings are left aside.

    Empty lines, section rows, totals and repeated headings are no lines. Headings may stand in two
    rows, the upper one spanning several columns. Raises SheetRefused when no sheet has the
    `required` columns, or when two headings mean the same column and `twins` knows no other.
    """
    known = {_plain(word): column for column, words in columns.items() for word in words}
    usual = {column: words[0] for column, words in columns.items()}
    headed = _Headed(known, required, twins or {}, usual)
    found = [table for sheet in book if (table := headed.table(sheet))]
    if not found:
        words = "、".join(columns[column][0] for column in required)
        raise TableMissing(f"没有找到表头。表头要有这几列：{words}。")
    return tuple(_mended(table, mends or {}) for table in found)


@dataclass(frozen=True, slots=True)
class _Headed:
    """Finds the heading row of a sheet by the words we know."""

    known: Mapping[str, str]
    required: tuple[str, ...]
    twins: Twins
    usual: Mapping[str, str]

    def table(self, sheet: Sheet) -> Table | None:
        """Return the table of a sheet, or None when it has none."""
        for at, row in enumerate(sheet.rows[:HEADING_DEPTH]):
            words = [_bare(cell) for cell in row.cells]
            if not set(self.required) <= self._places(words, sheet.name).keys():
                continue
            last = at
            if lower := self._lower(sheet, at):
                words, last = lower, at + 1
            places = self._places(words, sheet.name)
            headings = {column: words[place] for column, place in places.items()}
            titles = tuple(_title(above) for above in sheet.rows[:at] if _title(above))
            lines = tuple(_lines(sheet, last, places, headings, self.usual))
            return Table(sheet.name, titles, frozenset(places), lines)
        return None

    def _lower(self, sheet: Sheet, at: int) -> list[str]:
        """Return the headings of two rows put together, or nothing when there is only one.

        The second row says more only where the first says nothing or nothing we know.
        """
        if at + 1 >= len(sheet.rows):
            return []
        upper = [_bare(cell) for cell in sheet.rows[at].cells]
        under = [_bare(cell) for cell in sheet.rows[at + 1].cells]
        wide = max(len(upper), len(under))
        upper, under = (row + [""] * (wide - len(row)) for row in (upper, under))
        under = ["" if one == above else one for one, above in zip(under, upper, strict=True)]
        firsts = [under[place] for place, word in enumerate(upper) if _plain(word) in self.known]
        is_second = any(_plain(word) in self.known for word in under) and "" in upper
        named = next((place for place, word in enumerate(upper) if self._is_name(word)), 0)
        if not is_second or under[named] or not firsts:
            return []
        group = ""
        together: list[str] = []
        for above, below in zip(upper, under, strict=True):
            group = above or group
            if not below:
                together.append(above)
                continue
            joined = f"{group}{below}" if _plain(f"{group}{below}") in self.known else below
            together.append(joined)
        return together

    def _is_name(self, word: str) -> bool:
        return self.known.get(_plain(word)) == self.required[0]

    def _places(self, words: Sequence[str], sheet: str) -> dict[str, int]:
        places: dict[str, int] = {}
        before = ""
        for place, word in enumerate(words):
            column = self.known.get(_plain(word))
            if column is not None and column in self.twins:
                column = self._twin(column, before, places)
            if column in places:
                raise SheetRefused(f"“{sheet}”里有两列都是“{word}”，请只留一列再上传。")
            before = column or ""
            if column is not None:
                places[column] = place
        return places

    def _twin(self, column: str, before: str, places: Mapping[str, int]) -> str:
        """Return the column a heading means that may stand twice: by what it follows or repeats."""
        meant = self.twins[column]
        if before != column and before in meant:
            return meant[before]
        return meant[column] if column in places else column


def _lines(
    sheet: Sheet,
    at: int,
    places: Mapping[str, int],
    headings: Mapping[str, str],
    usual: Mapping[str, str],
) -> Iterator[Line]:
    for row in sheet.rows[at + 1 :]:
        cells = {
            column: row.cells[place] if place < len(row.cells) else ""
            for column, place in places.items()
        }
        line = Line(sheet.name, row.number, cells, headings, usual)
        is_heading = all(_bare(cells[column]) == words for column, words in headings.items())
        if not (row.is_banner or is_heading or _is_total(row) or _is_empty(line)):
            yield line


def _is_total(row: Row) -> bool:
    first = next((cell_text(cell) for cell in row.cells if cell_text(cell)), "")
    return _TOTALS.match(first) is not None


def _is_empty(line: Line) -> bool:
    return not any(line.text(column) for column in line.cells)


def _title(row: Row) -> str:
    return " ".join(cell_text(cell) for cell in row.cells if cell_text(cell))


def _bare(cell: Cell) -> str:
    return re.sub(r"\s", "", cell_text(cell))


def _plain(heading: str) -> str:
    """Fold a heading to compare it: no width, no note in brackets, no asterisk."""
    plain = folding.plain(heading)
    return re.sub(r"\(.*?\)|[*:]", "", plain)


def _mended(table: Table, mends: Mends) -> Table:
    lines = tuple(
        replace(line, cells={**line.cells, **mends.get((line.sheet, line.row), {})})
        for line in table.lines
    )
    return replace(table, lines=lines)
