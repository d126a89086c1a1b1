"""Barcodes of goods: EAN-8, UPC-A, EAN-13 and GTIN-14, with their check digit (GS1)."""

import re

from core.inputs import BadInput, folded

LENGTHS = (8, 12, 13, 14)


def barcode(text: str) -> str:
    """Read a barcode and return its digits.

    Raises BadInput: rounded by a spreadsheet, not 8, 12, 13 or 14 digits, check digit wrong.
    """
    digits = re.sub(r"[\s-]", "", folded(text))
    if re.fullmatch(r"[0-9](\.[0-9]+)?[Ee]\+?[0-9]{1,2}", digits):
        raise BadInput(ROUNDED)
    if not re.fullmatch(r"[0-9]+", digits) or len(digits) not in LENGTHS:
        raise BadInput("条形码是 8、12、13 或 14 位数字，请照包装重新填写。")
    if check_digit(digits[:-1]) != digits[-1]:
        is_rounded = digits.endswith("00000")
        raise BadInput(ROUNDED if is_rounded else "条形码校验位不对，请照包装核对每一位。")
    return digits


def forms_of(digits: str) -> set[str]:
    """Return the ways one barcode is written: UPC-A is an EAN-13 that begins with 0.

    So is a GTIN-14 that begins with 0. Anything that is no number is itself alone.
    """
    if not re.fullmatch(r"[0-9]{8,14}", digits):
        return {digits}
    bare = digits.lstrip("0")
    return {digits} | {bare.zfill(length) for length in LENGTHS[1:] if len(bare) <= length}


def check_digit(first: str) -> str:
    """Return the digit that belongs after `first`: weights 3 and 1 from the right."""
    total = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(first[::-1]))
    return str(-total % 10)


ROUNDED = "条形码被表格改成了近似数，末几位已经丢失，请照包装重新填写并设为文本格式。"
