"""Lists turned both ways and sorted: no row lost or doubled, whatever they are sorted by."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.paging import Order, Turn, count_of, turned
from teams.members.models import Member
from tests.builders import a_member

SIZE = 3


@pytest.fixture
def listed(session, community):
    """Eight members, who joined on three days in no order."""
    days = [date(2025, 1, 1) + timedelta(days=number * 5 % 3) for number in range(8)]
    for day in days:
        a_member(session, community, joined_on=day)
    return select(Member).where(Member.community_id == community.id)


def ids(page):
    return [row[0].id for row in page.rows]


ORDERS = {
    "by id": Order(Member.id),
    "by id from the end": Order(Member.id, is_down=True),
    "by day": Order(Member.id, Member.joined_on),
    "by day from the end": Order(Member.id, Member.joined_on, is_down=True),
}


@pytest.mark.parametrize("name", ORDERS)
def test_turning_on_shows_every_row_once_and_turning_back_the_same_pages(session, listed, name):
    order, pages, at = ORDERS[name], [], Turn()
    while True:
        page = turned(session, listed, order, at, SIZE)
        pages.append(ids(page))
        if page.later is None:
            break
        at = Turn(after=page.later)
    whole = [each for page in pages for each in page]
    columns = [each for each in (order.column, order.key) if each is not None]
    told = listed.order_by(*(each.desc() if order.is_down else each for each in columns))
    assert whole == [member.id for member in session.scalars(told)]

    for before in reversed(pages[:-1]):
        page = turned(session, listed, order, Turn(before=page.earlier), SIZE)
        assert ids(page) == before
    assert page.earlier is None


@pytest.mark.parametrize(("size", "has_more"), [(7, True), (8, False)])
def test_the_last_page_leads_nowhere(session, listed, size, has_more):
    page = turned(session, listed, ORDERS["by id"], Turn(), size)

    assert (page.later is not None, page.earlier) == (has_more, None)


def test_a_row_that_is_gone_begins_anew(session, listed):
    page = turned(session, listed, ORDERS["by day"], Turn(after=999_999), SIZE)

    assert ids(page) == ids(turned(session, listed, ORDERS["by day"], Turn(), SIZE))


def test_an_empty_list_has_no_neighbours(session, listed):
    page = turned(session, listed.where(Member.id < 0), ORDERS["by id"], Turn(), SIZE)

    assert (page.rows, page.earlier, page.later) == ([], None, None)


def test_rows_are_counted_whatever_page_is_shown(session, listed):
    assert count_of(session, listed) == 8
