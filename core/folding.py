"""One folding of what people type, paste or copy out of a file, before anything reads it.

Marks nobody sees (direction, zero width, byte order) fall away. A character that only stands for
another becomes that other: the radicals ⾼ and ⻩ that PDF files hand out become 高 and 黄, and the
private-use characters of old Chinese fonts become what GB 18030 made of them, U+E863 becoming 䶮.
"""

import unicodedata

_MARKS = (
    range(0x200B, 0x2010),
    range(0x202A, 0x202E),
    range(0x2060, 0x2070),
    (0xAD, 0x61C, 0x180E, 0xFEFF),
)
"""Direction, zero-width and byte-order marks; not U+202E, behind which text reads backwards."""

_GB_LATER = {
    0xE78D: 0xFF0C, 0xE78E: 0x3002, 0xE78F: 0x3001, 0xE790: 0xFF1A, 0xE791: 0xFF1B, 0xE792:
    0xFF01, 0xE793: 0xFF1F, 0xE796: 0x2026, 0xE7C7: 0x1E3F, 0xE7C8: 0x01F9, 0xE816: 0x20087,
    0xE817: 0x20089, 0xE818: 0x200CC, 0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C:
    0x9FB7, 0xE831: 0x215D7, 0xE832: 0x9FB8, 0xE83B: 0x2298F, 0xE843: 0x9FB9, 0xE854: 0x9FBA,
    0xE855: 0x241FE, 0xE864: 0x9FBB,
}  # fmt: skip
"""What the editions of 2005 and 2022 moved out of private use, and codecs still leave there."""

_RADICALS = {
    0x2EA0: 0x6C11, 0x2EA9: 0x738B, 0x2EC1: 0x864E, 0x2EC4: 0x897F, 0x2EC5: 0x89C1, 0x2EC6:
    0x89D2, 0x2EC7: 0x89D2, 0x2EC9: 0x8D1D, 0x2ECA: 0x8DB3, 0x2ECB: 0x8F66, 0x2ED1: 0x9577,
    0x2ED3: 0x957F, 0x2ED4: 0x95E8, 0x2ED7: 0x96E8, 0x2ED8: 0x9752, 0x2ED9: 0x97E6, 0x2EDA:
    0x9875, 0x2EDB: 0x98CE, 0x2EDC: 0x98DE, 0x2EDD: 0x98DF, 0x2EE2: 0x9A6C, 0x2EE3: 0x9AA8,
    0x2EE4: 0x9B3C, 0x2EE5: 0x9C7C, 0x2EE6: 0x9E1F, 0x2EE7: 0x5364, 0x2EE8: 0x9EA6, 0x2EE9:
    0x9EC4, 0x2EEA: 0x9EFE, 0x2EEC: 0x9F50, 0x2EEE: 0x9F7F, 0x2EF0: 0x9F99, 0x2EF1: 0x9F9C,
    0x2EF2: 0x4E80,
}  # fmt: skip
"""Radicals of the supplement (from ⺠, 民, on) that are whole characters; NFKC knows two."""

_FIRST_OF_ROW_FE, _LAST_OF_ROW_FE = 0xE815, 0xE864


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {mark: None for marks in _MARKS for mark in marks}
    table |= {point: _row_fe(point) for point in range(_FIRST_OF_ROW_FE, _LAST_OF_ROW_FE + 1)}
    table |= {point: chr(later) for point, later in _GB_LATER.items()}
    table |= {point: chr(whole) for point, whole in _RADICALS.items()}
    kangxi = [*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3]
    table |= {point: unicodedata.normalize("NFKC", chr(point)) for point in kangxi}
    return table


def _row_fe(point: int) -> str:
    """Return what stands at the place of row FE that old fonts drew at `point`; 7F is no place."""
    second = 0x50 + point - _FIRST_OF_ROW_FE
    return bytes([0xFE, second + (second >= 0x7F)]).decode("gb18030")


_TABLE = _table()


def unmarked(text: str) -> str:
    """Return `text` without unseen marks, its stand-in characters replaced; all else as it was."""
    return text if text.isascii() else text.translate(_TABLE)


def plain(text: str) -> str:
    """Return the plain form to compare by (NFKC): unmarked, and full-width letters narrow."""
    return unicodedata.normalize("NFKC", unmarked(text)).strip()
