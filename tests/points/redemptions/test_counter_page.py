"""The counter as the clerk sees it: find, hand over, sell; and the stockroom behind it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from points.goods.models import LimitWindow
from points.redemptions.models import Redemption
from points.redemptions.rules import pick_up_codes
from tests.builders import a_role, authority_of, staff
from tests.shop_builders import PIN, Role


@pytest.fixture
def redemption(shop, member, soap):
    made = shop(lambda store: store.reserve(member, (soap, 1)))
    made.code = pick_up_codes.code_of(made)
    return made


def test_the_code_of_a_card_brings_its_person(counter, member):
    code = f"https://wuse.example.cn/sign-in?login={member.volunteer_no}&by=pin"

    assert f"member={member.id}" in scan(counter, code).go_to


def unticked(page, action_ends):
    """The fields of a form with no box ticked; the client adds a fresh token."""
    left_out = {"is_signed", "csrf_token"}
    return {name: v for name, v in page.form(action_ends).items() if name not in left_out}


def scan(counter, words, **beside):
    """Type or scan into the one field of the counter."""
    return counter.post("/c/dongjie/counter/searches", {"q": words} | beside)


def test_the_counter_says_what_to_do_first(counter):
    page = counter.get("/c/dongjie/counter")

    assert "先认人" in page.words
    assert "今天 0 单，0 分" in page.words


@pytest.mark.parametrize("how", ["volunteer_no", "name", "initials", "tail"])
def test_a_person_is_found_by_number_name_initials_and_phone(shop, counter, how):
    found = shop(lambda store: store.member(name="欧阳小梅"))
    words = {
        "volunteer_no": found.volunteer_no.lower(),
        "name": "欧阳小梅",
        "initials": "oyxm",
        "tail": found.person.phone_tail,
    }

    read = scan(counter, words[how])

    assert read.status == 303
    assert "欧阳*梅" in counter.follow(read).words


def test_two_of_one_name_are_told_apart(shop, counter):
    shop(lambda store: [store.member(name="王芳") for _ in range(2)])

    page = scan(counter, "王芳")

    assert "找到这些，请选一个" in page.words


def test_nobody_found_says_what_next(counter):
    assert "没有找到“不存在”" in scan(counter, "不存在").words


def test_a_product_goes_on_the_redemption_of_the_person_at_the_counter(counter, member, soap):
    read = scan(counter, "香皂", member=member.id)
    page = counter.follow(read)

    assert "发出 1 件，扣 40 分" in page.words
    assert "换后还能用 256 分" in page.words


def sale(counter, member, soap, **fields):
    page = counter.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=2")
    return counter.post(
        "/c/dongjie/counter/sales", unticked(page, "/sales") | {"credential": PIN} | fields
    )


def test_a_sale_with_the_right_pin_is_written_down(shop, counter, member, soap):
    page = counter.follow(sale(counter, member, soap))

    assert "已发出 2 件" in page.words
    assert "今天 1 单，80 分" in page.words
    assert shop(lambda store: store.left(soap)) == 39


def test_a_sale_reads_its_settings_once(shop, counter, member, soap):
    page = counter.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=2")
    fields = unticked(page, "/sales") | {"credential": PIN}

    done = counter.post("/c/dongjie/counter/sales", fields)

    assert (done.status, done.times_read("community_settings")) == (303, 1)


def test_a_wrong_pin_keeps_the_redemption_on_the_counter(counter, member, soap):
    page = sale(counter, member, soap, credential="000000")

    assert page.status == 400
    assert "PIN 码或口令不对" in page.words
    assert "发出 2 件，扣 80 分" in page.words


def test_the_sixth_wrong_pin_has_to_wait(counter, member, soap):
    statuses = [sale(counter, member, soap, credential="000000").status for _ in range(6)]

    assert statuses == [400, 400, 400, 400, 400, 429]
    locked = sale(counter, member, soap)
    assert locked.status == 429
    assert "10:15 以后可以再试" in locked.words
    assert "发出 2 件，扣 80 分" in locked.words


def test_a_second_click_sells_once(shop, counter, member, soap):
    page = counter.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=2")
    fields = unticked(page, "/sales") | {"credential": PIN}

    first, second = (counter.post("/c/dongjie/counter/sales", fields) for _ in range(2))

    assert first.go_to == second.go_to
    assert shop(lambda store: store.left(soap)) == 39


@pytest.fixture
def rice(shop):
    window = LimitWindow.QUARTER
    return shop(
        lambda store: store.product("大米", 90, 9, limit_quantity=1, limit_window=window, unit="袋")
    )


def test_t21_what_is_over_its_limit_stays_off_the_redemption(shop, counter, member, soap, rice):
    shop(lambda store: store.sell(member, (rice, 1)))

    page = counter.follow(scan(counter, "大米", member=member.id, **{f"p{soap.id}": "1"}))

    assert "大米没有加进来 本季限 1 袋，已换过 1 袋，7月1日起可以再换。 知道了" in page.words
    assert "发出 1 件，扣 40 分" in page.words
    assert (
        counter.post(
            "/c/dongjie/counter/sales", unticked(page, "/sales") | {"credential": PIN}
        ).status
        == 303
    )


def test_pieces_beyond_the_stock_stay_off_the_redemption(shop, counter, member):
    towel = shop(lambda store: store.product("毛巾", 10, 2, unit="条"))

    page = counter.get(f"/c/dongjie/counter?member={member.id}&p{towel.id}=5")

    assert "毛巾没有全加进来 只剩 2 条，都在这一单里了。" in page.words
    assert "发出 2 件，扣 20 分" in page.words


def test_what_the_points_do_not_reach_stays_off_the_redemption(shop, counter, member, soap):
    dear = shop(lambda store: store.product("被子", 290))

    page = counter.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=1&p{dear.id}=1")

    assert "被子没有加进来 还差 34 分，先放下一样。" in page.words
    assert "发出 1 件，扣 40 分" in page.words


def test_no_address_of_the_counter_keeps_what_was_scanned(counter, redemption):
    page = counter.get(f"/c/dongjie/counter?q={redemption.code}")

    assert "发出预约" not in page.words
    assert "先认人" in page.words


def test_a_clients_own_price_is_never_charged(shop, counter, member, soap):
    page = counter.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=1")
    fields = unticked(page, "/sales") | {"credential": PIN, "line": f"{soap.id}:1:1"}

    refused = counter.post("/c/dongjie/counter/sales", fields)

    assert refused.status == 409
    assert "积分价改成 40 分" in refused.words


def test_a_code_shows_its_redemption_and_hands_it_over(counter, redemption):
    page = scan(counter, redemption.code)
    assert "发出预约，扣 40 分" in page.words

    done = counter.follow(
        counter.post("/c/dongjie/counter/collections", unticked(page, "/collections"))
    )

    assert "已发出" in done.words
    assert "香皂 1 块" in done.words


def test_a_code_used_before_says_when(shop, counter, redemption):
    shop(lambda store: store.collect(redemption))

    page = scan(counter, redemption.code)

    assert page.status == 409
    assert "已经领过了" in page.words


def test_an_unknown_code_is_404_in_words(counter):
    page = scan(counter, "123456789")

    assert page.status == 404
    assert "没有这个领取码" in page.words


def test_the_eleventh_wrong_code_in_a_minute_has_to_wait(counter):
    pages = [scan(counter, f"00000000{n % 10}") for n in range(11)]

    assert [page.status for page in pages] == [404] * 10 + [429]
    assert "输错的次数太多，10:01 以后可以再试" in pages[-1].words
    assert pages[-1].response.headers["Retry-After"] == "60"


def test_a_waiting_reservation_can_go_out_with_the_members_pin(counter, member, redemption):
    page = counter.get(f"/c/dongjie/counter?member={member.id}")
    assert "有预约等本人拿" in page.words

    fields = unticked(page, "/collections") | {"credential": PIN}

    assert counter.post("/c/dongjie/counter/collections", fields).status == 303


def test_a_clerk_at_his_own_points_is_told_to_fetch_somebody(shop, counter, soap):
    from tests.shop_builders import earn  # noqa: PLC0415 - here alone

    clerk = shop.store.clerk_member
    shop(lambda store: earn(store.session, clerk, 100))

    page = sale(counter, clerk, soap)

    assert page.status == 403
    assert "要两个人办" in page.words


def test_another_communitys_member_is_not_served(shop, engine, counter):
    from core.db import run_on  # noqa: PLC0415 - here alone
    from tests.shop_builders import a_store  # noqa: PLC0415

    other = run_on(engine, lambda session: a_store(session, "nanguan").member().id)

    assert counter.get(f"/c/dongjie/counter?member={other}").status == 404


def test_a_signed_paper_slip_is_kept_by_its_number(shop, counter, member, soap):
    sale(counter, member, soap, is_signed="y", paper_no="００１７")

    assert "本人 已签，0017 80 分" in counter.get("/c/dongjie/counter/today").words
    redemption = shop(lambda store: store.session.scalars(select(Redemption)).one())
    words = counter.get(f"/c/dongjie/redemptions/{redemption.id}/slip").words
    assert "纸质单 0017，领取人已签字" in words
    assert "领取人签字：" not in words


def test_a_tick_without_a_number_asks_for_it_and_stays_ticked(counter, member, soap):
    page = sale(counter, member, soap, is_signed="y")

    assert page.status == 400
    assert "请把纸质单上的单号也填上" in page.words
    assert re.search(r'name="is_signed"\s+value="y"\s+checked', page.html)


def test_a_paper_number_counts_once(counter, member, soap):
    sale(counter, member, soap, paper_no="0017")

    page = sale(counter, member, soap, paper_no="0017")

    assert page.status == 409
    assert "纸质单号 0017 已经记在 260515-" in page.words


def test_f8_a_proxy_in_words_is_refused_and_stays_typed(counter, member, soap):
    page = sale(counter, member, soap, proxy_known_by="马红霞", proxy_relation="邻居")

    assert page.status == 400
    assert "没有找到这位代领人" in page.words
    assert page.form("/sales")["proxy_known_by"] == "马红霞"


def test_55_a_slip_printed_again_is_marked_a_copy(shop, counter, member, soap):
    sold = shop(lambda store: store.sell(member, (soap, 1)))
    path = f"/c/dongjie/redemptions/{sold.id}"

    looked = counter.get(f"{path}/slip")
    first, second = (counter.follow(counter.post(f"{path}/prints")) for _ in range(2))

    assert "预览，不作领取凭证" in looked.words
    assert "副本" not in first.words + looked.words
    assert "预览" not in first.words
    assert "副本 第 1 份" in second.words
    assert shop(lambda store: store.left(soap)) == 40


def test_a_clerk_sees_the_own_counter_and_the_keeper_the_whole_shop(
    shop, keeper, counter, member, soap
):
    def sell_at_the_other_counter(store):
        second = store.member(name="另一位")
        a_role(store.session, second, Role.SHOP_CLERK)
        return store.sell(member, (soap, 1), by=authority_of(store.session, second))

    shop(sell_at_the_other_counter)

    assert "0 单，0 分" in counter.get("/c/dongjie/counter/today").words
    assert "今天 0 单，0 分" in counter.get("/c/dongjie/counter").words
    assert "1 单，40 分" in keeper.get("/c/dongjie/stock/slips").words


def test_the_redemption_prints_with_masked_name_and_a_line_to_sign(shop, counter, member, soap):
    sold = shop(lambda store: store.sell(member, (soap, 1)))

    page = counter.get(f"/c/dongjie/redemptions/{sold.id}/slip")

    assert "王*兰" in page.words
    assert "领取人签字" in page.words


def test_t8_the_redemption_names_who_handed_the_goods_over(shop, counter, member, soap):
    sold = shop(lambda store: store.sell(member, (soap, 1)))
    held = shop(lambda store: store.reserve(member, (soap, 1)))
    clerk = shop.store.clerk_member.person.name

    assert f"经办人 {clerk}" in counter.get(f"/c/dongjie/redemptions/{sold.id}/slip").words
    assert "经办人" not in counter.get(f"/c/dongjie/redemptions/{held.id}/slip").words


def test_todays_list_has_every_redemption(shop, counter, member, soap):
    shop(lambda store: store.sell(member, (soap, 1)))

    assert "1 单，40 分" in counter.get("/c/dongjie/counter/today").words


def test_a_supervisor_alone_has_no_counter(shop, signed_in):
    person_id = shop(lambda store: staff(store.session, store.community, Role.SUPERVISOR)).person_id
    person = shop(lambda store: store.session.get(type(store.clerk_member.person), person_id))

    assert signed_in(person).get("/c/dongjie/counter").status == 403
