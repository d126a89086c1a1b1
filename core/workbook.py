"""Workbooks and csv files as plain rows, each with its sheet and its number; what a cell says."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

import python_calamine

from core.workbook_formulas import cells_without_value, counts_from_1904
from core.workbook_guard import (
    MAX_ROWS,
    WorkbookRefused,
    WrongKind,
    refuse_bad_workbook,
    refuse_large_file,
    refuse_large_table,
)


class From1904(float):
    """A number of a workbook that counts its days from 1904: 1,462 more than usual make a day."""


@dataclass(frozen=True, slots=True)
class NoValue:
    """A cell whose formula has no result: an error as #N/A, or a value that was never stored."""

    shown: str = "#?"


Cell = str | float | bool | date | datetime | time | timedelta | NoValue
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_Corner = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet shows it, its cells, and whether one cell spans it."""

    number: int
    cells: tuple[Cell, ...]
    is_banner: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; a csv file is a book of one sheet."""

    name: str
    rows: tuple[Row, ...]


Book = tuple[Sheet, ...]


def read_book(content: bytes, file_name: str) -> Book:
    """Read an .xlsx or .csv file, hidden rows and sheets too.

    A cell merged downwards is repeated in each of its rows; a cell merged across more than half of
    the sheet marks a title or section row. Raises TooLarge, WrongKind or WorkbookRefused.
    """
    refuse_large_file(content)
    extension = file_name.rpartition(".")[2].lower()
    is_archive = content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    if extension == "xlsx" and is_archive:
        return _workbook(content)
    if extension == "csv" and not is_archive:
        return (Sheet(file_name.rpartition(".")[0], _csv_rows(content)),)
    if extension in {"xlsx", "csv"}:
        raise WrongKind("文件的内容和扩展名不符，请用表格软件另存为 .xlsx 或 .csv 再上传。")
    raise WrongKind("只收 .xlsx 和 .csv，请用表格软件另存为其中一种再上传。")


def _workbook(content: bytes) -> Book:
    refuse_bad_workbook(content)
    try:
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            sheets = tuple(
                _sheet(book.get_sheet_by_name(described.name), bare)
                for described, bare in zip(
                    book.sheets_metadata, cells_without_value(content), strict=True
                )
                if described.typ == python_calamine.SheetTypeEnum.WorkSheet
            )
    except (python_calamine.CalamineError, ValueError, OSError) as unread:
        raise WrongKind("文件打不开，请用表格软件重新另存为 .xlsx 再上传。") from unread
    refuse_large_table(sum(len(sheet.rows) for sheet in sheets), 0)
    return tuple(map(from_1904, sheets)) if counts_from_1904(content) else sheets


def from_1904(sheet: Sheet) -> Sheet:
    """Return the sheet with every number marked as counted from 1904."""
    rows = (
        replace(row, cells=tuple(From1904(c) if type(c) is float else c for c in row.cells))
        for row in sheet.rows
    )
    return Sheet(sheet.name, tuple(rows))


def _sheet(
    sheet: python_calamine.CalamineSheet, without_value: Mapping[tuple[int, int], str]
) -> Sheet:
    refuse_large_table(sheet.total_height, sheet.total_width)
    lines: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), shown in without_value.items():
        _put(lines, row, column, NoValue(shown) if shown else NoValue())
    banners: set[int] = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if 2 * (right - left + 1) > sheet.total_width > 1:
            banners.update(range(top, bottom + 1))
        elif left == right:
            _fill_down(lines, (top, left), bottom)
    rows = (Row(at + 1, tuple(line), at in banners) for at, line in enumerate(lines))
    return Sheet(sheet.name, tuple(rows))


def _put(lines: list[list[Cell]], row: int, column: int, cell: Cell) -> None:
    """Put a cell where the reader may have stopped short, since to it the cell was empty."""
    lines.extend([] for _ in range(row + 1 - len(lines)))
    lines[row].extend("" for _ in range(column + 1 - len(lines[row])))
    lines[row][column] = cell


def _fill_down(lines: list[list[Cell]], corner: _Corner, bottom: int) -> None:
    top, column = corner
    for at in range(top + 1, min(bottom + 1, len(lines))):
        _put(lines, at, column, lines[top][column])


def _csv_rows(content: bytes) -> tuple[Row, ...]:
    text = _decoded(content)
    if "\x00" in text:
        raise WrongKind("文件的内容不是文字表格，请用表格软件另存为 .csv 再上传。")
    head = text.partition("\n")[0] + text[:4096]
    delimiter = max(",\t;", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = list(_counted(reader))
    except csv.Error as unread:
        raise WorkbookRefused(
            "有一行的引号不成对，读不下去，请用表格软件重新另存为 .csv。"
        ) from unread
    return tuple(
        Row(number, tuple(NoValue(text) if text in ERRORS else text for text in line))
        for number, line in enumerate(lines, 1)
    )


def _counted(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, line in enumerate(islice(reader, MAX_ROWS + 1), 1):
        refuse_large_table(number, len(line))
        yield line


def _decoded(content: bytes) -> str:
    """Decode UTF-16 by its mark, else UTF-8 with or without mark, else GB18030."""
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongKind("文字编码认不出来，请另存为“CSV UTF-8”再上传。")


def cell_text(cell: Cell) -> str:
    """Return what a cell says as text: whole numbers without .0, days as 2026-01-17.

    The apostrophe that keeps digits as text, and the csv form ="…", fall away.
    """
    if isinstance(cell, float):
        is_whole = cell.is_integer() and abs(cell) < 1e15
        return str(int(cell)) if is_whole else f"{cell:.15g}"
    if isinstance(cell, NoValue):
        return cell.shown
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    text = str(cell).strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1].strip()
    return text.removeprefix("'").strip()
