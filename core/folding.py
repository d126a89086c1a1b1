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
    0xE816: "\U00020087", 0xE817: "\U00020089", 0xE818: "\U000200cc", 0xE81E: "\u9fb4",
    0xE826: "\u9fb5", 0xE82B: "\u9fb6", 0xE82C: "\u9fb7", 0xE831: "\U000215d7", 0xE832: "\u9fb8",
    0xE83B: "\U0002298f", 0xE843: "\u9fb9", 0xE854: "\u9fba", 0xE855: "\U000241fe",
    0xE864: "\u9fbb", 0xE7C7: "\u1e3f", 0xE7C8: "\u01f9", 0xE78D: "，", 0xE78E: "。", 0xE78F: "、",
    0xE790: "：", 0xE791: "；", 0xE792: "！", 0xE793: "？", 0xE796: "…",
}  # fmt: skip
"""What the editions of 2005 and 2022 moved out of private use, and codecs still leave there."""

_RADICALS = dict(
    zip(
        "⺠⺩⻁⻄⻅⻆⻇⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻲",
        "民王虎西见角角贝足车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龜亀",
        strict=True,
    )
)
"""Radicals of the supplement that are whole characters; NFKC knows only two of them."""

_FIRST_OF_ROW_FE, _LAST_OF_ROW_FE = 0xE815, 0xE864


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {mark: None for marks in _MARKS for mark in marks}
    table |= {point: _row_fe(point) for point in range(_FIRST_OF_ROW_FE, _LAST_OF_ROW_FE + 1)}
    table |= _GB_LATER
    table |= {ord(radical): whole for radical, whole in _RADICALS.items()}
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
