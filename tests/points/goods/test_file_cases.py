"""A small workbook that a shop's own list of goods looks like, with its right values."""

from datetime import date

from points.goods.rules.goods_cells import Limit
from points.goods.rules.goods_sheet import check_goods
from tests.workbook_builders import TODAY, real_book


def test_a_list_of_goods_in_everyday_words_comes_in_with_its_questions():
    answer = check_goods(real_book("cases/goods1.xlsx"), TODAY)
    goods = {one.code: one for one in answer.accepted}

    assert [goods[f"T00{n}"].limit for n in range(1, 6)] == [Limit(2, "month")] * 5
    assert (goods["T006"].cost_cents, goods["T008"].stock) == (333, 2)
    assert (goods["T009"].barcode, goods["T010"].barcode) == ("02000001", "SP-0001")
    assert (goods["T012"].expires_on, goods["T013"].expires_on) == (date(2027, 6, 30), None)
    assert (goods["T015"].source, goods["T016"].source) == ("", "given")
    assert [one.row for one in answer.remarks] == [3, 4, 5, 9, 10, 11, 14, 16, 21]
    assert [one.row for one in answer.refused] == [8, 19, 20, 23]
