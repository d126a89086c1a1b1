"""The stockroom as its keeper sees it: products, prices, deliveries of many lines, write-offs."""


def a_delivery(*rows, **given):
    """The form of a delivery with a row for each of `rows`."""
    fields = {"source": "purchase", "request_key": "k2"} | given
    for number, row in enumerate(rows):
        fields |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return fields


def test_a_delivery_takes_many_lines_and_leaves_out_blank_ones(shop, keeper, soap):
    salt = shop(lambda store: store.product("食盐", stock=0, needs_best_before=True))
    rows = (
        {"product_id": soap.id, "quantity": "5", "unit_cost": "3.5"},
        {"product_id": "", "quantity": "", "unit_cost": "", "expires_on": " "},
        {"product_id": salt.id, "quantity": "6", "unit_cost": "2", "expires_on": "2027-01-31"},
        {"product_id": salt.id, "quantity": "4", "unit_cost": "2", "expires_on": "2027-03-31"},
    )
    sent = a_delivery(*rows, source="donation", donor="东街百货")

    page = keeper.follow(keeper.post("/c/dongjie/stock/receipts/new", sent))

    assert "香皂 5 块、食盐 6 块、食盐 4 块" in page.words
    assert "东街百货" in page.words
    assert shop(lambda store: (store.left(soap), store.left(salt))) == (46, 10)


def test_a_delivery_of_blank_rows_says_what_is_missing(keeper, soap):
    page = keeper.post("/c/dongjie/stock/receipts/new", a_delivery({"quantity": " "}))

    assert page.status == 400
    assert "至少要有一行" in page.words


def test_a_row_half_filled_is_shown_again_with_the_rest(keeper, soap):
    rows = ({"product_id": soap.id, "quantity": "5"}, {"product_id": "", "quantity": "很多"})

    page = keeper.post("/c/dongjie/stock/receipts/new", a_delivery(*rows, donor="东街百货"))

    assert page.status == 400
    assert "请选商品" in page.words
    assert all(f'value="{typed}"' in page.html for typed in ("5", "很多", "东街百货"))


def test_without_script_more_rows_come_from_the_server(keeper, soap):
    sent = a_delivery({"product_id": soap.id, "quantity": "5"}, more="1")

    page = keeper.post("/c/dongjie/stock/receipts/new", sent)

    assert page.status == 200
    assert 'name="rows-5-product_id"' in page.html
    assert 'value="5"' in page.html


def test_a_write_off_out_of_range_keeps_what_was_typed(shop, keeper, soap):
    page = keeper.get(f"/c/dongjie/stock/products/{soap.id}")
    action = next(f["action"] for f in page.page.forms if f["action"].endswith("/write-offs"))

    kept = keeper.post(action, page.form("/write-offs") | {"quantity": "0", "reason": "受潮"})

    assert kept.status == 400
    assert "请填 1 到 100000" in kept.words
    assert 'value="受潮"' in kept.html


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

    line = a_delivery({"product_id": number, "quantity": "9"})
    assert keeper.post("/c/dongjie/stock/receipts/new", line).status == 303

    assert "毛巾 100 分 余 9 条" in signed_in(member.person).get("/c/dongjie/supermarket").words


def test_the_keeper_sees_products_and_deliveries(shop, keeper, soap):
    assert "香皂" in keeper.get("/c/dongjie/stock/products").words
    assert "香皂 41 块" in keeper.get("/c/dongjie/stock/receipts").words
    assert "库里的批次" in keeper.get(f"/c/dongjie/stock/products/{soap.id}").words


def test_food_without_a_day_keeps_what_was_typed(shop, keeper):
    salt = shop(lambda store: store.product("食盐", stock=0, needs_best_before=True))
    line = a_delivery({"product_id": salt.id, "quantity": "5"}, source="donation", donor="百货")

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


def test_goods_are_searched_counted_and_turned(shop, keeper, soap):
    shop(lambda store: [store.product(f"茶杯{n}", stock=9, code=f"9{n:02}") for n in range(55)])

    first = keeper.get("/c/dongjie/stock/products?q=茶杯")
    later = next(each for each in first.page.links if "after=" in each)
    second = keeper.get(later)

    assert "共 55 种" in first.words
    assert ("茶杯49" in first.words, "茶杯50" in first.words) == (True, False)
    assert ("茶杯50" in second.words, "茶杯49" in second.words) == (True, False)
    assert "香皂" not in second.words
    earlier = next(each for each in second.page.links if "before=" in each)
    assert keeper.get(earlier).words.count("茶杯") == first.words.count("茶杯")


def test_goods_to_be_bought_again_are_a_list_of_their_own(shop, keeper, soap):
    shop(lambda store: (store.product("毛巾", stock=3), store.product("牙刷", stock=4)))

    words = keeper.get("/c/dongjie/stock/products?low=1").words

    assert ("毛巾" in words, "牙刷" in words, "共 1 种" in words) == (True, False, True)


def test_goods_not_found_lead_back_to_all(keeper, soap):
    assert "没有找到" in keeper.get("/c/dongjie/stock/products?q=没这样").words
