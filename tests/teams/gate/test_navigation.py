"""The line of the navigation one is in stays marked on the pages below it."""

import re

import pytest

from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Community, MemberState
from tests.builders import NOW, a_community, a_member, a_role

CURRENT = re.compile(r'<a href="[^"]*"\s+aria-current="page">(?:<svg.*?</svg>)?([^<]+)', re.S)


@pytest.fixture
def coordinator(session, signed_in):
    """A coordinator of dongjie, and the id of the membership."""
    member = a_member(session, a_community(session), "李梅")
    a_role(session, member, Role.COORDINATOR)
    person, member_id = member.person, member.id
    session.commit()
    return signed_in(person), member_id


def marked(page):
    return set(CURRENT.findall(page.html))


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("members", {"志愿者"}),
        ("members/{id}", {"志愿者"}),
        ("join-requests", {"志愿者"}),
        ("notices/desk", {"公示"}),
        ("me/data", {"我的"}),
        ("my/sign-ups", {"首页", "我自己的"}),
        ("points", {"积分"}),
    ],
)
def test_page_marks_the_line_it_lies_below(coordinator, address, lines):
    reader, member_id = coordinator

    assert marked(reader.get(f"/c/dongjie/{address.format(id=member_id)}")) == lines


@pytest.fixture
def volunteer(session, signed_in):
    person = a_member(session, a_community(session), "王秀兰").person
    session.commit()
    return signed_in(person)


@pytest.mark.parametrize("address", ["notices", "honours"])
def test_public_pages_keep_the_menu_of_who_belongs_here(coordinator, client, address):
    reader, _ = coordinator
    page, public = reader.get(f"/c/dongjie/{address}"), client.get(f"/c/dongjie/{address}")

    assert ("今天" in page.words, "我自己的" in page.words) == (True, True)
    assert ("今天" in public.words, "登录" in public.words) == (False, True)


@pytest.mark.parametrize("address", ["notices", "honours"])
def test_public_pages_are_reached_from_mine_and_lead_back(volunteer, address):
    assert f"/c/dongjie/{address}" in volunteer.get("/c/dongjie/me").page.links
    assert "/c/dongjie/" in volunteer.get(f"/c/dongjie/{address}").page.links


@pytest.mark.parametrize("address", ["activities", "points", "me", "notices", "members", "no-page"])
def test_large_words_keep_their_four_ways_on_every_page(volunteer, address):
    volunteer.post("/c/dongjie/elder-mode", {"is_on": "1"})
    page = volunteer.get(f"/c/dongjie/{address}")

    assert {"/c/dongjie/", "/c/dongjie/my/arrival"} <= set(page.page.links)
    assert "我到了" in page.words
    assert 'data-read-aloud="main"' in page.html
    assert page.form("/elder-mode")["is_on"] == "0"
    assert ("打电话给社区" in page.words) == ("tel:" in page.html)


def test_standard_pages_have_no_large_bar(volunteer):
    assert "念给我听" not in volunteer.get("/c/dongjie/activities").words


def test_arriving_without_a_duty_says_so(volunteer):
    page = volunteer.follow(volunteer.get("/c/dongjie/my/arrival"))

    assert "眼下没有要去的活动，不用签到。" in page.words


def badge_of(page, line):
    found = re.search(rf"{line}<span class=\"count-badge\">(.*?)</span>([0-9+]+)</span>", page.html)
    return found.group(2) if found else ""


def test_what_waits_is_counted_beside_its_line(coordinator, session):
    reader, _ = coordinator
    here = session.query(Community).one()
    a_member(session, here, "钱多", state=MemberState.PENDING)
    session.commit()

    page = reader.get("/c/dongjie/notices/desk")

    assert (badge_of(page, "志愿者"), badge_of(page, "公示")) == ("1", "")


def test_messages_unread_are_counted_on_mine(session, signed_in):
    person = a_member(session, a_community(session), "王秀兰").person
    for _ in range(2):
        Act(session, NOW).tell(person.id, "报名成功。")
    session.commit()

    assert badge_of(signed_in(person).get("/c/dongjie/activities"), "我的") == "2"
