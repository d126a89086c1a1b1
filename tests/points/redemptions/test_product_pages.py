"""The shelf by pages: the basket goes along, and a page costs the same on any shelf."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from points.goods.models import LimitWindow, Product
from points.ledger.queries.balances import Balance
from points.redemptions.queries.product_list import Allowance, Good, reason_against
from points.redemptions.queries.product_pages import GOODS_A_PAGE
from tests.builders import NOW

GOODS = 2 * GOODS_A_PAGE + 3
SHELF = "/c/dongjie/supermarket"


@pytest.fixture
def goods(shop):
    """Goods of two kinds, two points each, the last of them dear."""

    def built(store):
        made = [
            store.product(f"杯{at:02}", 2, 0, code=f"B{at:02}", category="日用")
            for at in range(GOODS - 1)
        ]
        made.append(store.product("电饭锅", 200, 0, code="Z99", category="电器"))
        store.receive_of_each(made, 9)
        return made

    return shop(built)


@pytest.fixture
def reader(shop, member, signed_in):
    return signed_in(member.person)


def link_to(page, words):
    """The address behind 下一页 or 上一页."""
    return re.search(rf'href="([^"]*)"[^>]*>(?:(?!</a>).)*{words}', page.html, re.DOTALL)[
        1
    ].replace("&amp;", "&")


def shown_on(page):
    return re.findall(r'id="good-(\d+)"', page.html)


def test_f18_a_page_shows_so_many_and_the_next_goes_on(reader, goods):
    first = reader.get(SHELF)
    second = reader.get(link_to(first, "下一页"))
    third = reader.get(link_to(second, "下一页"))

    pages = [shown_on(page) for page in (first, second, third)]
    assert [len(page) for page in pages] == [GOODS_A_PAGE, GOODS_A_PAGE, 3]
    assert sorted(itertools.chain(*pages)) == sorted(str(each.id) for each in goods)
    assert "下一页" not in third.words


def test_f18_the_basket_goes_along_and_its_sum_is_right_on_every_page(reader, goods):
    first = reader.get(f"{SHELF}?p{goods[0].id}=2")
    second = reader.get(link_to(first, "下一页"))
    back = reader.get(link_to(second, "上一页"))

    assert str(goods[0].id) not in shown_on(second)
    assert all("选了 2 件，共 4 分" in page.words for page in (first, second, back))
    assert f"p{goods[0].id}=2" in link_to(second, "下一页")


def test_what_is_chosen_on_two_pages_is_reserved_together(reader, goods):
    far = reader.get(f"{SHELF}?p{goods[0].id}=1&p{goods[-1].id}=1&after={goods[-2].id}")

    assert "选了 2 件，共 202 分" in far.words
    assert reader.post(f"{SHELF}/redemptions", form_of(far)).status == 303


def form_of(page):
    lines = re.findall(r'name="line" value="([^"]*)"', page.html)
    return page.form("/redemptions") | {"line": lines}


def test_a_basket_counts_towards_what_may_be_taken_on_another_page(reader, goods):
    """296 points: after 100 of two points each 96 are left, and the dear one takes 200."""
    page = reader.get(f"{SHELF}?p{goods[0].id}=50&after={goods[-2].id}")

    assert "还差" in page.words


@pytest.mark.parametrize(("category", "count"), [("日用", GOODS_A_PAGE), ("电器", 1), ("没有", 0)])
def test_a_kind_is_paged_by_itself(reader, goods, category, count):
    assert len(shown_on(reader.get(f"{SHELF}?category={category}"))) == count


def test_what_one_can_afford_leaves_out_what_is_dear(reader, goods):
    page = reader.get(f"{SHELF}?category=affordable&p{goods[0].id}=50&after={goods[-3].id}")

    assert str(goods[-2].id) in shown_on(page)
    assert str(goods[-1].id) not in shown_on(page)


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "999999999"])
def test_what_is_no_key_is_the_first_page(reader, goods, after):
    assert shown_on(reader.get(f"{SHELF}?after={after}"))[0] == str(goods[0].id)


def test_f18_a_page_weighs_no_more_with_more_goods(shop, reader, goods):
    before = reader.get(SHELF)

    shop(lambda store: [store.product(f"碗{at}", 2, 9, category="日用") for at in range(60)])
    after = reader.get(SHELF)

    assert after.statements == before.statements
    assert len(after.html) <= 1.02 * len(before.html)


def test_reasons_against_one_piece_more_come_in_that_order():
    soap = Product(id=7, limit_window=LimitWindow.MONTH, limit_quantity=1)
    month_on = NOW.date().replace(day=1)
    allowance = Allowance(100, 60, 2, 2, {("month:7", month_on): 1}, NOW.date(), 7)
    gone, there = (Good(soap, 41, left, None) for left in (0, 5))
    poor, rich = Balance(posted=40), Balance(posted=50)
    fresh = replace(allowance, used={})
    mended = [  # each mends one fault of the one before
        (gone, poor, allowance),
        (there, poor, allowance),
        (there, poor, fresh),
        (there, poor, replace(fresh, redemptions_used=0)),
        (there, rich, replace(fresh, redemptions_used=0)),
        (there, rich, replace(fresh, redemptions_used=0, points_used=0)),
    ]

    assert [reason_against(good, 0, 0, has, may)[0] for good, has, may in mended] == [
        "sold-out",
        "limit",
        "redemptions",
        "points",
        "month",
        "",
    ]
