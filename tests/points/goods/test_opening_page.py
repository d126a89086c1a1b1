"""Opening hours through the pages: the keeper sets them, the shelf shows them, the counter asks."""

from datetime import timedelta

import pytest

from core.inputs import BadInput
from points.goods.forms.opening import month_days_of, spans_of
from points.goods.rules import opening_changes
from points.goods.rules.opening_changes import UsualHours
from points.goods.rules.shops import Span
from points.redemptions.rules import pick_up_codes
from teams.authority.act import Act
from tests.builders import NOW
from tests.points.goods.test_openings import AFTERNOON, CLOSED_AT, MORNING, SECOND
from tests.points.redemptions.test_counter_page import scan, unticked
from tests.shop_builders import PIN

PAGE = "/c/dongjie/stock/opening"


@pytest.fixture
def hours(shop):
    """The shop is open on Fridays."""
    usual = UsualHours(weekly={4: (MORNING, AFTERNOON)})
    shop(
        lambda store: opening_changes.set_usual(
            Act(store.session, NOW, by=store.keeper), store.session.merge(store.shop), usual
        )
    )


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("9:00—11:30，14:30—17:00", (MORNING, AFTERNOON)),
        ("14:30-17:00, 9:00 - 11:30", (MORNING, AFTERNOON)),
        ("９：００～１１：３０", (MORNING,)),
        ("9点到11点半、14点30分至17点", (MORNING, AFTERNOON)),
        ("22:00-24:00", (Span(1320, 1440),)),
    ],
)
def test_spans_are_read_however_they_are_typed(text, spans):
    assert spans_of(text) == spans


@pytest.mark.parametrize(
    "text",
    [
        "上午",
        "9-11",
        "9:60-11:00",
        "9:00-11:00-12:00",
        "11:00-9:00",
        "9:00-24:01",
        "9:00-11:00，10:59-12:00",
    ],
)
def test_spans_that_cannot_be_read_are_refused(text):
    with pytest.raises(BadInput):
        spans_of(text)


def test_days_of_a_month_are_read(app):
    assert month_days_of("每月15日、1号") == (1, 15)
    for text in ("0", "32", "月底"):
        with pytest.raises(BadInput):
            month_days_of(text)


def set_hours(reader, do="save", **typed):
    fields = reader.get(PAGE).form("/stock/opening") | {"do": do}
    return reader.post(PAGE, fields | typed)


def test_the_keeper_is_told_that_no_hours_are_set(keeper):
    assert "还没有定开放时间" in keeper.get("/c/dongjie/stock/products").words


def test_the_keeper_sees_the_sentence_before_it_stands(keeper):
    typed = {"weekdays-4": "9:00-11:30", "months-0-days": "15", "months-0-spans": "14:30-17:00"}

    page = set_hours(keeper, "preview", **typed)

    assert "现在还没有存： 每周五 9:00—11:30；每月15日 14:30—17:00" in page.words
    assert page.form("/stock/opening")["weekdays-4"] == "9:00-11:30"
    assert "还没有定开放时间" in keeper.get(PAGE).words


def test_hours_that_are_saved_stand_on_page_and_shelf(keeper):
    typed = {"weekdays-4": "9:00-11:30", "months-0-days": "1、15", "months-0-spans": "8:00-9:00"}

    page = keeper.follow(set_hours(keeper, **typed, note="节假日看通知"))

    words = "每周五 9:00—11:30；每月1日、15日 8:00—9:00；节假日看通知"
    assert words in page.words
    assert page.form("/stock/opening")["months-0-days"] == "1、15"
    shelf = keeper.get("/c/dongjie/supermarket").words
    assert f"现在开着门，今天开到 11:30。 {words}" in shelf
    assert "还没有定开放时间" not in keeper.get("/c/dongjie/stock/products").words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"weekdays-0": "上午"}, "请写成 9:00—11:30"),
        ({"weekdays-0": "11:00-9:00"}, "关门要晚于开门"),
        ({"weekdays-0": "9:00-11:00,10:00-12:00"}, "有两段时间重叠了"),
        ({"months-0-days": "15"}, "日子和时间要一起填"),
        ({"months-0-spans": "9:00-10:00"}, "日子和时间要一起填"),
        ({"months-0-days": "32", "months-0-spans": "9:00-10:00"}, "请填 1 到 31 的日子"),
    ],
)
def test_what_cannot_be_is_said_where_it_was_typed(keeper, typed, words):
    page = set_hours(keeper, **typed)

    assert page.status == 400
    assert words in page.words
    assert typed.items() <= page.form("/stock/opening").items()


def test_the_same_day_of_the_month_in_two_rows_must_not_overlap(keeper):
    set_hours(keeper, **{"months-0-days": "1", "months-0-spans": "9:00-11:00"})

    page = set_hours(keeper, **{"months-1-days": "1", "months-1-spans": "10:00-12:00"})

    assert page.status == 400
    assert "有两段时间重叠了" in page.words


def test_special_days_are_set_and_taken_back(keeper, hours):
    fields = keeper.get(PAGE).form("/special-days")
    typed = {"first_on": "2026-05-22", "last_on": "2026-05-23", "reason": "盘点"}

    page = keeper.follow(keeper.post(f"{PAGE}/special-days", fields | typed))

    assert "5月22日至 23日 不开门（盘点）" in page.words
    back = keeper.follow(keeper.post(f"{PAGE}/special-days/removals", page.form("/removals")))
    assert "往后没有特别的日子" in back.words


def test_special_days_of_the_past_are_refused_with_what_was_typed(keeper, hours):
    fields = keeper.get(PAGE).form("/special-days")

    page = keeper.post(
        f"{PAGE}/special-days", fields | {"first_on": "2026-05-14", "reason": "盘点"}
    )

    assert page.status == 400
    assert "特别的日子从今天算起" in page.words
    assert page.form("/special-days")["first_on"] == "2026-05-14"


def test_a_clerk_sets_no_hours(counter):
    assert counter.get(PAGE).status == 403


def sell(counter, member, soap, **fields):
    page = counter.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=1")
    return counter.post(
        "/c/dongjie/counter/sales", unticked(page, "/sales") | {"credential": PIN} | fields
    )


def test_within_hours_nothing_is_asked(counter, member, soap, hours, now):
    now(CLOSED_AT - SECOND)

    assert (
        "为什么这时发"
        not in counter.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=1").words
    )
    assert "已发出 1 件" in counter.follow(sell(counter, member, soap)).words


def test_at_closing_time_the_counter_asks_before_the_pin(counter, member, soap, hours, now):
    now(CLOSED_AT)
    asked = counter.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=1")

    assert "现在不在开放时间。今天 9:00—11:30，14:30—17:00。" in asked.words
    assert "下次开门：周五 5月22日 9:00。" in asked.words
    assert asked.words.index("为什么这时发") < asked.words.index("本人 PIN 码或口令")

    refused = sell(counter, member, soap)

    assert refused.status == 400
    assert "请写一句为什么这时发" in refused.words
    assert "发出 1 件，扣 40 分" in refused.words


def test_the_reason_stays_after_a_wrong_pin_and_is_kept(counter, keeper, member, soap, hours, now):
    now(CLOSED_AT)
    wrong = sell(counter, member, soap, off_hours_reason="还有人排队", credential="000000")

    assert wrong.form("/sales")["off_hours_reason"] == "还有人排队"

    sold = counter.follow(sell(counter, member, soap, off_hours_reason="还有人排队"))

    assert "关着门发的" in sold.words
    assert "不在开放时间：还有人排队" in keeper.get("/c/dongjie/stock/slips").words


def test_no_try_is_spent_while_the_counter_asks(counter, member, soap, hours, now):
    now(CLOSED_AT)

    assert [sell(counter, member, soap, credential="000000").status for _ in range(7)] == [400] * 7
    assert sell(counter, member, soap, off_hours_reason="还有人排队").status == 303


def test_a_reservation_is_collected_after_hours_with_a_reason(
    shop, counter, member, soap, hours, now
):
    redemption = shop(lambda store: store.reserve(member, (soap, 1)))
    now(CLOSED_AT)
    page = scan(counter, pick_up_codes.code_of(redemption))
    fields = unticked(page, "/collections")

    refused = counter.post("/c/dongjie/counter/collections", fields)
    assert refused.status == 400
    assert "请写一句为什么这时发" in refused.words

    fields = unticked(scan(counter, pick_up_codes.code_of(redemption)), "/collections")
    done = counter.post("/c/dongjie/counter/collections", fields | {"off_hours_reason": "路远"})
    assert "已发出" in counter.follow(done).words


def test_the_page_of_a_reservation_says_when_to_come(shop, signed_in, member, soap, hours, now):
    redemption = shop(lambda store: store.reserve(member, (soap, 1)))
    reader = signed_in(member.person)
    now(CLOSED_AT + timedelta(hours=1))

    words = reader.get(f"/c/dongjie/redemptions/{redemption.id}").words

    assert "现在关着门，周五 5月22日 9:00 开门。" in words
    assert "每周五 9:00—11:30，14:30—17:00" in words
