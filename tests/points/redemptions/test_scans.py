"""What the field of scans takes, what that of a secret refuses, where one goes on (T1–T5)."""

from __future__ import annotations

import pytest

from core.barcodes import forms_of
from tests.points.redemptions.test_counter_page import sale, scan
from tests.shop_builders import PIN

EAN = "6901234567892"


@pytest.fixture
def rice(shop):
    return shop(lambda store: store.product("大米", 60, 7, barcode=EAN))


def focus_of(page):
    return page.html.split('data-focus="')[1].split('"')[0]


def test_t3_goods_scanned_before_anybody_are_told_and_wait_for_the_person(counter, member, rice):
    first = counter.follow(scan(counter, EAN))
    found = scan(counter, member.volunteer_no, **{f"p{rice.id}": "1"})

    assert "先留着，认了人就放进单子" in first.words
    assert "大米 余 7 块" in first.words
    assert "60 分" in first.words
    assert first.form("/searches")[f"p{rice.id}"] == "1"
    assert found.go_to == f"/c/dongjie/counter?member={member.id}&p{rice.id}=1"
    assert "发出 1 件，扣 60 分" in counter.follow(found).words


def test_t3_the_same_goods_scanned_twice_are_two_pieces(counter, rice):
    counter.follow(scan(counter, EAN))

    assert scan(counter, EAN, **{f"p{rice.id}": "1"}).go_to == f"/c/dongjie/counter?p{rice.id}=2"


def test_t3_goods_kept_stay_while_one_chooses_among_namesakes(shop, counter, rice):
    shop(lambda store: [store.member(name="王芳") for _ in range(2)])

    page = scan(counter, "王芳", **{f"p{rice.id}": "1"})

    assert [each for each in page.page.links if "member=" in each and f"p{rice.id}=1" in each]


@pytest.mark.parametrize("typed", ["246810", "２４６８１０", " 246810 ", "000000"])
@pytest.mark.parametrize("is_served", [True, False])
def test_t1_six_digits_alone_are_neither_sought_nor_shown(counter, member, soap, typed, is_served):
    beside = {"member": member.id, f"p{soap.id}": "1"} if is_served else {}

    page = scan(counter, typed, **beside)

    assert page.status == 400
    assert "要是 PIN 码，请本人输在" in page.words
    assert typed.strip() not in page.html
    assert focus_of(page) == "scan"


def test_t1_six_digits_that_are_a_shops_code_bring_the_goods(shop, counter, member):
    made = shop(lambda store: store.product("毛巾", 10, 5, code="100001"))

    assert f"p{made.id}=1" in scan(counter, "100001", member=member.id).go_to


@pytest.mark.parametrize("credential", [EAN, "DJ0387", "24681", "2468100", "abcdef"])
def test_t1_a_scan_in_the_field_of_the_pin_spends_no_try(counter, member, soap, credential):
    statuses = [sale(counter, member, soap, credential=credential).status for _ in range(7)]
    page = sale(counter, member, soap, credential=credential)

    assert set(statuses) == {400}
    assert "这次不算试错" in page.words
    assert focus_of(page) == "credential"
    assert sale(counter, member, soap, credential=PIN).status == 303


def test_t1_a_pin_with_full_width_digits_is_the_pin(counter, member, soap):
    assert sale(counter, member, soap, credential="２４６８１０").status == 303


def test_t5_a_wrong_pin_says_how_many_tries_are_left_and_then_until_when(counter, member, soap):
    refusal_texts = [sale(counter, member, soap, credential="000000").words for _ in range(5)]

    assert [
        f"还可以试 {left} 次" in words
        for left, words in zip((4, 3, 2, 1), refusal_texts[:4], strict=True)
    ]
    assert "次数用完了，10:15 以后可以再试" in refusal_texts[4]


def test_t2_after_a_wrong_pin_the_next_act_begins_at_the_pin(counter, member, soap):
    assert focus_of(sale(counter, member, soap, credential="000000")) == "credential"


def test_t2_whoever_waits_leaves_the_counter_to_the_next(counter, member, soap):
    for _ in range(5):
        sale(counter, member, soap, credential="000000")

    assert focus_of(sale(counter, member, soap)) == "scan"


def test_t2_what_was_not_found_begins_at_the_scan(counter):
    assert focus_of(scan(counter, "没有这个人")) == "scan"


def test_t5_with_goods_on_the_redemption_the_pin_stands_ready_and_the_keys_are_named(
    counter, member, soap
):
    page = counter.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=1")

    assert focus_of(page) == "credential"
    assert "data-sends-itself" in page.html
    assert all(words in page.words for words in ("F2 换人", "F9 发出", "F12 锁屏"))


def test_a_clerks_own_redemption_waits_for_the_second_person(shop, counter, soap):
    own = shop.store.clerk_member

    page = counter.get(f"/c/dongjie/counter?member={own.id}&p{soap.id}=1")

    assert "data-sends-itself" not in page.html


@pytest.mark.parametrize(
    ("scanned", "kept"),
    [
        ("036000291452", "0036000291452"),
        ("0036000291452", "036000291452"),
        ("00036000291452", "036000291452"),
        ("6901234567892", "06901234567892"),
    ],
)
def test_one_barcode_has_several_forms(scanned, kept):
    assert kept in forms_of(scanned)


@pytest.mark.parametrize("code", ["P12", "12345678", "1234567"])
def test_what_is_no_long_barcode_is_itself(code):
    assert code in forms_of(code)
    assert len(forms_of(code)) == 1 or len(code) == 8
