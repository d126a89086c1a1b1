"""The goods of the points supermarket as a community lists them in a spreadsheet."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Literal

from core.barcodes import barcode
from core.inputs import BadInput, folded
from core.sheet_check import (
    Checked,
    LineReader,
    Remark,
    Repeated,
    day_cell,
    optional,
    required,
    row_key,
    says_none,
    text_cell,
    words_cell,
)
from core.sheet_table import Line, Mends, tables
from core.spreadsheet import Book, Cell, cell_text

COLUMNS = {
    "code": ("编号", "物品编号", "商品编号", "货号"),
    "name": ("物品名称", "商品名称", "名称", "品名", "物品"),
    "specification": ("规格", "规格型号", "型号"),
    "unit": ("单位", "计量单位"),
    "stock": ("库存数量", "库存", "数量", "现有库存"),
    "cost": ("进价", "单价", "价格", "采购价", "进价元", "单价元"),
    "points": ("兑换积分", "积分", "所需积分"),
    "expires": ("保质期至", "有效期至", "到期日", "保质期"),
    "barcode": ("条形码", "条码", "商品条码"),
    "source": ("来源", "物品来源"),
    "donor": ("捐赠单位", "捐赠方", "捐赠人"),
    "limit": ("每人限兑", "限兑", "限兑数量"),
}
REQUIRED = ("name", "unit", "stock", "points")
MAX_STOCK = 1_000_000
MAX_POINTS = 1_000_000
MAX_COST_CENTS = 100_000_000

Source = Literal["bought", "given", ""]
Period = Literal["month", "quarter", "year"]

_PERIODS: dict[str, Period] = {
    "月": "month",
    "季": "quarter",
    "季度": "quarter",
    "年": "year",
}
_LIMIT_FIRST = re.compile(r"([0-9]{1,4})([^\d/]{0,4})/(月|季度?|年)")
_PERIOD_FIRST = re.compile(r"每(月|季度?|年)限?([0-9]{1,4})([^\d/]{0,4})")


@dataclass(frozen=True, slots=True)
class Limit:
    """How many of one thing a person may take in one period."""

    quantity: int
    period: Period


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """One kind of goods; money is in cents, no expiry means it keeps."""

    sheet: str
    row: int
    code: str
    name: str
    specification: str
    unit: str
    stock: int
    cost_cents: int | None
    points: int
    expires_on: date | None
    barcode: str | None
    source: Source
    donor: str
    limit: Limit | None
    row_key: str


def check_goods(book: Book, today: date, mends: Mends | None = None) -> Checked[GoodsRow]:
    """Read the list of goods and say row by row what will happen.

    Refused whole: a value that cannot be read, a negative one, a unit that contradicts the column
    单位, one code or barcode on two kinds of goods. Repeated: the same goods again. Raises
    SheetRefused when no sheet lists goods.
    """
    checked: Checked[GoodsRow] = Checked()
    readings = [
        (line, _goods(reader := LineReader(line)), reader)
        for table in tables(book, COLUMNS, REQUIRED, mends)
        for line in table.lines
    ]
    first_rows: dict[str, int] = {}
    disputed = _disputed({goods.row_key: goods for _, goods, _ in readings}.values())
    for line, goods, reader in readings:
        checked.rows += 1
        checked.lines[line.sheet, line.row] = line
        _object_to_disputed(reader, goods, disputed)
        if refusal := reader.refusal():
            checked.refused.append(refusal)
        elif goods.row_key in first_rows:
            checked.repeated.append(Repeated(line.sheet, line.row, first_rows[goods.row_key]))
        else:
            first_rows[goods.row_key] = line.row
            checked.accepted.append(goods)
            checked.remarks.extend(_remarks(line, goods, today))
    return checked


def _goods(reader: LineReader) -> GoodsRow:
    unit = reader.take("unit", required(words_cell(10), "没有写单位，请补上。"), "")
    name = reader.take("name", required(words_cell(60), "没有写物品名称，请补上。"), "")
    code = reader.take("code", words_cell(32), "")
    specification = reader.take("specification", words_cell(60), "")
    source: Source = reader.take("source", text_cell(_source), "")
    donor = reader.take("donor", words_cell(60), "")
    if donor and source == "bought":
        reader.object("donor", "来源是采购却写了捐赠单位，请核对。")
    facts = {
        "stock": reader.take("stock", _amount(unit, 0, MAX_STOCK), 0),
        "cost_cents": reader.take("cost", optional(_cents), None),
        "points": reader.take("points", _amount("分", 1, MAX_POINTS), 0),
    }
    expires_on = reader.take("expires", optional(day_cell), None)
    digits = reader.take("barcode", optional(text_cell(barcode)), None)
    limit = reader.take("limit", optional(partial(_limit, unit=unit)), None)
    key = row_key(code, name, specification, unit, *facts.values(), expires_on, digits, donor)
    return GoodsRow(
        sheet=reader.line.sheet,
        row=reader.line.row,
        code=code,
        name=name,
        specification=specification,
        unit=unit,
        stock=facts["stock"] or 0,
        cost_cents=facts["cost_cents"],
        points=facts["points"] or 0,
        expires_on=expires_on,
        barcode=digits,
        source=source,
        donor=donor,
        limit=limit,
        row_key=key,
    )


def _amount(unit: str, minimum: int, maximum: int) -> Callable[[Cell], int]:
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


def _cents(cell: Cell) -> int:
    text = folded(cell_text(cell)).replace(",", "")
    found = re.fullmatch(r"¥?\s*([0-9]{1,7}(?:\.[0-9]{1,2}0*)?)\s*元?", text)
    if found is None:
        raise BadInput(f"“{text[:20]}”不是价格，请写成 2.5 这样的元数，最多两位小数。")
    cents = int(Decimal(found[1]) * 100)
    if cents > MAX_COST_CENTS:
        raise BadInput("价格太大，请核对。")
    return cents


def _source(text: str) -> Source:
    plain = folded(text)
    if says_none(plain):
        return ""
    if plain in {"采购", "购买", "自购", "购入"}:
        return "bought"
    if plain in {"捐赠", "捐助", "赞助"}:
        return "given"
    raise BadInput(f"来源“{plain[:20]}”认不出来，请写采购或捐赠。")


def _limit(cell: Cell, unit: str) -> Limit | None:
    text = re.sub(r"\s", "", folded(cell_text(cell)))
    if text in {"不限", "不限量"}:
        return None
    if found := _LIMIT_FIRST.fullmatch(text):
        quantity, stated, period = found.groups()
    elif found := _PERIOD_FIRST.fullmatch(text):
        period, quantity, stated = found.groups()
    else:
        raise BadInput(f"限兑“{text[:20]}”读不出来，请写成 2/月 或 每月2{unit}。")
    if stated not in {"", folded(unit)}:
        raise BadInput(f"限兑“{text[:20]}”的单位不是“{unit}”，请核对。")
    if int(quantity) < 1:
        raise BadInput("限兑数量至少是 1，不让兑换的请不要列入。")
    return Limit(int(quantity), _PERIODS[period])


def _disputed(kinds: Iterable[GoodsRow]) -> set[tuple[str, str]]:
    """Return the codes and barcodes that stand on two different rows."""
    counts = Counter(
        mark
        for goods in kinds
        for mark in (("code", goods.code), ("barcode", goods.barcode or ""))
        if mark[1]
    )
    return {mark for mark, count in counts.items() if count > 1}


def _object_to_disputed(
    reader: LineReader, goods: GoodsRow, disputed: set[tuple[str, str]]
) -> None:
    if ("code", goods.code) in disputed:
        reader.object("code", f"编号“{goods.code}”写在两样不同的物品上，请核对。")
    if ("barcode", goods.barcode or "") in disputed:
        reader.object("barcode", "同一个条形码写在两样不同的物品上，请核对。")


def _remarks(line: Line, goods: GoodsRow, today: date) -> Iterable[Remark]:
    if goods.expires_on and goods.expires_on < today:
        heading = line.headings["expires"]
        yield Remark(line.sheet, line.row, heading, "已经过了保质期，入库后不能兑换。")
