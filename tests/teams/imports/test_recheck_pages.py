"""再查一遍 and the list of imports, as a coordinator uses them."""

import re

import pytest
from sqlalchemy import update

from points.goods.models import Product
from teams.authority.models import Role
from tests.builders import a_community, a_member
from tests.import_builders import a_file
from tests.teams.imports.test_import_pages import BASE, PATROL, act, brought, enter
from tests.workbook_builders import LIN, ROSTER_HEADINGS


@pytest.fixture
def dongjie(session):
    community = a_community(session, last_number=5000)
    session.commit()
    return community


@pytest.fixture
def desk(session, signed_in, dongjie):
    return enter(session, signed_in, dongjie, Role.COORDINATOR)


def test_a_roster_that_came_in_offers_the_sheets_that_wait_for_its_people(desk):
    _, waiting = brought(desk, "hours", a_file(list(PATROL), PATROL | {"参加人员": "林小满"}))
    _, path = brought(desk, "roster", a_file(ROSTER_HEADINGS, LIN))

    page = desk.follow(desk.post(act(path, "roster", "run")))

    assert "这几份表可以再查一遍 上次没进来的行" in page.words
    again = desk.follow(desk.post(act(waiting, "hours", "checks")))
    assert "能新增的多了 1 条" in again.words


def test_the_list_of_imports_is_found_narrowed_sorted_and_counted(desk):
    for name in ("三月.xlsx", "四月.xlsx"):
        brought(desk, "hours", a_file(list(PATROL), PATROL | {"活动名称": name}, name=name))
    brought(desk, "roster", a_file(ROSTER_HEADINGS, LIN, name="花名册.xlsx"))

    assert "共 3 份" in desk.get(BASE).words
    assert "共 1 份" in desk.get(f"{BASE}?q=三月").words
    assert "共 2 份" in desk.get(f"{BASE}?left=1").words
    assert "共 1 份" in desk.get(f"{BASE}?kind=roster").words
    names = re.findall("(三月|四月|花名册).xlsx", desk.get(f"{BASE}?sort=file").words)
    assert names == ["三月", "四月", "花名册"]
    assert "没有找到" in desk.get(f"{BASE}?q=五月").words


def test_hours_of_people_registered_meanwhile_are_checked_again_without_the_file(
    session, dongjie, desk
):
    page, path = brought(desk, "hours", a_file(list(PATROL), PATROL))
    assert "不在花名册里" in page.words
    a_member(session, dongjie, "马明")
    session.commit()

    again = desk.follow(desk.post(act(path, "hours", "checks")))

    assert "再查一遍" in page.words
    assert "1 行好了：表 第 2 行。" in again.words
    assert "能新增的多了 1 条。" in again.words
    assert "记入 1 条以往服务" in again.words


def test_goods_of_a_shelf_put_right_meanwhile_are_checked_again_without_the_file(
    session, signed_in, dongjie, desk
):
    rice = {"编号": "A1", "物品名称": "大米", "单位": "袋", "库存数量": 20, "兑换积分": 30}
    _, path = brought(desk, "goods", a_file(list(rice), rice))
    enter(session, signed_in, dongjie, Role.COMMUNITY_ADMIN).post(act(path, "goods", "run"))
    page, path = brought(desk, "goods", a_file(list(rice), rice | {"物品名称": "面粉"}))
    assert "货架上的大米已用这个编号" in page.words
    session.execute(update(Product).values(code="A2"))
    session.commit()

    answer = desk.post(act(path, "goods", "checks"))

    assert "再查一遍" in page.words
    assert "1 将新增" in desk.follow(answer).words
