"""A long list a few at a time, for who reads large words: no page asks more than six things."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import request

from core.paging import page_key

Row = TypeVar("Row")
PART = "part"


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """A few rows of a page, and where those before and after them are, if there are any."""

    rows: Sequence[Row]
    earlier_url: str | None
    later_url: str | None


def few(
    rows: Sequence[Row],
    size: int,
    later_url: str | None = None,
    earlier_url: str | None = None,
    here: str = "",
) -> Part[Row]:
    """Return the few rows of a page the address asks for by `part`, counted from 0.

    Past the last few it is the last. `later_url` and `earlier_url`: the pages of the list beside
    this one, where the few at its end lead. `here`: the page, where a form may draw it too.
    """
    last = max(0, (len(rows) - 1) // size)
    asked = min(page_key(PART) or 0, last)
    return Part(
        rows[asked * size : (asked + 1) * size],
        part_url(asked - 1, here) if asked > 0 else earlier_url,
        part_url(asked + 1, here) if asked < last else later_url,
    )


def part_url(number: int, here: str = "") -> str:
    """Return the address of this page with other few of its rows."""
    kept = {name: found for name, found in request.args.lists() if name != PART}
    return f"{here}?{urlencode({**kept, PART: number}, doseq=True)}"
