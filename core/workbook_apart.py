"""A workbook read by a process of its own, so that no file can take the server along.

It answers in JSON, so that nothing it says is ever executed; its bounds are those of `core.apart`.
"""

import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from core import apart
from core.workbook import Book, Cell, From1904, NoValue, Row, Sheet, from_1904, read_book
from core.workbook_guard import TooLarge, WorkbookRefused, WrongKind, refuse_large_file

BOUNDS = apart.Bounds(
    memory_bytes=768 * 1024 * 1024,
    processor_seconds=10,
    seconds=25,
    answer_bytes=48 * 1024 * 1024,
)

_REFUSALS = {kind.__name__: kind for kind in (WorkbookRefused, TooLarge, WrongKind)}
_TOO_MUCH = "表格太大或太复杂，读不下来。请只留要导入的内容，另存为 .xlsx 再上传。"


def read_apart(content: bytes, file_name: str) -> Book:
    """Read an .xlsx or .csv file as `read_book` does, in a process that is gone afterwards.

    Raises what read_book raises, TooLarge when it takes too long or too much memory, Unavailable
    when the machine cannot start it.
    """
    refuse_large_file(content)
    answer = apart.look("core.workbook_apart", file_name, content, BOUNDS)
    if answer is None:
        raise TooLarge(_TOO_MUCH)
    return _book(answer)


def _book(answer: bytes) -> Book:
    told = json.loads(answer, object_hook=_cell)
    if "why" in told:
        raise _REFUSALS[told["kind"]](told["why"])
    sheets = tuple(
        Sheet(name, tuple(Row(number, tuple(cells), banner) for number, cells, banner in rows))
        for name, rows in told["sheets"]
    )
    return tuple(map(from_1904, sheets)) if told["is_1904"] else sheets


def _cell(told: dict[str, Any]) -> Any:
    """Bring back what JSON has no word for."""
    if "no_value" in told:
        return NoValue(told["no_value"])
    if "seconds" in told:
        return timedelta(seconds=told["seconds"])
    for kind in (datetime, date, time):
        if kind.__name__ in told:
            return kind.fromisoformat(told[kind.__name__])
    return told


def _told(cell: Cell) -> dict[str, Any]:
    if isinstance(cell, NoValue):
        return {"no_value": cell.shown}
    if isinstance(cell, timedelta):
        return {"seconds": cell.total_seconds()}
    if isinstance(cell, (datetime, date, time)):
        return {type(cell).__name__: cell.isoformat()}
    raise TypeError(f"no cell: {type(cell)}")


def _answer(content: bytes, file_name: str) -> dict[str, Any]:
    try:
        book = read_book(content, file_name)
    except WorkbookRefused as refusal:
        return {"kind": type(refusal).__name__, "why": refusal.values["why"]}
    cells = (cell for sheet in book for row in sheet.rows for cell in row.cells)
    return {
        "is_1904": any(isinstance(cell, From1904) for cell in cells),
        "sheets": [
            (sheet.name, [(row.number, _trimmed(row.cells), row.is_banner) for row in sheet.rows])
            for sheet in book
        ],
    }


def _trimmed(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    filled = len(cells)
    while filled and cells[filled - 1] == "":
        filled -= 1
    return cells[:filled]


def main() -> None:
    """Read the file on the standard input and print what it holds."""
    apart.bind(BOUNDS)
    answer = _answer(sys.stdin.buffer.read(), sys.argv[1])
    sys.stdout.write(json.dumps(answer, default=_told))


if __name__ == "__main__":
    main()
