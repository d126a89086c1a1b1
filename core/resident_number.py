"""Resident numbers (身份证号): shape, checksum, birthday and sex (GB 11643)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.inputs import BadInput, folded

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_LETTERS = "10X98765432"
_PROVINCE_RUNS = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
PROVINCES = {91} | {code for low, high in _PROVINCE_RUNS for code in range(low, high + 1)}
"""The first two figures (GB/T 2260); 81 to 83 are residence permits of 港澳台. Permanent residents
from abroad have 9 and then the province since 2023 (a nation of ISO 3166 follows)."""

_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?1[0-9]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ResidentNumber:
    """A resident number that passed every check; `text` has 18 characters, X in capital."""

    text: str
    born_on: date
    sex: Literal["男", "女"]

    @property
    def tail(self) -> str:
        """The last four characters, the most that staff are shown."""
        return self.text[-4:]


def read_number(cell: str | float) -> ResidentNumber:
    """Read an 18-digit number; a number cell is refused, since a spreadsheet keeps only 15 digits.

    Raises BadInput: rounded by a spreadsheet, not 18 long, unknown region, no such birthday,
    rounded (ends in 000 and the checksum fails), checksum wrong — tried in that order.
    """
    if not isinstance(cell, str):
        raise BadInput(_ROUNDED)
    number = re.sub(r"\s", "", folded(cell)).upper()
    _refuse_shape(number)
    born_on = _birthday(number)
    if check_letter(number[:17]) != number[17]:
        raise BadInput(_ROUNDED if number.endswith("000") else "身份证号校验不对，请核对每一位。")
    return ResidentNumber(number, born_on, "男" if int(number[16]) % 2 else "女")


def check_letter(first: str) -> str:
    """Return the check letter that belongs to the first 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True))
    return CHECK_LETTERS[total % 11]


_ROUNDED = "身份证号被表格改成了近似数，末几位已经丢失，请照证件重新填写并设为文本格式。"


def _refuse_shape(number: str) -> None:
    if _SCIENTIFIC.fullmatch(number) or re.fullmatch(r"[0-9]{18}\.0+", number):
        raise BadInput(_ROUNDED)
    if re.fullmatch(r"[0-9]{15}", number):
        raise BadInput("这是旧的 15 位身份证号，请填 18 位的。")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise BadInput(f"身份证号要 18 位，现在是 {len(number)} 个字符，请核对。")
    is_permanent = number[0] == "9" and int(number[1:3]) in PROVINCES
    if int(number[:2]) not in PROVINCES and not is_permanent:
        raise BadInput("身份证号开头的地区代码不存在，请核对。")


def _birthday(number: str) -> date:
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as unreal:
        raise BadInput("身份证号里的出生日期不存在，请核对。") from unreal
    if born_on.year < 1900:
        raise BadInput("身份证号里的出生年份不对，请核对。")
    return born_on
