"""Importing the list of goods: points/goods/rules/goods_known.py, goods_import.py."""

import pytest
from sqlalchemy import func, select

from core.errors import NotAllowed
from points.goods.models import Delivery, DeliverySource, PriceVersion, Product, Stock, StockMove
from points.goods.rules.goods_import import GOODS
from teams.authority.act import Act
from teams.authority.models import Role
from teams.imports.models import ImportRow, ImportRowState
from teams.imports.rules import import_rows, import_runs
from teams.imports.rules.import_runs import NothingToAdd
from teams.imports.rules.imports import Change
from tests.builders import a_community, staff
from tests.import_builders import LATER, a_file, change, check, run_batch, the_file
from tests.workbook_builders import GOODS as GOODS_FILE

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
    "每人限兑": "2/月",
}


@pytest.fixture
def dongjie(session):
    return a_community(session)


@pytest.fixture
def desk(session, dongjie):
    """Who brings goods in: they get a price, so it is the administrator."""
    return staff(session, dongjie, Role.COMMUNITY_ADMIN)


@pytest.fixture
def coordinator(session, dongjie):
    return staff(session, dongjie, Role.COORDINATOR, "李梅")


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def imported(session, community, by, *goods, name="某表.xlsx"):
    batch = check(session, GOODS, community, a_file(HEADINGS, *goods, name=name), by)
    return batch, run_batch(session, GOODS, batch, by)


def only_row(session, batch, state):
    wanted = select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.state == state)
    return session.scalars(wanted).one()


def test_the_real_list_is_checked_and_brought_in(session, dongjie, desk):
    batch = check(session, GOODS, dongjie, the_file(GOODS_FILE), desk)

    assert (batch.counts["rows"], batch.counts["new"], batch.counts["refused"]) == (20, 16, 4)
    assert run_batch(session, GOODS, batch, desk) == 16
    assert count(session, Product) == count(session, PriceVersion) == count(session, Stock) == 16
    assert session.scalar(select(func.sum(Stock.on_hand))) == 566


def test_a_coordinator_sets_no_price_by_a_list(session, dongjie, coordinator):
    batch = check(session, GOODS, dongjie, a_file(HEADINGS, SOAP), coordinator)

    with pytest.raises(NotAllowed):
        run_batch(session, GOODS, batch, coordinator)

    assert count(session, PriceVersion) == 0


def test_what_a_coordinator_handed_in_is_priced_by_the_administrator(
    session, dongjie, coordinator, desk
):
    batch = check(session, GOODS, dongjie, a_file(HEADINGS, SOAP), coordinator)
    import_runs.submit(Act(session, LATER, by=coordinator), batch)
    with pytest.raises(NotAllowed):
        run_batch(session, GOODS, batch, coordinator)

    assert run_batch(session, GOODS, batch, desk) == 1

    price = session.scalars(select(PriceVersion)).one()
    assert (price.price_points, price.set_by_id) == (40, desk.person_id)


def test_the_real_list_comes_by_one_delivery_a_donor(session, dongjie, desk):
    run_batch(session, GOODS, check(session, GOODS, dongjie, the_file(GOODS_FILE), desk), desk)

    donors = session.execute(select(Delivery.source, Delivery.donor)).all()
    assert sorted((source.value, donor) for source, donor in donors) == [
        ("donation", "匿名"),
        ("donation", "县农商行"),
        ("purchase", ""),
    ]


def test_the_same_list_again_adds_nothing(session, dongjie, desk):
    run_batch(session, GOODS, check(session, GOODS, dongjie, the_file(GOODS_FILE), desk), desk)

    again = check(session, GOODS, dongjie, the_file(GOODS_FILE), desk)

    assert (again.counts["new"], again.counts["known"]) == (0, 16)
    with pytest.raises(NothingToAdd):
        run_batch(session, GOODS, again, desk)


def test_a_row_becomes_a_product_with_price_and_stock(session, dongjie, desk):
    imported(session, dongjie, desk, SOAP)

    soap = session.scalars(select(Product)).one()
    assert (soap.code, soap.picture, soap.limit_quantity, soap.limit_window) == (
        "W001",
        "soap",
        2,
        "month",
    )
    assert session.scalars(select(PriceVersion.price_points)).all() == [40]
    assert session.scalars(select(StockMove.delta_on_hand)).all() == [54]
    assert session.scalars(select(Delivery.source)).all() == [DeliverySource.PURCHASE]


def test_goods_without_stock_come_in_without_a_delivery(session, dongjie, desk):
    _, added = imported(session, dongjie, desk, SOAP | {"库存数量": 0})

    assert (added, count(session, Delivery), count(session, StockMove)) == (1, 0, 0)


def test_goods_without_code_get_the_next_free_one(session, dongjie, desk):
    imported(session, dongjie, desk, SOAP | {"编号": ""}, SOAP | {"编号": "S001", "条形码": ""})

    assert sorted(session.scalars(select(Product.code))) == ["S001", "S002"]


@pytest.mark.parametrize(
    ("change_of", "column"),
    [({"条形码": "", "库存数量": 3}, "编号"), ({"编号": "W099", "库存数量": 3}, "条形码")],
)
def test_a_code_or_barcode_of_the_shelf_is_refused(session, dongjie, desk, change_of, column):
    imported(session, dongjie, desk, SOAP)

    batch = check(session, GOODS, dongjie, a_file(HEADINGS, SOAP | change_of), desk)

    row = only_row(session, batch, ImportRowState.REFUSED)
    assert import_rows.opened(row).column == column


def test_the_same_kind_again_is_asked(session, dongjie, desk):
    imported(session, dongjie, desk, SOAP)
    other = SOAP | {"编号": "W099", "条形码": ""}

    batch = check(session, GOODS, dongjie, a_file(HEADINGS, other), desk)
    row = only_row(session, batch, ImportRowState.ASK)
    decided = change(session, GOODS, batch, Change(row.id, decision="come_in"), desk)

    assert run_batch(session, GOODS, decided, desk) == 1
    assert count(session, Product) == 2


def test_the_same_kind_again_can_be_left_out(session, dongjie, desk):
    imported(session, dongjie, desk, SOAP)
    other = SOAP | {"编号": "W099", "条形码": ""}

    batch = check(session, GOODS, dongjie, a_file(HEADINGS, other), desk)
    row = only_row(session, batch, ImportRowState.ASK)
    decided = change(session, GOODS, batch, Change(row.id, decision="leave_out"), desk)

    assert (decided.counts["new"], decided.counts["ask"], decided.counts["aside"]) == (0, 0, 1)


def test_a_refused_row_mended_comes_in_alone(session, dongjie, desk):
    bad = {**SOAP, "编号": "W002", "物品名称": "毛巾", "条形码": "", "库存数量": "若干"}
    batch, _ = imported(session, dongjie, desk, SOAP, bad)
    row = only_row(session, batch, ImportRowState.REFUSED)

    mended = change(session, GOODS, batch, Change(row.id, {"stock": "12"}), desk)

    assert run_batch(session, GOODS, mended, desk) == 1


def test_another_community_may_have_the_same_codes(session, dongjie, desk):
    imported(session, dongjie, desk, SOAP)
    nanguan = a_community(session, "nanguan")

    _, added = imported(session, nanguan, staff(session, nanguan, Role.COMMUNITY_ADMIN), SOAP)

    assert added == 1
