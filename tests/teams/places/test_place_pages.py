"""地点 as a coordinator uses it: added, found, renamed, moved, closed, with who is there."""

import re

import pytest
from sqlalchemy import select

from accounts.models import Person
from teams.authority.models import Role
from teams.members.models import Place, PlaceKind
from tests.builders import a_community, a_member, a_role
from tests.teams.imports.test_import_pages import enter

BASE = "/c/dongjie/places"


@pytest.fixture
def dongjie(session):
    community = a_community(session)
    session.commit()
    return community


@pytest.fixture
def desk(session, signed_in, dongjie):
    return enter(session, signed_in, dongjie, Role.COORDINATOR)


def id_of(session, name):
    found = session.scalars(select(Place.id).where(Place.name == name)).one()
    session.rollback()
    return found


def add(session, desk, kind, name, above=""):
    parent = id_of(session, above) if above else 0
    answer = desk.post(BASE, {"kind": kind, "name": name, "parent": parent})
    assert answer.status == 303
    return id_of(session, name)


def test_a_day_with_places(session, dongjie, desk):
    assert "还没有地点" in desk.get(BASE).words
    grid = add(session, desk, "grid", "第一网格")
    estate = add(session, desk, "estate", "杏林小区", "第一网格")
    building = add(session, desk, "building", "1 号楼", "杏林小区")
    member = a_member(session, dongjie, "马明")
    session.commit()
    member_page = f"/c/dongjie/members/{member.id}"
    facts = desk.get(f"{member_page}/facts").form("facts")
    facts.pop("csrf_token")
    told = {"place": str(building), "reason": "看了户口本"}
    assert (
        "第一网格 › 杏林小区 › 1 号楼"
        in desk.follow(desk.post(f"{member_page}/facts", facts | told)).words
    )

    page = desk.get(f"{BASE}/{grid}")
    assert "登记在这里的 1 位志愿者" in page.words
    assert "杏林小区 小区 第一网格 1" in page.words
    assert "马*" in desk.get(f"/c/dongjie/members?place={grid}").words
    assert "第一网格 ✕" in desk.get(f"/c/dongjie/members?place={grid}").words

    refused = desk.post(f"{BASE}/{estate}/closing")
    assert (refused.status, "1 号楼" in refused.words) == (409, True)
    renamed = {"name": "1 号院", "parent": str(grid)}
    assert "改好了" in desk.follow(desk.post(f"{BASE}/{building}", renamed)).words
    assert "停用了" in desk.follow(desk.post(f"{BASE}/{building}/closing")).words
    assert "1 号院" not in desk.get(BASE).words
    assert "1 号院" in desk.get(f"{BASE}?closed=1").words
    assert "1 号院" in desk.get(member_page).words
    assert "又启用了" in desk.follow(desk.post(f"{BASE}/{building}/reopening")).words


def test_the_list_is_found_narrowed_sorted_and_counted(session, dongjie, desk):
    for name in ("丙网格", "乙网格", "甲网格"):
        add(session, desk, "grid", name)
    add(session, desk, "estate", "甲小区", "甲网格")

    assert "共 4 个" in desk.get(BASE).words
    assert "共 2 个" in desk.get(f"{BASE}?q=甲").words
    assert "共 3 个" in desk.get(f"{BASE}?kind=grid").words
    newest = re.findall("[甲乙丙]网格 网格", desk.get(f"{BASE}?sort=-added").words)
    assert newest == ["甲网格 网格", "乙网格 网格", "丙网格 网格"]
    assert "没有找到" in desk.get(f"{BASE}?q=丁").words


def test_what_is_wrong_is_said_on_the_form_and_stays_there(session, dongjie, desk):
    add(session, desk, "grid", "第一网格")

    again = desk.post(BASE, {"kind": "grid", "name": "第1网格", "parent": "0"})
    assert (again.status, "这里已经有“第一网格”了" in again.words) == (409, True)
    assert 'value="第1网格"' in again.html
    assert desk.post(BASE, {"kind": "grid", "name": "", "parent": "0"}).status == 400
    assert desk.post(BASE, {"kind": "county", "name": "县", "parent": "0"}).status == 400


def test_places_of_another_community_and_of_others_are_not_theirs(session, signed_in, dongjie):
    nanguan = a_community(session, "nanguan")
    grid = Place(
        community_id=nanguan.id,
        parent_id=nanguan.place_id,
        kind=PlaceKind.GRID,
        name="南关第一网格",
    )
    session.add(grid)
    session.commit()
    desk = enter(session, signed_in, dongjie, Role.COORDINATOR)
    leader = a_member(session, dongjie, "周正")
    a_role(session, leader, Role.SUPERVISOR)
    session.commit()

    assert desk.get(f"{BASE}/{grid.id}").status == 404
    assert desk.post(f"{BASE}/{grid.id}/closing").status == 404
    assert desk.get(f"{BASE}/{dongjie.place_id}").status == 404
    assert signed_in(session.get_one(Person, leader.person_id)).get(BASE).status == 403
