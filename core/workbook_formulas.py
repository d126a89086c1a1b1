"""What the reader of workbooks does not tell: cells without a result, and the epoch of the days."""

import io
import re
import zipfile
from collections.abc import Iterator

from core.workbook_guard import column_number, sheet_parts

_CELL = re.compile(
    rb"""<(?:\w+:)?c\b(?P<attributes>[^>]*?)(?:/>|>(?P<inside>.*?)</(?:\w+:)?c>)""", re.DOTALL
)
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_KIND = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_RESULT = re.compile(rb"<(?:\w+:)?v(?:\s*/>|>(.*?)</)", re.DOTALL)
_DATES = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true|on)["']""")

Without = dict[tuple[int, int], str]
"""(row, column), both from 0 → what the cell shows instead of a result, if anything."""


def counts_from_1904(content: bytes) -> bool:
    """Tell whether the workbook counts its days from 1904, as old ones of Macs do."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _DATES.search(archive.read("xl/workbook.xml")) is not None


def cells_without_value(content: bytes) -> Iterator[Without]:
    """Yield for each sheet its error cells, and its formulas whose result was never stored.

    A formula that says it is text and stores an empty one has a result: nothing.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part.filename.lower(): part for part in archive.infolist()}
        for name in sheet_parts(archive):
            yield dict(_found(archive.read(parts[name]))) if name in parts else {}


def _found(data: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if not _FORMULA.search(data) and b"#" not in data:
        return
    for cell in _CELL.finditer(data):
        attributes, inside = cell["attributes"], cell["inside"] or b""
        kind = found[1] if (found := _KIND.search(attributes)) else b""
        result = _RESULT.search(inside)
        is_text = kind == b"str" and result is not None
        is_bare = _FORMULA.search(inside) and not (is_text or (result and result[1]))
        place = _PLACE.search(attributes)
        if place and (is_bare or kind == b"e"):
            shown = result[1].decode() if kind == b"e" and result and result[1] else ""
            yield (int(place[2]) - 1, column_number(place[1]) - 1), shown
