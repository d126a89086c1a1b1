"""The shifts at a place: found by what their leaders wrote, 31 days a page."""

import pytest

from teams.authority.models import Role
from teams.members.models import Place, PlaceKind
from tests.activity_builders import a_shift
from tests.builders import add
from tests.teams.imports.test_import_pages import enter


@pytest.fixture
def desk(town, signed_in):
    return enter(town.session, signed_in, town.community, Role.COORDINATOR)


def a_place(town, kind, name, parent_id):
    place = Place(community_id=town.community.id, parent_id=parent_id, kind=kind, name=name)
    return add(town.session, place)


def test_a_grid_lists_what_is_written_for_its_estates(town, desk):
    grid = a_place(town, PlaceKind.GRID, "第一网格", town.community.place_id)
    estate = a_place(town, PlaceKind.ESTATE, "杏林小区", grid.id)
    other = a_place(town, PlaceKind.ESTATE, "麦香家园", grid.id)
    town.activity.place = "杏林小区东门"
    moved = a_shift(town.session, town.activity)
    moved.place = "麦香家园广场"
    town.session.commit()

    def listed(place, page=0):
        return desk.get(f"/c/dongjie/places/{place.id}/shifts?page={page}").words

    assert "共 2 场" in listed(grid)
    assert "杏林小区东门" in listed(estate)
    assert "共 1 场" in listed(other)
    assert "麦香家园广场" in listed(other)
    assert "这段时间没有场次" in listed(grid, page=1)
    assert "这里的场次" in desk.get(f"/c/dongjie/places/{grid.id}").words
