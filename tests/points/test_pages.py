"""The member's pages: passbook, shelf, pick-up code, cancelling."""

from __future__ import annotations

import re
from datetime import date

import pytest

from points.ledger.rules import earning
from points.ledger.rules.refusals import SoldOut
from points.redemptions.rules import pick_up_codes
from teams.authority.act import Act
from teams.authority.models import Role
from tests.builders import NOW, a_person, a_role
from tests.shop_builders import earn, rule_on

JUNE_1 = date(2026, 6, 1)


def test_passbook_shows_balance_lots_and_lines(shop, member, soap, signed_in):
    shop(lambda store: store.reserve(member, (soap, 2)))

    page = signed_in(member.person).get("/c/dongjie/points")

    assert "现有积分 296 分 已为预约留下 80 现在能用 216" in page.words
    assert "216 分 2027年12月31日到期" in page.words
    assert "香皂 2 块等您来拿" in page.words


def test_a_passbook_without_points_says_what_comes_next(shop, signed_in):
    page = signed_in(shop(lambda store: store.member()).person).get("/c/dongjie/points")

    assert "还没有积分" in page.words


def test_a_line_explains_its_figure(shop, signed_in):
    def build(store):
        earning.install_defaults(Act(store.session, NOW, community=store.community))
        made = store.member()
        rule = rule_on(store.session, store.community, "VISIT", NOW.date())
        points = earning.points_of(rule, 120, 0)
        earn(store.session, made, points, rule_id=rule.id, service_minutes=120, night_minutes=0)
        return made

    page = signed_in(shop(build).person).get("/c/dongjie/points/entries/1")

    assert "2 小时 × 每小时 10 分 × 系数 1.2 = 24 分" in page.words
    assert "规则是第 1 版" in page.words


def test_somebody_elses_line_does_not_exist(shop, member, signed_in):
    stranger = shop(lambda store: store.member())

    assert signed_in(stranger.person).get("/c/dongjie/points/entries/1").status == 404


def test_the_paper_passbook_has_a_balance_on_every_line(member, signed_in):
    assert "+296 296" in signed_in(member.person).get("/c/dongjie/points/print").words


def test_each_sheet_of_the_paper_passbook_says_what_it_comes_to(shop, member, soap, signed_in):
    shop(lambda store: [earn(store.session, member, 2) for _ in range(14)])
    shop(lambda store: store.sell(member, (soap, 1)))

    words = signed_in(member.person).get("/c/dongjie/points/print").words

    assert "第 1 页，共 2 页" in words
    assert "本页小计 +322 0 322" in words
    assert "承前 322" in words
    assert "本页小计 +2 −40 284" in words


def test_older_years_of_the_paper_passbook_are_a_link_away(shop, signed_in):
    def build(store):
        made = store.member()
        earn(store.session, made, 30, now=NOW.replace(year=2025), ended_on=date(2025, 5, 1))
        earn(store.session, made, 4)
        return made

    reader = signed_in(shop(build).person)
    page = reader.get("/c/dongjie/points/print")
    older = reader.get("/c/dongjie/points/print?year=2025")

    assert "/c/dongjie/points/print?year=2025" in page.page.links
    assert "本页小计 +4 0 34" in page.words
    assert "本页小计 +30 0 30" in older.words


def test_the_desk_reads_a_volunteers_points_with_twelve_months(shop, member, signed_in):
    desk = shop(lambda store: store.member(name="社工"))
    shop(lambda store: a_role(store.session, desk, Role.COORDINATOR))

    page = signed_in(desk.person).get(f"/c/dongjie/members/{member.id}/points")

    assert "王*兰的积分" in page.words
    assert "共 296 分，5 月最多，296 分。" in page.words
    assert "polyline" in page.html
    assert "2025 年 6 月 0 分" in page.words


def test_a_volunteer_and_a_clerk_do_not_read_somebody_elses_points(shop, member, signed_in):
    path = f"/c/dongjie/members/{member.id}/points"

    assert signed_in(shop.store.clerk_member.person).get(path).status == 403
    assert signed_in(member.person).get(path).status == 403


def test_changing_the_points_of_an_hour_in_the_settings_changes_the_rules(shop, signed_in):
    admin = shop(lambda store: store.member(name="管理员二"))
    shop(lambda store: a_role(store.session, admin, Role.COMMUNITY_ADMIN))
    reader = signed_in(admin.person)
    page = reader.get("/c/dongjie/settings/hourly_points")
    assert page.page.forms[-1]["action"] == "/c/dongjie/settings/points-per-hour/versions"
    sent = {"value": "12", "starts_on": "2026-06-01", "reason": "经费多了"}

    assert reader.post("/c/dongjie/settings/points-per-hour/versions", sent).status == 303

    on = shop(lambda store: rule_on(store.session, store.community, "VISIT", JUNE_1))
    assert on.points_per_hour == 12
    assert reader.post("/c/dongjie/settings/hourly_points/versions", sent).status == 404


def test_a_counter_code_is_shown_once(member, signed_in):
    reader = signed_in(member.person)

    page = reader.post("/c/dongjie/points/counter-codes")

    assert re.search(r"口令 \d{3} \d{3}", page.words)
    assert "60 秒内有效" in page.words
    assert 'class="qr"' in page.html
    assert "口令 " not in reader.get("/c/dongjie/points").words.replace("柜台口令", "")


def test_shelf_says_price_left_and_limit(shop, member, soap, signed_in):
    page = signed_in(member.person).get("/c/dongjie/supermarket")

    assert "香皂 一块 40 分 余 41 块" in page.words
    assert "选它" in page.words


def test_choosing_stands_in_the_address_and_sums_up(member, soap, signed_in):
    page = signed_in(member.person).get(f"/c/dongjie/supermarket?p{soap.id}=2")

    assert "选了 2 件，共 80 分" in page.words
    assert "换后还能用 216 分，留 7 天等您来拿" in page.words


def test_what_is_too_dear_says_how_much_is_missing(shop, member, signed_in):
    shop(lambda store: store.product("大米", 340))

    assert "还差 44 分" in signed_in(member.person).get("/c/dongjie/supermarket").words


def test_what_is_gone_says_so(shop, member, signed_in):
    shop(lambda store: store.product("毛巾", 100, stock=0))

    assert "换完了" in signed_in(member.person).get("/c/dongjie/supermarket").words


def reserved(reader, soap, quantity=1):
    page = reader.get(f"/c/dongjie/supermarket?p{soap.id}={quantity}")
    return reader.post("/c/dongjie/supermarket/redemptions", page.form("/redemptions"))


def test_reserving_leads_to_the_pick_up_code(member, soap, signed_in):
    reader = signed_in(member.person)

    page = reader.follow(reserved(reader, soap))

    assert re.search(r"领取码 \d{3} \d{3} \d{3}", page.words)
    assert "5月22日 24:00" in page.words
    assert "<svg" in page.html


def test_the_same_form_sent_twice_reserves_once(shop, member, soap, signed_in):
    reader = signed_in(member.person)
    fields = reader.get(f"/c/dongjie/supermarket?p{soap.id}=1").form("/redemptions")

    first = reader.post("/c/dongjie/supermarket/redemptions", fields)
    second = reader.post("/c/dongjie/supermarket/redemptions", fields)

    assert first.go_to == second.go_to
    assert shop(lambda store: store.left(soap)) == 40


def test_a_refusal_keeps_the_basket_on_the_page(shop, member, soap, signed_in):
    reader = signed_in(member.person)
    fields = reader.get(f"/c/dongjie/supermarket?p{soap.id}=2").form("/redemptions")
    shop(lambda store: store.sell(store.member(points=2000), (soap, 10)))
    shop(lambda store: _empty_to(store, soap, 1))

    page = reader.post("/c/dongjie/supermarket/redemptions", fields)

    assert page.status == 409
    assert "香皂只剩 1 块，改成 1 块？" in page.words
    assert "选了 2 件" in page.words


def _empty_to(store, product, left):
    while store.left(product) > left:
        try:
            pieces = min(10, store.left(product) - left)
            store.sell(store.member(points=2000), (product, pieces))
        except SoldOut:
            return


def test_a_basket_that_cannot_be_read_is_400(member, signed_in):
    reader = signed_in(member.person)
    key = {"request_key": "k"}

    for line in ("", "1:0", "1:-1", "1:1.5", "1:1e3", "１:２", "9223372036854775808:1", "1:NaN"):
        sent = reader.post("/c/dongjie/supermarket/redemptions", key | {"line": line})
        assert sent.status in {400, 404}, line


def test_cancelling_says_the_consequence_and_gives_back(member, soap, signed_in):
    reader = signed_in(member.person)
    page = reader.follow(reserved(reader, soap))
    assert "40 分退回原来的批次" in page.words

    done = reader.follow(reader.post(*_cancellation(page)))

    assert "已取消" in done.words
    assert "现在能用 296" in reader.get("/c/dongjie/points").words


def _cancellation(page):
    action = next(f["action"] for f in page.page.forms if f["action"].endswith("/cancellation"))
    return action, page.form("/cancellation")


def test_somebody_elses_code_does_not_exist(shop, member, soap, signed_in):
    redemption = shop(lambda store: store.reserve(store.member(points=100), (soap, 1)))

    reader = signed_in(member.person)

    assert reader.get(f"/c/dongjie/redemptions/{redemption.id}").status == 404
    assert reader.get(f"/c/dongjie/redemptions/{redemption.id}/slip").status == 404


def test_a_collected_redemption_shows_no_code_any_more(shop, member, soap, signed_in):
    def build(store):
        redemption = store.reserve(member, (soap, 1))
        code = pick_up_codes.code_of(redemption)
        store.collect(redemption)
        return redemption, code

    redemption, code = shop(build)

    page = signed_in(member.person).get(f"/c/dongjie/redemptions/{redemption.id}")

    assert "已领走" in page.words
    assert code not in page.html.replace(" ", "")


def test_my_redemptions_lists_them(shop, member, soap, signed_in):
    shop(lambda store: store.reserve(member, (soap, 2)))

    assert "香皂 2 块" in signed_in(member.person).get("/c/dongjie/redemptions").words


def test_a_product_page_shows_every_price(member, soap, signed_in):
    page = signed_in(member.person).get(f"/c/dongjie/supermarket/products/{soap.id}")

    assert "积分价改过几次" in page.words
    assert "初次定价" in page.words


@pytest.mark.parametrize("path", ["points", "supermarket", "redemptions", "counter"])
def test_a_stranger_finds_nothing(shop, engine, signed_in, path):
    stranger = shop(lambda store: a_person(store.session))

    assert signed_in(stranger).get(f"/c/dongjie/{path}").status == 404


def test_a_volunteer_has_no_counter_and_no_stockroom(member, signed_in):
    reader = signed_in(member.person)

    assert reader.get("/c/dongjie/counter").status == 403
    assert reader.get("/c/dongjie/stock/products").status == 403


def test_a_sold_out_product_is_waited_for_with_one_press(shop, member, signed_in):
    gone = shop(lambda store: store.product("毛巾", 50, 0))
    reader = signed_in(member.person)
    assert "到货提醒我" in reader.get("/c/dongjie/supermarket").words

    sent = reader.post(f"/c/dongjie/supermarket/products/{gone.id}/watches")

    assert "到货会告诉您" in reader.follow(sent).words
    assert "到货提醒我" not in reader.get("/c/dongjie/supermarket").words
