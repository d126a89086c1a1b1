"""The table inside a sheet: its lines by column name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from core.workbook import Book, Cell, Row, Sheet, cell_text
from core.workbook_headings import Layout, Reader, TableMissing, Taught, bare

_TOTALS = re.compile(r"(合\s*计|总\s*计|小\s*计|共\s*计)")

Mends = Mapping[tuple[str, int], Mapping[str, str]]
"""(sheet, row) → our column name → the text a person put in its place."""


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
    book: Book, layout: Layout, mends: Mends | None = None, taught: Taught | None = None
) -> tuple[Table, ...]:
    """Find the table of every sheet; sheets without its headings are left aside.

    Empty lines, section rows, totals and repeated headings are no lines. Headings may stand in two
    rows, the upper one spanning several columns; `taught` is what a person said they mean.
    Raises TableMissing when no sheet has the required columns, HeadingsUnsure when two headings
    mean the same column and the layout knows no other.
    """
    reader = Reader(layout, taught)
    found = [table for sheet in book if (table := _table(reader, sheet))]
    if not found:
        raise TableMissing(_what_lacks(reader, book))
    return tuple(_mended(table, mends or {}) for table in found)


def _what_lacks(reader: Reader, book: Book) -> str:
    """Say which columns a table needs, and which of them the likeliest headings lack."""
    layout = reader.layout
    needed = "、".join(layout.usual(column) for column in layout.required)
    rows = [row for sheet in book if (row := reader.likely_row(sheet))]
    meanings = [set(reader.meanings(row.words)) for row in rows]
    best = max(meanings, key=lambda had: len(had & set(layout.required)), default=set())
    lacks = [layout.usual(column) for column in layout.required if column not in best]
    if len(lacks) == len(layout.required):
        return f"没有找到表头。表头要有这几列：{needed}。"
    return f"还缺这几列：{'、'.join(lacks)}。表头要有这几列：{needed}。"


def _table(reader: Reader, sheet: Sheet) -> Table | None:
    row = reader.row(sheet)
    if row is None:
        return None
    places = reader.places(row.words, sheet.name)
    headings = {column: row.words[place] for column, place in places.items()}
    usual = {column: words[0] for column, words in reader.layout.columns.items()}
    titles = tuple(_title(above) for above in sheet.rows[: row.at] if _title(above))
    lines = tuple(_lines(sheet, row.last, places, headings, usual))
    return Table(sheet.name, titles, frozenset(places), lines)


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
        is_heading = all(bare(cells[column]) == words for column, words in headings.items())
        if not (row.is_banner or is_heading or _is_total(row) or _is_empty(line)):
            yield line


def _is_total(row: Row) -> bool:
    first = next((cell_text(cell) for cell in row.cells if cell_text(cell)), "")
    return _TOTALS.match(first) is not None


def _is_empty(line: Line) -> bool:
    return not any(line.text(column) for column in line.cells)


def _title(row: Row) -> str:
    return " ".join(cell_text(cell) for cell in row.cells if cell_text(cell))


def _mended(table: Table, mends: Mends) -> Table:
    lines = tuple(
        replace(line, cells={**line.cells, **mends.get((line.sheet, line.row), {})})
        for line in table.lines
    )
    return replace(table, lines=lines)
