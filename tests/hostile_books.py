"""Small workbooks made to take a server down, and their kind."""

import hashlib
import io
import zipfile

from tests.workbook_builders import workbook

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_ODD_PLACE = "odd/place.bin"


def repacked(content, change=None, extra=(), compression=zipfile.ZIP_DEFLATED):
    """Pack a workbook again, with parts changed by name or added."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", compression) as new,
    ):
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part.filename, (change or {}).get(part.filename, lambda text: text)(text))
        for name, text in extra:
            new.writestr(name, text)
    return packed.getvalue()


def _grid(*cells):
    rows = "".join(
        f'<row r="{place.lstrip("ABCDEFVX")}"><c r="{place}" t="s"><v>0</v></c></row>'
        for place in cells
    )
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()


def many_sheets(count, target, *extra):
    """A workbook whose `count` sheets all show the part `target`, as told from xl/worksheets."""
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="x{n}"/>' for n in range(1, count + 1))
    relations = "".join(
        f'<Relationship Id="x{n}" Type="{_REL}" Target="worksheets/{target}"/>'
        for n in range(1, count + 1)
    )
    change = {
        "xl/workbook.xml": lambda _: (
            '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="'
            + _REL.removesuffix("/worksheet")
            + f'"><sheets>{sheets}</sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": lambda _: (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{relations}</Relationships>"
        ).encode(),
    }
    return repacked(workbook(["姓名"]), change, extra)


def far_corner_elsewhere():
    """A sheet part outside the usual folder, with one cell at XFD20000: 10 GB once built."""
    return many_sheets(1, f"../../{_ODD_PLACE}", (_ODD_PLACE, _grid("XFD20000"))).replace(
        b"xl/worksheets/../../", b""
    )


def one_part_five_hundred_times():
    """Five hundred sheets that show one part of 20,000 rows."""
    return many_sheets(500, "big.xml", ("xl/worksheets/big.xml", _grid("A1", "CV20000")))


def forty_far_corners():
    """Forty sheets, each of two cells two million places apart."""
    return many_sheets(40, "big.xml", ("xl/worksheets/big.xml", _grid("A1", "CV20000")))


def one_long_text_in_many_cells():
    """6,200 cells that share one text of 32 KB: 200 MB once built."""
    text = b"<sst><si><t>" + b"a" * 32_000 + b"</t></si></sst>"
    grid = _grid(*(f"A{n}" for n in range(1, 6_201)))
    extra = (("xl/worksheets/big.xml", grid), ("xl/sharedStrings.xml", text))
    return many_sheets(1, "big.xml", *extra)


def cells_without_places():
    """One row of a hundred thousand cells that do not say where they stand, and a far last row."""
    row = b"<row>" + b"<c><v>1</v></c>" * 100_000 + b'</row><row r="20000"><c><v>1</v></c></row>'
    part = b"<worksheet><sheetData>" + row + b"</sheetData></worksheet>"
    return many_sheets(1, "big.xml", ("xl/worksheets/big.xml", part), ("xl/pad", _noise()))


def _noise():
    """Bytes that do not shrink, so that the ratio of packed to unpacked looks usual."""
    return hashlib.shake_256(b"noise").digest(400_000)


HOSTILE = (
    far_corner_elsewhere,
    one_part_five_hundred_times,
    forty_far_corners,
    one_long_text_in_many_cells,
    cells_without_places,
)
