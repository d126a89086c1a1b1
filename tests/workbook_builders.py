"""Small workbooks and csv files, valid by default."""

import io
from datetime import date
from pathlib import Path

import openpyxl

from core.workbook import Book, read_book

TODAY = date(2026, 11, 21)
WORKBOOKS = Path(__file__).parent / "workbooks"
ROSTER = "志愿者花名册.xlsx"
GOODS = "积分超市物品清单.xlsx"
HOURS = "2026年志愿服务登记表.xlsx"

ROSTER_HEADINGS = ["姓名", "身份证号码", "出生年月", "联系电话", "所属队伍", "入队时间", "备注"]
LIN = {
    "姓名": "林小满",
    "身份证号码": "620722196905040007",
    "联系电话": "13800138000",
    "所属队伍": "红队",
}


def real_book(name: str) -> Book:
    return read_book((WORKBOOKS / name).read_bytes(), name)


def workbook(*rows, merged=(), sheet="表") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    for cells in merged:
        page.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def book_of(headings, *people, title=None, sheet="表") -> Book:
    rows = [[title]] if title else []
    rows.append(headings)
    rows += [[person.get(heading, "") for heading in headings] for person in people]
    return read_book(workbook(*rows, sheet=sheet), "某表.xlsx")


def whys(answer) -> list[tuple[int, str]]:
    """Where a checked sheet refused something: row and column."""
    return [(one.row, one.column) for one in answer.refused]
