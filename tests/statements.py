"""How many statements each route sends at most: `statements.txt` says, every test is held to it.

A line is a route, its number, and a word why where somebody raised it. `number+more` is what the
demo town shows beyond the tests, whose clock and rows stand still. A rise fails where it happens;
a fall is told at the end of a whole run and fails nothing, since work well done must be able to
land. `make statements` writes the lines anew from what it found.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests import shared

TABLE = Path(__file__).with_name("statements.txt")
IS_WRITING = os.environ.get("STATEMENTS") == "write"
TOWN = "wuse_town"
"""Marks a program on the demo town: what it shows depends on the hour."""

HOURS = 1
"""So many more a page of the town may send than was ever seen there: at another hour."""

GROWS = "grows"
"""Stands for the number where it is that of the rows sent in."""


@dataclass(frozen=True, slots=True)
class Line:
    """One route: the most in a test, the most in the town, and why so many."""

    number: int
    town: int = 0
    why: str = ""
    grows: bool = False

    def allows(self, sent: int, *, is_town: bool) -> bool:
        """Say whether so many may be sent."""
        most = max(self.number, self.town) + HOURS if is_town else self.number
        return self.grows or sent <= most

    def __str__(self) -> str:
        """As it stands in the table."""
        more = self.town - self.number
        number = GROWS if self.grows else f"{self.number}{f'+{more}' if more > 0 else ''}"
        return f"{number}\t{self.why}".rstrip()


found: dict[bool, dict[str, int]] = {False: {}, True: {}}
"""The most each route has sent in this process: in tests, and in the town."""


def line_of(words: str) -> Line:
    """Read the line of a route without its name."""
    number, _, why = words.partition("\t")
    if number == GROWS:
        return Line(0, why=why, grows=True)
    own, _, more = number.partition("+")
    return Line(int(own), int(own) + int(more or 0), why)


def table() -> dict[str, Line]:
    """Return the table: a line for each `METHOD endpoint`; a new room brings lines of its own."""
    tables = [TABLE, *sorted(TABLE.parent.glob("*/statements.txt"))]
    lines = [line for each in tables for line in each.read_text("utf-8").splitlines()]
    rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {route: line_of(words) for route, _, words in rows}


KNOWN = table()


def note(app: Flask, method: str, path: str, sent: int) -> None:
    """Hold what was answered at `path` to the number of its route."""
    is_town = TOWN in app.extensions
    if is_town and method != "GET":
        return
    try:
        endpoint = app.url_map.bind("localhost").match(urlsplit(path).path, method=method)[0]
    except (HTTPException, RequestRedirect):
        return
    route = f"{method} {endpoint}"
    found[is_town][route] = max(sent, found[is_town].get(route, 0))
    line = KNOWN.get(route)
    if IS_WRITING or (line is not None and line.allows(sent, is_town=is_town)):
        return
    number = "no line" if line is None else str(line)
    raise AssertionError(
        f"{route} sent {sent} statements, tests/statements.txt says: {number}. "
        "Send fewer, or raise it with the reason."
    )


def hand_in() -> None:
    """Leave what this worker found for the one that ends the run."""
    path = shared.memory() / f"wuse-{shared.RUN}-statements-{os.getpid()}.json"
    path.write_text(json.dumps([found[False], found[True]]))


def settle(*, is_whole: bool) -> list[str]:
    """Compare what all workers found with the table; return what fell, or write it down."""
    tests: dict[str, int] = {}
    town: dict[str, int] = {}
    for path in shared.memory().glob(f"wuse-{shared.RUN}-statements-*.json"):
        for merged, part in zip((tests, town), json.loads(path.read_text()), strict=True):
            for route, sent in part.items():
                merged[route] = max(sent, merged.get(route, 0))
    if IS_WRITING:
        _write(tests, town, is_whole=is_whole)
        return []
    held = {route: line for route, line in KNOWN.items() if route in tests and not line.grows}
    fell = sorted(route for route, line in held.items() if tests[route] < line.number)
    return [f"{route}: {held[route].number} → {tests[route]}" for route in fell if is_whole]


def _write(tests: dict[str, int], town: dict[str, int], *, is_whole: bool) -> None:
    """A run of some tests only raises; the whole one lowers as well."""
    lines = dict(KNOWN)
    for route in {*tests, *town}:
        was = KNOWN.get(route, Line(0))
        least = Line(0) if is_whole else was
        number = max(tests.get(route, 0), least.number)
        shown = max(town.get(route, 0), least.town)
        lines[route] = was if was.grows else Line(number, shown, was.why)
    head = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("#")]
    rows = [f"{route}\t{line}" for route, line in sorted(lines.items())]
    TABLE.write_text("\n".join([*head, *rows]) + "\n", "utf-8")
