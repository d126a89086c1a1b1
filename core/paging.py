"""Pages of a list: the key of the next in an address, and cutting what was read to one page."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TypeVar

from flask import request

Row = TypeVar("Row")
RowKey = TypeVar("RowKey", int, str)

LARGEST_KEY = 2**63 - 1
LONGEST_KEY = len(str(LARGEST_KEY))


def row_number(typed: str) -> int | None:
    """Return the number of a row, None for what can be none: ASCII digits, 0 to 2^63 − 1."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_KEY):
        return None
    number = int(typed)
    return number if number <= LARGEST_KEY else None


def page_key(name: str = "after") -> int | None:
    """Return the key asked for under `name` in the address; what is no key is the first page."""
    return row_number(request.args.get(name, ""))


def page_of(
    found: Sequence[Row], size: int, key: Callable[[Row], RowKey] = attrgetter("id")
) -> tuple[list[Row], RowKey | None]:
    """Return the first `size` rows and the key of the next page, None when this is the last.

    found: a page and one row more, if there is one; the key is that of the last row shown.
    """
    shown = list(found[:size])
    return shown, key(shown[-1]) if len(found) > size else None
