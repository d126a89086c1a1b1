"""Reading workbooks and csv files, core/workbook.py and core/workbook_guard.py."""

import time
from datetime import date

import pytest

from core import workbook_guard
from core.workbook import cell_text, read_book
from core.workbook_guard import TooLarge, WorkbookRefused, WrongKind
from core.workbook_headings import Layout
from core.workbook_table import tables
from tests.hostile_books import many_sheets, repacked
from tests.workbook_builders import workbook

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
COLUMNS = {"name": ("姓名",), "phone": ("联系电话", "电话"), "day": ("日期",)}


def in_sheet(old, new):
    return {"xl/worksheets/sheet1.xml": lambda text: text.replace(old, new)}


def names_in(content, file_name="表.xlsx"):
    (table,) = tables(read_book(content, file_name), Layout(COLUMNS, ("name",)))
    return [line.text("name") for line in table.lines]


def test_rows_keep_the_numbers_the_spreadsheet_shows():
    content = workbook([], ["题目"], ["姓名"], [], ["张三"])

    (table,) = tables(read_book(content, "表.xlsx"), Layout(COLUMNS, ("name",)))

    assert [line.row for line in table.lines] == [5]


def test_headings_are_found_with_gaps_newlines_and_notes():
    content = workbook(
        ["花名册"],
        ["姓 名", "联系\n电话（必填）", "*日期："],
        ["张三", 13800138000, date(2026, 1, 3)],
    )

    (table,) = tables(read_book(content, "表.xlsx"), Layout(COLUMNS, ("name", "phone", "day")))

    assert table.titles == ("花名册",)
    assert table.lines[0].shown() == {
        "姓名": "张三",
        "联系电话（必填）": "13800138000",
        "*日期：": "2026-01-03",
    }


def test_sections_totals_blank_lines_and_repeated_headings_are_no_lines():
    rows = [
        ["姓名", "电话", "日期"],
        ["一、第1批"],
        ["张三"],
        [],
        ["姓名", "电话", "日期"],
        ["李四"],
        ["合计：2人"],
    ]

    assert names_in(workbook(*rows, merged=["A2:C2"])) == ["张三", "李四"]


def test_a_cell_merged_downwards_holds_in_each_of_its_rows():
    content = workbook(
        ["姓名", "电话", "日期"], ["张三", 1, "2026-01-03"], ["李四", 2, None], merged=["C2:C3"]
    )

    (table,) = tables(read_book(content, "表.xlsx"), Layout(COLUMNS, ("name",)))

    assert [line.text("day") for line in table.lines] == ["2026-01-03", "2026-01-03"]


def test_sheet_without_its_headings_is_refused_in_words():
    with pytest.raises(WorkbookRefused, match="姓名"):
        names_in(workbook(["名单"], ["张三"]))


def test_two_columns_of_one_meaning_are_refused():
    with pytest.raises(WorkbookRefused, match="两列"):
        names_in(workbook(["姓名", "电话", "联系电话"], ["张三", 1, 2]))


def test_mended_cells_stand_in_for_those_of_the_sheet():
    book = read_book(workbook(["姓名", "电话"], ["张三", "？"], sheet="一"), "表.xlsx")

    (table,) = tables(book, Layout(COLUMNS, ("name",)), {("一", 2): {"phone": "13800138000"}})

    assert table.lines[0].text("phone") == "13800138000"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_every_usual_encoding(encoding):
    content = "姓名,电话\r\n王䶮,13800138000\r\n李𬱖,13900139000\r\n".encode(encoding)

    assert names_in(content, "表.csv") == ["王䶮", "李𬱖"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_with_every_usual_delimiter(delimiter):
    content = f'姓名{delimiter}电话\n"张\n三"{delimiter}="13800138000"\n'.encode()

    (table,) = tables(read_book(content, "表.csv"), Layout(COLUMNS, ("name",)))

    assert table.lines[0].text("phone") == "13800138000"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (13800138000.0, "13800138000"),
        (0.1 + 0.2, "0.3"),
        ("'0123", "0123"),
        (" a ", "a"),
        (date(2026, 1, 3), "2026-01-03"),
    ],
)
def test_cells_say_what_people_see(cell, text):
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    "file_name", ["表.xlsx", "表.xlsm", "表.xls", "表.csv", "表.ods", "表", "xlsx"]
)
def test_a_picture_by_another_name_is_refused(file_name):
    with pytest.raises(WorkbookRefused):
        read_book(PNG, file_name)


@pytest.mark.parametrize("file_name", ["表.csv", "表.xls", "表.xlsm", "表.zip"])
def test_content_and_extension_must_agree(file_name):
    with pytest.raises(WrongKind):
        read_book(workbook(["姓名"]), file_name)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)]
)
def test_empty_broken_and_encrypted_files_are_refused(content):
    with pytest.raises(WrongKind):
        read_book(content, "表.xlsx")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b'a,"b\n', b"\x80\xff\xff"])
def test_csv_that_cannot_be_read_is_refused(content):
    with pytest.raises(WorkbookRefused):
        read_book(content, "表.csv")


def test_macros_are_refused():
    with pytest.raises(WrongKind, match="宏"):
        read_book(repacked(workbook(["姓名"]), extra=[("xl/vbaProject.bin", b"x")]), "表.xlsx")


def test_a_macro_workbook_named_xlsx_is_refused():
    change = {"[Content_Types].xml": lambda text: text + b"<!-- macroEnabled -->"}

    with pytest.raises(WrongKind, match="宏"):
        read_book(repacked(workbook(["姓名"]), change), "表.xlsx")


@pytest.mark.parametrize("prefix", [b'<!DOCTYPE a [<!ENTITY b "c">]>', "<x/>".encode("utf-16")])
def test_entity_declarations_are_refused(prefix):
    change = {"xl/worksheets/sheet1.xml": lambda text: prefix + text}

    with pytest.raises(WrongKind, match="声明"):
        read_book(repacked(workbook(["姓名"]), change), "表.xlsx")


@pytest.mark.parametrize(("sheets", "is_taken"), [(100, True), (101, False)])
def test_a_workbook_has_at_most_a_hundred_sheets(sheets, is_taken):
    assert is_readable(many_sheets(sheets, "sheet1.xml")) == is_taken


BIG = "xl/worksheets/big.xml"


@pytest.mark.parametrize(("sheets", "is_taken"), [(1, True), (2, False)])
@pytest.mark.parametrize("limit", ["MAX_PLACES", "MAX_UNPACKED_BYTES", "MAX_TEXT_BYTES"])
def test_a_part_that_several_sheets_show_counts_for_each(monkeypatch, limit, sheets, is_taken):
    cells = b'<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="100"><c r="CV100"/></row>'
    grid = b"<worksheet><sheetData>" + cells + b" " * 30_000 + b"</sheetData></worksheet>"
    text = b"<sst><si><t>" + b"a" * 3_000 + b"</t></si></sst>"
    content = many_sheets(sheets, "big.xml", (BIG, grid), ("xl/sharedStrings.xml", text))
    most = {"MAX_PLACES": 15_000, "MAX_UNPACKED_BYTES": 60_000, "MAX_TEXT_BYTES": 5_000}
    monkeypatch.setattr(workbook_guard, limit, most[limit])

    try:
        workbook_guard.refuse_bad_workbook(content)
        taken = True
    except TooLarge:
        taken = False

    assert taken == is_taken


def is_readable(content):
    try:
        read_book(content, "表.xlsx")
    except TooLarge:
        return False
    return True


def test_a_bomb_is_refused_quickly_and_without_unpacking():
    bomb = repacked(workbook(["姓名"]), extra=[("xl/media/a.bin", bytes(90 * 1024 * 1024))])
    began = time.perf_counter()

    with pytest.raises(TooLarge):
        read_book(bomb, "表.xlsx")

    assert time.perf_counter() - began < 2


def test_a_bomb_that_lies_about_its_size_is_refused(monkeypatch):
    monkeypatch.setattr(workbook_guard, "MAX_UNPACKED_BYTES", 1_000_000)
    monkeypatch.setattr(workbook_guard, "_refuse_by_listing", lambda *_: None)
    bomb = repacked(workbook(["姓名"]), extra=[("xl/media/a.bin", bytes(2_000_000))])

    with pytest.raises(TooLarge):
        read_book(bomb, "表.xlsx")


@pytest.mark.parametrize(
    ("cell", "is_taken"),
    [(b"CV20000", True), (b"CW1", False), (b"A20001", False), (b"XFD1048576", False)],
)
def test_a_far_cell_is_refused_before_reading(cell, is_taken):
    content = repacked(workbook(["姓名"], ["张三"]), in_sheet(b'r="A2"', b'r="' + cell + b'"'))

    assert is_readable(content) == is_taken


@pytest.mark.parametrize(("rows", "is_taken"), [(20_000, True), (20_001, False)])
def test_csv_has_at_most_twenty_thousand_rows(rows, is_taken):
    try:
        taken = len(read_book(b"a\n" * rows, "a.csv")[0].rows)
    except TooLarge:
        taken = 0

    assert bool(taken) == is_taken


@pytest.mark.parametrize(("columns", "is_taken"), [(100, True), (101, False)])
def test_csv_has_at_most_a_hundred_columns(columns, is_taken):
    try:
        taken = len(read_book(b",".join([b"a"] * columns), "a.csv")[0].rows)
    except TooLarge:
        taken = 0

    assert bool(taken) == is_taken


@pytest.mark.parametrize(
    ("size", "is_taken"), [(10 * 1024 * 1024, True), (10 * 1024 * 1024 + 1, False)]
)
def test_a_file_has_at_most_ten_megabytes(size, is_taken):
    try:
        workbook_guard.refuse_large_file(bytes(size))
    except TooLarge:
        size = 0

    assert bool(size) == is_taken


@pytest.mark.parametrize(("length", "is_refused"), [(500, False), (501, True)])
def test_one_long_text_shown_in_very_many_cells_is_refused(monkeypatch, length, is_refused):
    monkeypatch.setattr(workbook_guard, "MAX_TEXT_BYTES", 10_000)
    texts = [("xl/sharedStrings.xml", b"<sst><si><t>" + b"a" * length + b"</t></si></sst>")]
    content = repacked(workbook(*[["a"]] * 20), in_sheet(b't="inlineStr"', b't="s"'), texts)

    try:
        workbook_guard.refuse_bad_workbook(content)
    except TooLarge:
        length = 0

    assert (length == 0) == is_refused


def test_ten_thousand_rows_are_read_in_time():
    content = workbook(["姓名", "电话"], *[[f"张三{n}", "13800138000"] for n in range(10_000)])
    began = time.perf_counter()

    assert len(names_in(content)) == 10_000
    assert time.perf_counter() - began < 30
