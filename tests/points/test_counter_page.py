"""The counter as the clerk sees it: find, hand over, sell; and the stockroom behind it."""

from __future__ import annotations

import pytest

from points.rules import slips
from tests.builders import a_role, staff
from tests.shop_builders import PIN, Role


@pytest.fixture
def till(shop, signed_in):
    return signed_in(shop.store.clerk_member.person)


@pytest.fixture
def keeper(shop, signed_in):
    member = shop(lambda store: store.member(name="库管"))
    shop(lambda store: a_role(store.session, member, Role.STOCK_KEEPER))
    return signed_in(member.person)


@pytest.fixture
def admin(shop, signed_in):
    member = shop(lambda store: store.member(name="管理员"))
    shop(lambda store: a_role(store.session, member, Role.COMMUNITY_ADMIN))
    return signed_in(member.person)


@pytest.fixture
def slip(shop, member, soap):
    made = shop(lambda store: store.reserve(member, (soap, 1)))
    made.code = slips.code_of(made)
    return made


def test_the_counter_says_what_to_do_first(till):
    page = till.get("/c/dongjie/counter")

    assert "先认人" in page.words
    assert "今天 0 单，0 分" in page.words


@pytest.mark.parametrize("how", ["volunteer_no", "name", "initials", "tail"])
def test_a_person_is_found_by_number_name_initials_and_phone(shop, till, how):
    found = shop(lambda store: store.member(name="欧阳小梅"))
    words = {
        "volunteer_no": found.volunteer_no.lower(), "name": "欧阳小梅", "initials": "oyxm",
        "tail": found.person.phone_tail,
    }  # fmt: skip
    shop(lambda store: _with_initials(store, found))

    read = till.get(f"/c/dongjie/counter?q={words[how]}")

    assert read.status == 303
    assert "欧阳*梅" in till.follow(read).words


def _with_initials(store, member):
    person = store.session.get(type(member.person), member.person_id)
    person.name_initials = "oyxm"


def test_two_of_one_name_are_told_apart(shop, till):
    shop(lambda store: [store.member(name="王芳") for _ in range(2)])

    page = till.get("/c/dongjie/counter?q=王芳")

    assert "找到这些，请选一个" in page.words


def test_nobody_found_says_what_next(till):
    assert "没有找到“不存在”" in till.get("/c/dongjie/counter?q=不存在").words


def test_a_product_goes_on_the_slip_of_the_person_at_the_till(till, member, soap):
    read = till.get(f"/c/dongjie/counter?q=香皂&member={member.id}")
    page = till.follow(read)

    assert "发出 1 件，扣 40 分" in page.words
    assert "换后还能用 256 分" in page.words


def sale(till, member, soap, **fields):
    page = till.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=2")
    return till.post("/c/dongjie/counter/sales", page.form("/sales") | {"proof": PIN} | fields)


def test_a_sale_with_the_right_pin_is_written_down(shop, till, member, soap):
    page = till.follow(sale(till, member, soap))

    assert "已发出 2 件" in page.words
    assert "今天 1 单，80 分" in page.words
    assert shop(lambda store: store.left(soap)) == 39


def test_a_wrong_pin_keeps_the_slip_on_the_till(till, member, soap):
    page = sale(till, member, soap, proof="000000")

    assert page.status == 400
    assert "PIN 码或口令不对" in page.words
    assert "发出 2 件，扣 80 分" in page.words


def test_the_sixth_wrong_pin_has_to_wait(till, member, soap):
    statuses = [sale(till, member, soap, proof="000000").status for _ in range(6)]

    assert statuses == [400, 400, 400, 400, 400, 429]
    assert sale(till, member, soap).status == 429


def test_a_second_click_sells_once(shop, till, member, soap):
    page = till.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=2")
    fields = page.form("/sales") | {"proof": PIN}

    first, second = (till.post("/c/dongjie/counter/sales", fields) for _ in range(2))

    assert first.go_to == second.go_to
    assert shop(lambda store: store.left(soap)) == 39


def test_a_clients_own_price_is_never_charged(shop, till, member, soap):
    page = till.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=1")
    fields = page.form("/sales") | {"proof": PIN, "line": f"{soap.id}:1:1"}

    refused = till.post("/c/dongjie/counter/sales", fields)

    assert refused.status == 409
    assert "积分价改成 40 分" in refused.words


def test_a_code_shows_its_slip_and_hands_it_over(till, slip):
    page = till.get(f"/c/dongjie/counter?q={slip.code}")
    assert "发出预约，扣 40 分" in page.words

    done = till.follow(till.post("/c/dongjie/counter/collections", page.form("/collections")))

    assert "已发出" in done.words
    assert "香皂 1 块" in done.words


def test_a_code_used_before_says_when(shop, till, slip):
    shop(lambda store: store.collect(slip))

    page = till.get(f"/c/dongjie/counter?q={slip.code}")

    assert page.status == 409
    assert "已经领过了" in page.words


def test_an_unknown_code_is_404_in_words(till):
    page = till.get("/c/dongjie/counter?q=123456789")

    assert page.status == 404
    assert "没有这个领取码" in page.words


def test_the_eleventh_wrong_code_in_a_minute_has_to_wait(till):
    statuses = [till.get(f"/c/dongjie/counter?q=00000000{n % 10}").status for n in range(11)]

    assert statuses == [404] * 10 + [429]


def test_a_waiting_reservation_can_go_out_with_the_members_pin(till, member, slip):
    page = till.get(f"/c/dongjie/counter?member={member.id}")
    assert "有预约等本人拿" in page.words

    fields = page.form("/collections") | {"proof": PIN}

    assert till.post("/c/dongjie/counter/collections", fields).status == 303


def test_a_clerk_at_his_own_points_is_told_to_fetch_somebody(shop, till, soap):
    from tests.shop_builders import earn  # noqa: PLC0415 - here alone

    himself = shop.store.clerk_member
    shop(lambda store: earn(store.session, himself, 100))

    page = sale(till, himself, soap)

    assert page.status == 403
    assert "要两个人办" in page.words


def test_another_communitys_member_is_not_served(shop, engine, till):
    from core.db import run_on  # noqa: PLC0415 - here alone
    from tests.shop_builders import a_store  # noqa: PLC0415

    other = run_on(engine, lambda session: a_store(session, "nanguan").member().id)

    assert till.get(f"/c/dongjie/counter?member={other}").status == 404


def test_the_slip_prints_with_masked_name_and_a_line_to_sign(shop, till, member, soap):
    sold = shop(lambda store: store.sell(member, (soap, 1)))

    page = till.get(f"/c/dongjie/redemptions/{sold.id}/slip")

    assert "王*兰" in page.words
    assert "领取人签字" in page.words


def test_todays_list_has_every_slip(shop, till, member, soap):
    shop(lambda store: store.sell(member, (soap, 1)))

    assert "1 单，40 分" in till.get("/c/dongjie/counter/today").words


def test_a_new_product_is_priced_received_and_on_the_shelf(keeper, admin, member, signed_in):
    fields = {
        "code": "A7",
        "name": "毛巾",
        "unit": "条",
        "picture": "towel",
        "limit_window": "none",
    }
    made = keeper.post("/c/dongjie/stock/products/new", fields)
    number = made.go_to.rsplit("/", 1)[1]
    price = {"price_points": "１００", "reason": "照进价", "request_key": "k1"}
    assert admin.post(f"{made.go_to}/prices", price).status == 303

    line = {"product_id": number, "quantity": "9", "source": "purchase", "request_key": "k2"}
    assert keeper.post("/c/dongjie/stock/receipts/new", line).status == 303

    assert "毛巾 100 分 余 9 条" in signed_in(member.person).get("/c/dongjie/supermarket").words


def test_the_keeper_sees_products_and_receipts(shop, keeper, soap):
    assert "香皂" in keeper.get("/c/dongjie/stock/products").words
    assert "香皂 41 块" in keeper.get("/c/dongjie/stock/receipts").words
    assert "库里的批次" in keeper.get(f"/c/dongjie/stock/products/{soap.id}").words


def test_food_without_a_day_keeps_what_was_typed(shop, keeper):
    salt = shop(lambda store: store.product("食盐", stock=0, needs_best_before=True))
    line = {"product_id": salt.id, "quantity": "5", "source": "purchase", "request_key": "k"}

    page = keeper.post("/c/dongjie/stock/receipts/new", line)

    assert page.status == 400
    assert "食盐要有保质期才能入库" in page.words
    assert 'value="5"' in page.html


def test_spoilt_pieces_are_written_off_from_the_product_page(shop, keeper, soap):
    page = keeper.get(f"/c/dongjie/stock/products/{soap.id}")
    action = next(f["action"] for f in page.page.forms if f["action"].endswith("/write-offs"))

    sent = keeper.post(action, page.form("/write-offs") | {"quantity": "1", "reason": "受潮"})

    assert sent.status == 303
    assert shop(lambda store: store.left(soap)) == 40


def test_off_the_shelf_and_on_again(shop, keeper, soap):
    path = f"/c/dongjie/stock/products/{soap.id}/shelf-state"

    assert "已下架" in keeper.follow(keeper.post(path, {"is_on_shelf": "0"})).words
    assert "已上架" in keeper.follow(keeper.post(path, {"is_on_shelf": "1"})).words


def test_the_keeper_does_not_set_prices(keeper, soap):
    path = f"/c/dongjie/stock/products/{soap.id}/prices"

    assert keeper.post(path, {"price_points": "5", "reason": "x"}).status == 403


def test_a_supervisor_alone_has_no_till(shop, signed_in):
    person_id = shop(lambda store: staff(store.session, store.community, Role.SUPERVISOR)).person_id
    person = shop(lambda store: store.session.get(type(store.clerk_member.person), person_id))

    assert signed_in(person).get("/c/dongjie/counter").status == 403
