"""A long list a few at a time: where one is, and where those before and after are."""

import pytest

from teams.gate.parts import few

ROWS = list(range(10))


@pytest.fixture
def asked(app):
    """Return what a page of ten rows, four at a time, shows for an address."""

    def part(query, rows=ROWS, **beside):
        with app.test_request_context(f"/c/dongjie/activities?{query}"):
            return few(rows, 4, **beside)

    return part


@pytest.mark.parametrize(
    ("query", "rows"),
    [("", [0, 1, 2, 3]), ("part=1", [4, 5, 6, 7]), ("part=2", [8, 9]), ("part=3", [8, 9])],
)
def test_four_at_a_time_and_past_the_end_the_last(asked, query, rows):
    assert asked(query).rows == rows


@pytest.mark.parametrize("typed", ["-1", "x", "9" * 30, "²", "1.5"])
def test_what_is_no_part_is_the_first(asked, typed):
    assert asked(f"part={typed}").rows == ROWS[:4]


def test_what_else_the_address_says_is_kept(asked):
    part = asked("team=red&p7=2&part=1")

    assert part.earlier_url == "?team=red&p7=2&part=0"
    assert part.later_url == "?team=red&p7=2&part=2"


def test_the_ends_lead_to_the_pages_beside(asked):
    beside = {"later_url": "?after=9", "earlier_url": "?before=1"}

    assert asked("", **beside).earlier_url == "?before=1"
    assert asked("part=2", **beside).later_url == "?after=9"
    assert asked("part=1", **beside).later_url == "?part=2"


def test_a_page_a_form_draws_too_names_itself(asked):
    assert asked("", here="/secret").later_url == "/secret?part=1"


@pytest.mark.parametrize("count", [0, 4])
def test_what_fits_leads_nowhere(asked, count):
    part = asked("", ROWS[:count])

    assert (part.rows, part.earlier_url, part.later_url) == (ROWS[:count], None, None)
