"""The key of the next page: a row's number, or the first page; and cutting a list to one."""

import pytest

from core.paging import page_key, page_of

FIRST_PAGE = (
    "",
    "9" * 26,
    "9223372036854775808",
    "-1",
    "+1",
    "1.0",
    "1e3",
    " 1",
    "²",
    "١٢",
    "x",
    "\x00",
)


def asked(app, text):
    with app.test_request_context("/", query_string={"after": text}):
        return page_key()


@pytest.mark.parametrize("text", FIRST_PAGE)
def test_what_is_no_row_number_asks_for_the_first_page(app, text):
    assert asked(app, text) is None


@pytest.mark.parametrize(
    ("text", "key"), [("0", 0), ("17", 17), ("9223372036854775807", 2**63 - 1)]
)
def test_a_row_number_is_the_key(app, text, key):
    assert asked(app, text) == key


@pytest.mark.parametrize(
    ("found", "page"),
    [
        ("", ([], None)),
        ("a", (["a"], None)),
        ("ab", (["a", "b"], None)),
        ("abc", (["a", "b"], "B")),
    ],
)
def test_a_page_ends_with_the_key_of_its_last_row_when_there_is_one_more(found, page):
    assert page_of(found, 2, str.upper) == page
