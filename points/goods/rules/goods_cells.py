"""The cells of a list of goods: amounts, prices, codes, days, limits; read, or asked about."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Generic, Literal, TypeVar

from core.barcodes import ROUNDED, barcode
from core.inputs import BadInput, folded
from core.workbook import Cell, cell_text
from core.workbook_cells import day_cell, says_none

MAX_COST_CENTS = 100_000_000
LONGEST_CODE = 32

T = TypeVar("T")
Source = Literal["bought", "given", ""]
Period = Literal["month", "quarter", "year"]

_PERIODS: dict[str, Period] = {"月": "month", "季": "quarter", "季度": "quarter", "年": "year"}
_AMOUNT = r"(?P<count>[0-9]{1,4}|[一两二三四五六七八九十])(?:个|份)?(?P<unit>[^\d/每人限]{0,4})"
_PERIOD = r"(?P<period>月|季度?|年)"
_LIMITS = tuple(
    re.compile(shape)
    for shape in (
        rf"(?:每人)?限?{_AMOUNT}(?:/人)?/{_PERIOD}",
        rf"(?:每人)?每{_PERIOD}(?:每人)?(?:限[兑领]?|最多|可[兑领换])?{_AMOUNT}(?:/人|每人)?",
        rf"(?:每人)?(?:限[兑领]?|最多)?{_AMOUNT}(?:/人)?",
    )
)
_FIGURES = {figure: count for count, figure in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_MONTH = re.compile(r"([0-9]{4})(?:年|[-/.])([0-9]{1,2})月?")
_WEIGHTS = frozenset(["斤", "公斤", "千克", "克", "两", "kg", "g"])
_PACKAGED = re.compile(r"[013-9][0-9]{11,13}")
_WINDOWLESS = "没有写多长时间里限这么多，先按每月算，请核对。"


@dataclass(frozen=True, slots=True)
class Limit:
    """How many of one thing a person may take in one period."""

    quantity: int
    period: Period


@dataclass(frozen=True)
class Read(Generic[T]):
    """What a cell says, and the question it leaves open, if any."""

    value: T
    doubt: str = ""


def amount(unit: str, minimum: int, maximum: int) -> Callable[[Cell], int]:
    """Make a parser of whole numbers that may be followed by `unit` and by no other."""

    def read(cell: Cell) -> int:
        text = folded(cell_text(cell)).replace(",", "")
        found = re.fullmatch(r"(-?[0-9]{1,9})(?:\.0+)?\s*(\S{0,10})", text)
        if found is None:
            raise BadInput(
                f"“{text[:20]}”不是整数，请写出数目。" if text else "是空的，请写出数目。"
            )
        if found[2] not in {"", folded(unit)} and found[2] != "积分":
            raise BadInput(f"“{text[:20]}”的单位不是“{unit}”，请核对。")
        if not minimum <= int(found[1]) <= maximum:
            raise BadInput(f"“{text[:20]}”不在 {minimum} 到 {maximum} 之间，请核对。")
        return int(found[1])

    return read


def stock_cell(unit: str, maximum: int) -> Callable[[Cell], Read[int]]:
    """Make a parser of stock; of a weight the whole part comes in, the rest is asked about."""
    whole = amount(unit, 0, maximum)

    def read(cell: Cell) -> Read[int]:
        text = folded(cell_text(cell)).removesuffix(folded(unit)).strip()
        found = re.fullmatch(r"([0-9]{1,7})\.([0-9]{1,4})", text)
        if folded(unit).lower() not in _WEIGHTS or found is None or not int(found[2]):
            return Read(whole(cell))
        why = f"“{text}{unit}”先按 {found[1]}{unit} 入库，余下的请换成小一点的单位再入。"
        return Read(whole(found[1]), why)

    return read


def cents(cell: Cell) -> int:
    """Read a price in yuan as cents, rounded half up."""
    text = folded(cell_text(cell)).replace(",", "")
    found = re.fullmatch(r"¥?\s*([0-9]{1,7}(?:\.[0-9]{1,16})?)\s*元?", text)
    if found is None:
        raise BadInput(f"“{text[:20]}”不是价格，请写成 2.5 这样的元数。")
    fen = int((Decimal(found[1]) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if fen > MAX_COST_CENTS:
        raise BadInput("价格太大，请核对。")
    return fen


def source_cell(text: str) -> Read[Source]:
    """Read whether goods were bought or given; other words come in as neither, with a question."""
    plain = folded(text)
    if says_none(plain):
        return Read("")
    if re.search(r"捐|赞助|赠", plain):
        return Read("given")
    if re.search(r"购|采|买|自筹", plain):
        return Read("bought")
    return Read("", f"来源“{plain[:20]}”不是采购也不是捐赠，先不记来源，请核对。")


def code_cell(text: str) -> Read[str | None]:
    """Read a barcode; a code of the shop's own is kept as that, with a remark.

    Raises BadInput for one rounded by a spreadsheet, or printed on a package and copied wrong:
    both mean other goods.
    """
    if says_none(text):
        return Read(None)
    plain = re.sub(r"\s", "", folded(text))
    try:
        digits = barcode(plain)
    except BadInput as bad:
        is_shop_code = re.fullmatch(rf"[0-9A-Za-z-]{{2,{LONGEST_CODE}}}", plain)
        if bad.message == ROUNDED or _PACKAGED.fullmatch(plain) or not is_shop_code:
            raise
        return Read(plain.upper(), "不是商品条码，当作店内码收下了，请扫一下看对不对。")
    is_own = digits[0] == "2" or (len(digits) == 8 and digits[0] == "0")
    return Read(digits, "是店内码，别的店里可能是另一样东西，请留意。" if is_own else "")


def last_day(cell: Cell) -> Read[date | None]:
    """Read the last good day; a month means its end, 长期 none, a span of months a question."""
    text = re.sub(r"\s", "", folded(cell_text(cell)))
    if says_none(text) or text in {"长期", "长期有效", "无限期", "不限"}:
        return Read(None)
    if found := _MONTH.fullmatch(text):
        return Read(_month_end(int(found[1]), int(found[2]), text))
    if re.fullmatch(r"[0-9一二两三四五六七八九十半]{1,4}个?(?:天|日|月|年)", text):
        return Read(None, f"“{text}”是多长时间，不是到哪一天，先不记保质期，请照包装补上。")
    return Read(day_cell(cell))


def _month_end(year: int, month: int, text: str) -> date:
    if not (1900 <= year <= 2199 and 1 <= month <= 12):
        raise BadInput(f"没有“{text}”这个月，请核对。")
    return date(year, month, calendar.monthrange(year, month)[1])


def limit_cell(cell: Cell, unit: str) -> Read[Limit | None]:
    """Read how many one person may take; without a period it is a month's, with a question.

    Words that say no number come in as no limit, with a question. Raises BadInput for another
    unit, and for none at all.
    """
    text = re.sub(r"\s", "", folded(cell_text(cell)))
    if says_none(text) or text in {"不限", "不限量"}:
        return Read(None)
    found = next(filter(None, (shape.fullmatch(text) for shape in _LIMITS)), None)
    if found is None:
        return Read(None, f"限兑“{text[:20]}”读不出来，先不限，请照“每月2{unit}”补上。")
    if found["unit"] not in {"", folded(unit)}:
        raise BadInput(f"限兑“{text[:20]}”的单位不是“{unit}”，请核对。")
    count = found["count"]
    quantity = _FIGURES.get(count) or int(count)
    if quantity < 1:
        raise BadInput("限兑数量至少是 1，不让兑换的请不要列入。")
    period = found.groupdict().get("period")
    return Read(Limit(quantity, _PERIODS[period or "月"]), "" if period else _WINDOWLESS)
