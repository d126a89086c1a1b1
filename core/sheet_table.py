"""The table inside a sheet: its heading row found by words, its lines by column name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from core import folding
from core.sheet_guard import SheetRefused
from core.spreadsheet import Book, Cell, Row, Sheet, cell_text

HEADING_DEPTH = 20
_TOTALS = re.compile(r"(合\s*计|总\s*计|小\s*计|共\s*计)")

Columns = Mapping[str, tuple[str, ...]]
"""Our name of a column → the headings it is known by; of several, the first is the usual one."""

Mends = Mapping[tuple[str, int], Mapping[str, str]]
"""(sheet, row) → our column name → the text a person put in its place."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table, with its cells by our column names."""

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    headings: Mapping[str, str]

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
    lines: tuple[Line, ...]


def tables(
    book: Book, columns: Columns, required: tuple[str, ...], mends: Mends | None = None
) -> tuple[Table, ...]:
    """Find the table of every sheet; sheets without its headings are left aside.

    Empty lines, section rows, totals and repeated headings are no lines. Raises SheetRefused when
    no sheet has the `required` columns, or when two headings mean the same column.
    """
    found = [table for sheet in book if (table := _table(sheet, columns, required))]
    if not found:
        words = "、".join(columns[column][0] for column in required)
        raise SheetRefused(f"没有找到表头。表头要有这几列：{words}。")
    return tuple(_mended(table, mends or {}) for table in found)


def _table(sheet: Sheet, columns: Columns, required: tuple[str, ...]) -> Table | None:
    for at, row in enumerate(sheet.rows[:HEADING_DEPTH]):
        places = _places(row, columns, sheet.name)
        if set(required) <= places.keys():
            headings = {column: _bare(row.cells[place]) for column, place in places.items()}
            titles = tuple(_title(above) for above in sheet.rows[:at] if _title(above))
            lines = tuple(_lines(sheet, at, places, headings))
            return Table(sheet.name, titles, lines)
    return None


def _places(row: Row, columns: Columns, sheet: str) -> dict[str, int]:
    known = {_plain(word): column for column, words in columns.items() for word in words}
    places: dict[str, int] = {}
    for place, cell in enumerate(row.cells):
        column = known.get(_plain(_bare(cell)))
        if column in places:
            heading = _bare(cell)
            raise SheetRefused(f"“{sheet}”里有两列都是“{heading}”，请只留一列再上传。")
        if column is not None:
            places[column] = place
    return places


def _lines(
    sheet: Sheet, at: int, places: Mapping[str, int], headings: Mapping[str, str]
) -> Iterator[Line]:
    for row in sheet.rows[at + 1 :]:
        cells = {
            column: row.cells[place] if place < len(row.cells) else ""
            for column, place in places.items()
        }
        line = Line(sheet.name, row.number, cells, headings)
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
