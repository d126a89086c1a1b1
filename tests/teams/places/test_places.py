"""Grids, estates and buildings: teams/places/rules/places.py, teams/members/rules/place_tree.py."""

import pytest
from sqlalchemy import select

from core.errors import NotAllowed
from teams import checks
from teams.authority.act import Act
from teams.authority.models import Role
from teams.imports.rules.roster_import import ROSTER
from teams.members.models import Member, Place, PlaceKind
from teams.members.queries import people
from teams.members.queries.people import MemberFilter
from teams.members.rules.place_tree import below, own_places, tree_of
from teams.places.rules import places
from teams.places.rules.places import (
    AboveClosed,
    AlreadyThus,
    PlaceFields,
    PlaceMisplaced,
    PlacesBelow,
    PlaceTaken,
    TooManyPlaces,
)
from tests.builders import NOW, a_community, a_member, staff
from tests.import_builders import a_file, check, run_batch
from tests.racing import together

GRID, ESTATE, BUILDING = PlaceKind.GRID, PlaceKind.ESTATE, PlaceKind.BUILDING


@pytest.fixture
def act(session, dongjie, desk):
    return Act(session, NOW, by=desk, community=dongjie)


def added(act, kind, name, above=None):
    return places.add(act, kind, PlaceFields(name, above.id if above else None))


@pytest.fixture
def town(act):
    """A grid with an estate with a building in it."""
    grid = added(act, GRID, "第一网格")
    estate = added(act, ESTATE, "杏林小区", grid)
    return grid, estate, added(act, BUILDING, "1 号楼", estate)


def test_places_stand_in_a_tree(session, act, town):
    tree = tree_of(own_places(session, act.community.id))

    assert [each.words for each in tree] == [
        "第一网格",
        "第一网格 › 杏林小区",
        "第一网格 › 杏林小区 › 1 号楼",
    ]
    assert town[0].parent_id == act.community.place_id
    assert checks.places_stand_in_community(session) == []


@pytest.mark.parametrize(
    ("kind", "above"), [(GRID, 0), (GRID, 1), (ESTATE, 1), (ESTATE, 2), (BUILDING, 2)]
)
def test_a_place_stands_below_a_kind_before_its_own_alone(act, town, kind, above):
    with pytest.raises(PlaceMisplaced):
        added(act, kind, "别的", town[above])


def test_a_building_may_stand_in_a_grid_and_an_estate_in_the_community(act, town):
    assert added(act, BUILDING, "平房", town[0]).parent_id == town[0].id
    assert added(act, ESTATE, "散户").parent_id == act.community.place_id


def test_nothing_stands_in_a_place_of_another_community(session, act):
    nanguan = a_community(session, "nanguan")
    other = Act(session, NOW, by=staff(session, nanguan, Role.COORDINATOR), community=nanguan)
    elsewhere = added(other, GRID, "南关第一网格")

    with pytest.raises(PlaceMisplaced):
        added(act, ESTATE, "杏林小区", elsewhere)


def test_the_same_name_beside_it_is_taken_in_every_spelling(act, town):
    with pytest.raises(PlaceTaken):
        added(act, BUILDING, "一号楼", town[1])

    assert added(act, BUILDING, "一号楼", town[0])


def test_a_place_is_renamed_and_moved_with_all_below(session, act, town):
    grid, estate, building = town
    other = added(act, GRID, "第二网格")

    changed = places.change(act, estate, PlaceFields("杏林家园", other.id))

    assert changed == ["name", "parent_id"]
    everything = own_places(session, act.community.id)
    assert below(everything, other.id) == {other.id, estate.id, building.id}
    assert below(everything, grid.id) == {grid.id}
    assert places.change(act, estate, PlaceFields("杏林家园", other.id)) == []


def test_a_place_is_closed_after_those_below(act, town):
    _, estate, building = town
    with pytest.raises(PlacesBelow, match="1 号楼"):
        places.close(act, estate)
    places.close(act, building)
    places.close(act, estate)

    with pytest.raises(AlreadyThus):
        places.close(act, estate)
    with pytest.raises(AboveClosed):
        added(act, BUILDING, "2 号楼", estate)
    with pytest.raises(AboveClosed):
        places.reopen(act, building)


def test_what_was_closed_opens_again_unless_its_name_was_given_away(act, town):
    _, estate, building = town
    places.close(act, building)
    places.reopen(act, building)
    with pytest.raises(AlreadyThus):
        places.reopen(act, building)
    places.close(act, building)
    added(act, BUILDING, "1栋", estate)

    with pytest.raises(PlaceTaken):
        places.reopen(act, building)


def test_a_leader_manages_no_places(session, dongjie, town):
    leader = Act(session, NOW, by=staff(session, dongjie, Role.SHOP_CLERK), community=dongjie)

    with pytest.raises(NotAllowed):
        added(leader, GRID, "第三网格")
    with pytest.raises(NotAllowed):
        places.change(leader, town[0], PlaceFields("x", None))
    with pytest.raises(NotAllowed):
        places.close(leader, town[2])
    with pytest.raises(NotAllowed):
        places.reopen(leader, town[2])


def test_there_are_so_many_places_and_no_more(act, town, monkeypatch):
    monkeypatch.setattr("teams.places.rules.places.MOST_PLACES", 4)
    added(act, GRID, "第二网格")

    with pytest.raises(TooManyPlaces):
        added(act, GRID, "第三网格")


def test_members_are_found_by_a_place_and_all_below_it(session, act, town):
    grid, _, building = town
    at_home = a_member(session, act.community, "马明", place_id=building.id)
    a_member(session, act.community, "李秀霞")
    other = added(act, GRID, "第二网格")

    def found(place):
        wanted = MemberFilter(place_id=place.id)
        return people.members_listed(session, act.community, wanted, 10)

    assert [each.id for each in found(grid)] == [at_home.id]
    assert found(other) == []


def test_a_roster_registers_people_where_their_address_says(session, act, desk, town):
    headings = ["姓名", "出生年月", "所属队伍", "小区", "家庭住址"]
    rows = [
        {"姓名": "王大山", "家庭住址": "民乐县杏林小区一栋 301"},
        {"姓名": "林小满", "小区": "杏林", "家庭住址": "2 单元"},
        {"姓名": "陈小雨", "家庭住址": "兰州市"},
    ]
    rows = [row | {"出生年月": "1969-05-04", "所属队伍": "红队"} for row in rows]
    act.community.last_number = 5000
    batch = check(session, ROSTER, act.community, a_file(headings, *rows), desk)

    run_batch(session, ROSTER, batch, desk)

    asked = select(Member.place_id).where(Member.row_key.is_not(None)).order_by(Member.id)
    assert list(session.scalars(asked)) == [town[2].id, town[1].id, None]


def test_of_two_who_add_the_same_place_one_is_told(session, engine, dongjie, desk):
    session.commit()

    def adding(own):
        here = own.get_one(type(dongjie), dongjie.id)
        return added(Act(own, NOW, by=desk, community=here), GRID, "第一网格").id

    answers = together(engine, [adding, adding])

    assert sorted(type(answer).__name__ for answer in answers) == ["PlaceTaken", "int"]
    session.rollback()


def test_a_member_registered_elsewhere_is_found_by_the_books(session, act, town):
    nanguan = a_community(session, "nanguan")
    lost = a_member(session, nanguan, "马明", place_id=town[2].id)
    astray = Place(kind=GRID, name="无主", parent_id=town[0].parent_id)
    session.add(astray)
    session.flush()

    assert checks.places_stand_in_community(session) == [
        f"place {astray.id} stands outside its community",
        f"member {lost.id} is registered at a place elsewhere",
    ]
    session.rollback()
