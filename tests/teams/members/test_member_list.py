"""The list of members: counted, sorted, turned both ways, its search and filters kept."""

import re
from datetime import date, timedelta

import pytest

from teams.authority.models import Role
from teams.members.models import TeamColour
from tests.builders import a_community, a_member, a_role, the_team

C = "/c/dongjie/members"


@pytest.fixture
def desk(session, signed_in):
    """A desk with 64 members of two teams, who joined on days that run backwards."""
    here = a_community(session, prefix="DJ")
    keeper = a_member(session, here, "李梅")
    a_role(session, keeper, Role.COORDINATOR)
    for number in range(63):
        team = the_team(session, here, (TeamColour.GREEN, TeamColour.BLUE)[number % 2])
        joined = date(2025, 6, 30) - timedelta(days=number)
        a_member(session, here, f"王{chr(0x4E00 + number)}", team=team, joined_on=joined)
    assert keeper.person
    session.commit()
    return signed_in(keeper.person)


def numbers(page):
    return re.findall(r'<td role="cell"\s+data-label="编号">(DJ[0-9]+)', page.html)


def link(page, words):
    return re.search(rf'href="([^"]+)"[^>]*>(?:<svg.*?</svg>)?{words}', page.html)[1].replace(
        "&amp;", "&"
    )


def pager(page, rel):
    found = re.search(rf'rel="{rel}"\s+href="([^"]+)"', page.html)
    return found[1].replace("&amp;", "&") if found else None


def test_pages_turn_both_ways(desk):
    first = desk.get(C)
    second = desk.get(pager(first, "next"))
    third = desk.get(pager(second, "next"))

    assert "共 64 位" in first.words
    assert (pager(first, "prev"), pager(third, "next")) == (None, None)
    assert [len(numbers(each)) for each in (first, second, third)] == [30, 30, 4]
    assert numbers(desk.get(pager(third, "prev"))) == numbers(second)
    assert numbers(desk.get(pager(second, "prev"))) == numbers(first)


def test_a_pressed_head_sorts_and_pressed_again_turns_round(desk):
    by_day = desk.get(link(desk.get(C), "登记日期"))
    turned = desk.get(link(by_day, "登记日期"))

    assert 'aria-sort="ascending"' in by_day.html
    assert 'aria-sort="descending"' in turned.html
    later = desk.get(pager(by_day, "next"))
    assert numbers(by_day)[1] > numbers(by_day)[-1]
    assert set(numbers(later)).isdisjoint(numbers(by_day))


@pytest.mark.parametrize("sort", ["name", "team", "state", "-number", "-joined", "phone", "--"])
def test_any_sort_shows_thirty(desk, sort):
    assert len(numbers(desk.get(f"{C}?sort={sort}"))) == 30


def test_search_and_filters_go_along(desk):
    found = desk.get(f"{C}?q=王&sort=-number")
    narrowed = desk.get(link(found, "绿色生态文明"))

    assert "共 63 位" in found.words
    assert "共 32 位" in narrowed.words
    assert "q=" in pager(narrowed, "next")
    assert "sort=-number" in pager(narrowed, "next")
    assert "共 63 位" in desk.get(link(narrowed, "全部队伍")).words


def test_columns_say_what_one_acts_on(desk):
    assert re.search(r"登记日期 .*PIN 码 .*状态", desk.get(C).words)
