"""全县数字: the sums of the own communities side by side, and nothing else of them."""

import io

import openpyxl
import pytest

from teams.authority.models import Role
from teams.members.models import MemberState, Place
from tests.builders import a_community, a_member, a_role
from tests.teams.county.test_county_pages import a_county_admin

PAGE = "/county/figures"


@pytest.fixture
def county(session):
    """A county with two communities, one of them with three members; and a community elsewhere."""
    dongjie = a_community(session)
    above = session.get_one(Place, dongjie.place_id).parent
    nanguan = a_community(session, "nanguan", county=above, name="南关社区")
    a_community(session, "xiguan", name="西关社区")
    for name in ("王秀兰", "李国强"):
        a_member(session, dongjie, name)
    a_member(session, dongjie, "孙丽", state=MemberState.PENDING)
    a_member(session, nanguan, "周玉芬")
    session.commit()
    return dongjie, nanguan, above.id


@pytest.fixture
def reader(county, session, signed_in):
    """The administrator of the county."""
    person = a_county_admin(session, county[2])
    session.commit()
    return signed_in(person)


def lines_of(page):
    """Return the rows of the table: name, then numbers."""
    sheet = page.html.split("<tbody", 1)[1]
    rows = sheet.split('<tr role="row">')[1:]
    return [
        [
            cell.split(">", 1)[1].split("</t", 1)[0]
            for cell in row.split("<t")[1:]
            if cell[0] in "hd"
        ]
        for row in rows
    ]


def test_the_own_communities_stand_side_by_side_with_their_sums(reader):
    page = reader.get(PAGE)

    assert [(line[0], line[1]) for line in lines_of(page)] == [
        ("东街社区", "2"),
        ("南关社区", "1"),
        ("合计", "3"),
    ]
    assert "2 个社区" in page.words
    assert "西关社区" not in page.html


def test_nobody_is_named(reader):
    page = reader.get(PAGE)

    assert "姓名、名单、每一笔时长和积分，县里看不到。" in page.words
    for name in ("王秀兰", "王*兰", "李国强", "周玉芬", "DO0001"):
        assert name not in page.html


def test_a_column_sorts_both_ways(reader):
    down = reader.get(f"{PAGE}?sort=-members")

    assert [line[0] for line in lines_of(down)] == ["东街社区", "南关社区", "合计"]
    up = reader.get(f"{PAGE}?sort=members")
    assert [line[0] for line in lines_of(up)] == ["南关社区", "东街社区", "合计"]
    assert lines_of(reader.get(f"{PAGE}?sort=no-such"))[0][0] == "东街社区"


def test_pages_turn_both_ways(reader, county, monkeypatch):
    monkeypatch.setattr("teams.county.views.figures.A_PAGE", 1)
    first = reader.get(PAGE)

    second = reader.get(f"{PAGE}?month=2026-05&after={county[0].id}")
    assert [line[0] for line in lines_of(second)] == ["南关社区", "合计"]
    assert any("before=" in link for link in second.page.links)
    back = reader.get(f"{PAGE}?before={county[1].id}")
    assert lines_of(back)[0] == lines_of(first)[0]
    assert not any("before=" in link for link in back.page.links)


def test_the_sheet_holds_the_same(reader):
    answer = reader.get(f"{PAGE}.xlsx?sort=-members")
    book = openpyxl.load_workbook(io.BytesIO(answer.response.data))

    rows = [[cell.value for cell in row] for row in book.active.rows]
    assert rows[0][:2] == ["社区", "志愿者"]
    assert [row[:2] for row in rows[1:]] == [["东街社区", "2"], ["南关社区", "1"], ["合计", "3"]]


def test_more_communities_ask_nothing_more(reader, county, session):
    few = reader.get(PAGE).statements
    above = session.get_one(Place, county[2])
    for number in range(5):
        a_community(session, f"more-{number}", county=above, prefix=f"M{number}")
    session.commit()
    many = reader.get(PAGE)

    assert "7 个社区" in many.words
    assert many.statements == few


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}.xlsx"])
@pytest.mark.parametrize("role", [None, Role.COMMUNITY_ADMIN, Role.SUPERVISOR])
def test_only_the_county_reads_them(county, session, signed_in, address, role):
    member = a_member(session, county[0], "吴主任")
    if role is not None:
        a_role(session, member, role)
    session.commit()

    assert signed_in(member.person).get(address).status == 404
