"""Which place an address means: teams/members/rules/place_spellings.py."""

import pytest

from teams.members.models import Place, PlaceKind
from teams.members.rules.place_spellings import Spellings
from tests.builders import NOW

GRID, ESTATE, BARE, OTHER, NAMED, ELEVEN, CLOSED = range(1, 8)


def a_place(number, kind, name, above, **given):
    return Place(id=number, kind=kind, name=name, parent_id=above, **given)


PLACES = [
    a_place(GRID, PlaceKind.GRID, "东街第一网格", 100),
    a_place(ESTATE, PlaceKind.ESTATE, "杏林小区", GRID),
    a_place(BARE, PlaceKind.BUILDING, "1号楼", ESTATE),
    a_place(OTHER, PlaceKind.ESTATE, "麦香家园", GRID),
    a_place(NAMED, PlaceKind.BUILDING, "麦香家园 2 号楼", OTHER),
    a_place(ELEVEN, PlaceKind.BUILDING, "11号楼", ESTATE),
    a_place(CLOSED, PlaceKind.ESTATE, "旧厂区", GRID, closed_at=NOW),
]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("杏林小区", ESTATE),
        ("民乐县杏林小区1号楼2单元301", BARE),
        ("杏林小区一栋", BARE),
        ("杏林 １＃楼", BARE),
        ("杏林小区 十一幢", ELEVEN),
        ("杏林小区11号楼", ELEVEN),
        ("麦香家园2栋", NAMED),
        ("麦香家园 9 号楼", OTHER),
        ("东街第1网格", GRID),
        ("1号楼", None),
        ("槐荫里 1 号楼", None),
        ("杏林小区转麦香家园", None),
        ("旧厂区", None),
        ("", None),
    ],
)
def test_an_address_means_the_nearest_place_it_names(text, meant):
    assert Spellings(PLACES).meant(text) == meant
