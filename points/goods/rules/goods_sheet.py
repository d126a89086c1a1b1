"""The goods of the points supermarket as a community lists them in a spreadsheet."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from core.workbook import Book, Cell
from core.workbook_cells import optional, required, text_cell, words_cell
from core.workbook_check import Checked, LineReader, Remark, Repeated, row_key
from core.workbook_headings import Layout, Taught
from core.workbook_table import Line, Mends, tables
from points.goods.rules.goods_cells import (
    Limit,
    Read,
    Source,
    amount,
    cents,
    code_cell,
    last_day,
    limit_cell,
    source_cell,
    stock_cell,
)

T = TypeVar("T")

GOODS_LIST = "goods"
"""The name of this kind of workbook."""

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
LAYOUT = Layout(COLUMNS, required=("name", "unit", "stock", "points"))
MAX_STOCK = 1_000_000
MAX_POINTS = 1_000_000


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
    doubts: Mapping[str, str]
    row_key: str


def check_goods(
    book: Book, today: date, mends: Mends | None = None, taught: Taught | None = None
) -> Checked[GoodsRow]:
    """Read the list of goods and say row by row what will happen.

    A cell that cannot be read and can be left out (limit, barcode, last day, source) comes in
    empty with a question. Refused whole: another value that cannot be read, a negative one, a
    unit that contradicts the column 单位, one code or barcode on two kinds of goods. Repeated: the
    same goods again. Raises WorkbookRefused when no sheet lists goods.
    """
    checked: Checked[GoodsRow] = Checked()
    readings = [
        (line, _goods(reader := LineReader(line)), reader)
        for table in tables(book, LAYOUT, mends, taught)
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
    doubts: dict[str, str] = {}
    source = _kept(reader, doubts, "source", text_cell(source_cell), Read[Source](""))
    donor = reader.take("donor", words_cell(60), "")
    if donor and source == "bought":
        reader.object("donor", "来源是采购却写了捐赠单位，请核对。")
    figures = {
        "stock": _kept(reader, doubts, "stock", stock_cell(unit, MAX_STOCK), Read(0)),
        "cost_cents": reader.take("cost", optional(cents), None),
        "points": reader.take("points", amount("分", 1, MAX_POINTS), 0),
    }
    expires_on = _kept(reader, doubts, "expires", last_day, Read[date | None](None))
    digits = _kept(reader, doubts, "barcode", text_cell(code_cell), Read[str | None](None))
    limit = _kept(reader, doubts, "limit", partial(limit_cell, unit=unit), Read[Limit | None](None))
    key = row_key(code, name, specification, unit, *figures.values(), expires_on, digits, donor)
    return GoodsRow(
        sheet=reader.line.sheet,
        row=reader.line.row,
        code=code,
        name=name,
        specification=specification,
        unit=unit,
        stock=figures["stock"] or 0,
        cost_cents=figures["cost_cents"],
        points=figures["points"] or 0,
        expires_on=expires_on,
        barcode=digits,
        source=source,
        donor=donor,
        limit=limit,
        doubts=doubts,
        row_key=key,
    )


def _kept(
    reader: LineReader,
    doubts: dict[str, str],
    column: str,
    parse: Callable[[Cell], Read[T]],
    otherwise: Read[T],
) -> T:
    """Return what a cell says, its question noted if it has one."""
    read = reader.take(column, parse, otherwise)
    if read.doubt:
        doubts[column] = read.doubt
    return read.value


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
    for column, why in goods.doubts.items():
        yield Remark(line.sheet, line.row, line.heading(column), why)
    if goods.expires_on and goods.expires_on < today:
        heading = line.heading("expires")
        yield Remark(line.sheet, line.row, heading, "已经过了保质期，入库后不能兑换。")
