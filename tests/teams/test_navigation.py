"""The line of the navigation one is in stays marked on the pages below it."""

import re

import pytest

from teams.models import Role
from tests.builders import a_community, a_member, a_role

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
