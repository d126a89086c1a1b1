"""The goods sheet, points/goods/rules/goods_sheet.py."""

from datetime import date

import pytest

from core.workbook_guard import WorkbookRefused
from points.goods.rules.goods_cells import Limit
from points.goods.rules.goods_sheet import check_goods
from tests.workbook_builders import GOODS, TODAY, book_of, real_book, whys

HEADINGS = ["编号", "物品名称", "规格", "单位", "库存数量", "进价（元）", "兑换积分", "保质期至"]
HEADINGS += ["条形码", "来源", "捐赠单位", "每人限兑"]
SOAP = {
    "编号": "W001",
    "物品名称": "香皂",
    "单位": "块",
    "库存数量": 54,
    "进价（元）": "¥2.5",
    "兑换积分": "40分",
    "条形码": "6900737517069",
    "来源": "采购",
}


def checked(*goods, mends=None):
    return check_goods(book_of(HEADINGS, *goods, title="清单"), TODAY, mends)


def test_the_real_list_comes_out_as_it_must():
    answer = check_goods(real_book(GOODS), TODAY)

    assert (answer.rows, len(answer.accepted), len(answer.repeated), len(answer.asked)) == (
        20,
        16,
        0,
        0,
    )
    assert whys(answer) == [(7, "条形码"), (12, "库存数量"), (15, "兑换积分"), (19, "条形码")]


def test_the_real_list_read_twice_has_the_same_keys():
    first, again = (check_goods(real_book(GOODS), TODAY) for _ in range(2))

    assert len({one.row_key for one in first.accepted}) == 16
    assert [one.row_key for one in first.accepted] == [one.row_key for one in again.accepted]


def test_a_good_row_becomes_goods():
    (soap,) = checked(SOAP | {"保质期至": "2027年2月10日"}).accepted

    assert (soap.stock, soap.cost_cents, soap.points) == (54, 250, 40)
    assert (soap.expires_on, soap.source, soap.limit) == (date(2027, 2, 10), "bought", None)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("物品名称", ""),
        ("单位", ""),
        ("库存数量", "若干"),
        ("库存数量", ""),
        ("库存数量", -1),
        ("库存数量", 1_000_001),
        ("库存数量", 1.5),
        ("库存数量", "1e3"),
        ("库存数量", "54盒"),
        ("进价（元）", "-1"),
        ("进价（元）", "面议"),
        ("兑换积分", -300),
        ("兑换积分", 0),
        ("兑换积分", 1_000_001),
        ("兑换积分", "40元"),
        ("保质期至", "2027-02-30"),
        ("条形码", 6901230000000.0),
        ("条形码", "6900737517068"),
        ("条形码", "6.90074E+12"),
        ("捐赠单位", "县农商行"),
        ("每人限兑", "2瓶/月"),
        ("每人限兑", "0/月"),
    ],
)
def test_a_row_is_refused_by_its_column(column, text):
    answer = checked(SOAP | {column: text})

    assert whys(answer) == [(3, column)]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("库存数量", 0),
        ("库存数量", 1_000_000),
        ("库存数量", "54块"),
        ("库存数量", "1,000"),
        ("进价（元）", ""),
        ("进价（元）", 0.1 + 0.2),
        ("进价（元）", "4元"),
        ("兑换积分", 1),
        ("兑换积分", 1_000_000),
        ("保质期至", "长期"[:0]),
        ("条形码", 6900737517069.0),
        ("条形码", ""),
        ("来源", "捐赠"),
    ],
)
def test_a_row_comes_in_with_other_spellings(column, text):
    answer = checked(SOAP | {column: text})

    assert answer.refused == []


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("2/月", Limit(2, "month")),
        ("2块/季度", Limit(2, "quarter")),
        ("每月2块", Limit(2, "month")),
        ("1/年", Limit(1, "year")),
        ("不限", None),
    ],
)
def test_spellings_of_a_limit(text, limit):
    (soap,) = checked(SOAP | {"每人限兑": text}).accepted

    assert soap.limit == limit


def test_the_same_goods_again_are_repeated():
    answer = checked(SOAP, SOAP)

    assert [(one.row, one.same_as_row) for one in answer.repeated] == [(4, 3)]


@pytest.mark.parametrize(
    ("change", "column"),
    [({"条形码": ""}, "编号"), ({"编号": "W002"}, "条形码")],
)
def test_one_code_or_barcode_on_two_goods_is_refused_on_both_rows(change, column):
    answer = checked(SOAP, SOAP | {"物品名称": "肥皂"} | change)

    assert whys(answer) == [(3, column), (4, column)]


@pytest.mark.parametrize(("expires_on", "remarks"), [("2026-11-21", 0), ("2026-11-20", 1)])
def test_goods_past_their_day_come_in_with_a_remark(expires_on, remarks):
    answer = checked(SOAP | {"保质期至": expires_on})

    assert (len(answer.accepted), len(answer.remarks)) == (1, remarks)


def test_a_refused_row_mended_comes_in():
    answer = checked(SOAP | {"库存数量": "若干"}, mends={("表", 3): {"stock": "12"}})

    assert answer.accepted[0].stock == 12


def test_a_book_without_goods_is_refused():
    with pytest.raises(WorkbookRefused, match="物品名称"):
        check_goods(book_of(["姓名", "电话"]), TODAY)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("每人限兑", "少量"),
        ("每人限兑", "每人限2块"),
        ("保质期至", "三年"),
        ("来源", "上级配发"),
        ("条形码", "SP-0001"),
        ("条形码", "02000001"),
    ],
)
def test_a_cell_that_says_little_is_asked_about_and_its_row_comes_in(column, text):
    answer = checked(SOAP | {column: text})

    assert len(answer.accepted) == 1
    assert [(one.row, one.column) for one in answer.remarks] == [(3, column)]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [("每人每月2块", 2), ("每月2块/人", 2), ("2", 2), (2, 2), ("每人限两块", 2)],
)
def test_a_limit_in_words_is_so_many_a_month(text, quantity):
    (soap,) = checked(SOAP | {"每人限兑": text}).accepted

    assert soap.limit == Limit(quantity, "month")


@pytest.mark.parametrize(("text", "cents"), [(3.333333333333333, 333), ("2.555", 256)])
def test_a_price_is_rounded_to_the_cent(text, cents):
    (soap,) = checked(SOAP | {"进价（元）": text}).accepted

    assert soap.cost_cents == cents
