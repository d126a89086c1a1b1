"""Cells of a workbook read as text, free words or days; required, or empty where one says 无."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from core import folding
from core.inputs import BadInput, note, on_date, serial_day
from core.workbook import Cell, From1904, cell_text

T = TypeVar("T")

DAYS_TO_1904 = 1_462


def text_cell(parse: Callable[[str], T]) -> Callable[[Cell], T]:
    """Make a parser of text read the text of a cell."""
    return lambda cell: parse(cell_text(cell))


def required(parse: Callable[[Cell], T], words: str) -> Callable[[Cell], T]:
    """Refuse an empty cell with `words`."""

    def read(cell: Cell) -> T:
        if not cell_text(cell):
            raise BadInput(words)
        return parse(cell)

    return read


def optional(parse: Callable[[Cell], T]) -> Callable[[Cell], T | None]:
    """Read an empty cell, or one that says 无, as nothing."""

    def read(cell: Cell) -> T | None:
        return None if says_none(cell_text(cell)) else parse(cell)

    return read


def says_none(text: str) -> bool:
    """Tell whether a cell is empty or says so: 无, 没有, 暂无, 不详, -, /."""
    plain = folding.plain(text)
    return plain.strip(" ;,、。.-/—_") in {"", "无", "没有", "暂无", "不详", "N/A"}


def words_cell(maximum: int) -> Callable[[Cell], str]:
    """Make a parser of free text that fits a column of `maximum`; 无 is read as nothing."""

    def read(cell: Cell) -> str:
        text = note(maximum)(cell_text(cell))
        if len(text) > maximum:
            raise BadInput(f"最多写 {maximum} 个字，请缩短。")
        return "" if says_none(text) else text

    return read


def day_cell(cell: Cell) -> date:
    """Read a day: a date cell, a serial number, 20260117 as a number, or one of six spellings."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, float) and cell < 1_000_000:
        return serial_day(cell + DAYS_TO_1904 * isinstance(cell, From1904))
    return on_date(cell_text(cell))
