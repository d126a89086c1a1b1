"""What comes in by whatever road can be reserved on the shelf and bought at the counter at once."""

import io
import re

import pytest
from sqlalchemy import select

from points.goods.models import Product, Shop
from points.goods.rules import shops
from points.redemptions.queries import product_pages
from points.redemptions.rules import goods_checks
from teams.authority.models import Role
from tests.builders import NOW, a_role
from tests.import_builders import a_file
from tests.points.goods.test_stock_pages import a_delivery

SOAP = {
    "编号": "W001",
    "物品名称": "香皂",
    "单位": "块",
    "库存数量": 9,
    "兑换积分": "40分",
    "进价（元）": "2.5",
    "来源": "采购",
}


@pytest.fixture(autouse=True)
def renamed(shop):
    """The station calls its shop by a name of its own, as the demo does."""

    def rename(store):
        store.session.get_one(Shop, store.shop.id).name = "东街爱心积分超市"

    shop(rename)


def by_delivery_page(shop, signed_in, **_):
    soap = shop(lambda store: store.product("香皂", 40, 0, code="W001"))
    keeper = shop(lambda store: store.member(name="库管"))
    shop(lambda store: a_role(store.session, keeper, Role.STOCK_KEEPER))
    line = a_delivery({"product_id": str(soap.id), "quantity": "9"})
    reader = signed_in(keeper.person)
    assert reader.post("/c/dongjie/stock/receipts/new", line).status == 303


def by_import_page(shop, signed_in, **_):
    desk = shop(lambda store: store.member(name="李梅"))
    shop(lambda store: a_role(store.session, desk, Role.COMMUNITY_ADMIN))
    reader, upload = signed_in(desk.person), a_file(list(SOAP), SOAP)
    sent = reader.post(
        "/c/dongjie/imports/goods", {"file": (io.BytesIO(upload.content), upload.file_name)}
    )
    page = reader.follow(sent)
    run = next(each for each in page.page.forms if re.search(r"/runs?$", str(each["action"])))
    assert reader.post(str(run["action"]), dict(run["fields"])).status == 303


def by_command(app, tmp_path, **_):
    file = tmp_path / "goods.xlsx"
    file.write_bytes(a_file(list(SOAP), SOAP).content)
    words = ["import", "goods", str(file), "--community", "dongjie", "--run"]
    assert app.test_cli_runner().invoke(args=words).exit_code == 0


def by_rule(shop, **_):
    shop(lambda store: store.product("香皂", 40, 9, code="W001"))


@pytest.mark.parametrize("road", [by_delivery_page, by_import_page, by_command, by_rule])
def test_what_comes_in_can_be_reserved_and_bought_at_once(shop, signed_in, app, tmp_path, road):
    road(shop=shop, signed_in=signed_in, app=app, tmp_path=tmp_path)

    def buy(store):
        store.shop = shops.serving(store.session, store.community.id)
        soap = store.session.scalars(select(Product).where(Product.code == "W001")).one()
        buyer = store.member(points=200)
        store.reserve(buyer, (soap, 1))
        store.sell(buyer, (soap, 1))
        (good,) = product_pages.goods_page(
            store.session, store.community, product_pages.Wanted(), [], NOW
        ).goods
        return good.left, len(store.session.scalars(select(Shop)).all())

    assert shop(buy) == (7, 1)


@pytest.mark.plants_breach
def test_verify_names_stock_in_a_shop_nobody_sells_from(shop, soap):
    def stray(store):
        store.shop = shops.open_shop(store.session, store.community, "西门点")
        store.receive(soap, 3)
        return goods_checks.no_stock_out_of_reach(store.session)

    (sentence,) = shop(stray)

    assert sentence == "东街社区: 3 pieces lie in 西门点, from which nobody sells"


@pytest.mark.plants_breach
def test_of_several_shops_the_keeper_chooses_the_one_that_serves(shop, keeper, soap, member):
    def second(store):
        return shops.open_shop(store.session, store.community, "西门点").id

    other = shop(second)
    page = keeper.get("/c/dongjie/stock/products")
    assert "现在由“东街爱心积分超市”供货" in page.words

    done = keeper.follow(keeper.post(f"/c/dongjie/stock/shops/{other}/choice"))

    assert "从现在起由“西门点”进货、上架、发放。" in done.words
    assert shop(lambda store: shops.serving(store.session, store.community.id).id) == other


def test_a_shop_is_chosen_by_the_keeper_alone(shop, counter):
    address = f"/c/dongjie/stock/shops/{shop.store.shop.id}/choice"

    assert counter.post(address).status == 403
