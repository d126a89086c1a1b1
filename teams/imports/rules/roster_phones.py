"""The phones of a roster's cell: several in one, landlines, words before them."""

import re

from core.inputs import BadInput, folded, phone
from core.workbook import Cell, cell_text
from core.workbook_cells import says_none

_LABEL = re.compile(r"^(?:座机|固话|手机号?|电话|本人|家里?|宅电)[:\s]*")
_LOCAL = re.compile(r"[2-8][0-9]{6,7}")


def is_mobile(number: str) -> bool:
    """Tell whether one can sign in with a number: a mobile's, not a landline's."""
    return re.fullmatch(r"1[0-9]{10}", number) is not None


def numbers(cell: Cell) -> list[str]:
    """Read every number of a cell; 无 and words before a number fall away.

    A landline keeps its area code, and one written without stays as it is. Raises BadInput.
    """
    pieces = [
        one for one in re.split(r"[;,、/\n]|或", folded(cell_text(cell))) if not says_none(one)
    ]
    return [number for piece in pieces for number in _several(piece.strip())]


def _several(piece: str) -> list[str]:
    try:
        return [_number(piece)]
    except BadInput:
        parts = piece.split()
        if len(parts) < 2:
            raise
        return [_number(part) for part in parts]


def _number(piece: str) -> str:
    plain = re.sub(r"\.0$", "", _LABEL.sub("", piece))
    if _LOCAL.fullmatch(plain):
        return plain
    return phone(plain, is_landline_allowed=True)
