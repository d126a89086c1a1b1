"""Whatever stands behind the question mark of an address: no 5xx, and no answer over a second.

Each page of the demo town is asked, as somebody who may open it, with hostile values in every
argument it reads. Which it reads is recorded while it is drawn, so a new one is covered by itself.
"""

from __future__ import annotations

import ast
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

import pytest
from flask import request
from werkzeug.datastructures import ImmutableMultiDict

from core.house import ROOT, packages
from tests import crawl
from tests.seeded_demo import Demo

LONGEST_SECONDS = 1.0
TURNS = 4
HOSTILE = (
    "9" * 26,
    "-1",
    "0",
    "9223372036854775808",
    "²٣",
    "\x00",
    "\ud800",
    "长" * 3_300,
    "99999999999-999999999999999999",
    "9999-13",
    "0001-01-01",
    "'\"><script>--",
    "%(name)s %s",
)
QUOTED = [quote(value, errors="surrogatepass") for value in HOSTILE]
BASKET = {"p1", "p" + "9" * 26}
"""What a page may find when it goes through all arguments: a basket of products."""

READ: dict[str, set[str]] = defaultdict(set)


class Recording(ImmutableMultiDict[str, str]):
    """The arguments of an address, remembering which were asked for, by page."""

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        READ[request.endpoint or ""].add(key)
        return super().get(key, *args, **kwargs)

    def items(self, *args: Any, **kwargs: Any) -> Any:
        READ[request.endpoint or ""] |= BASKET
        return super().items(*args, **kwargs)

    def getlist(self, key: str, *args: Any, **kwargs: Any) -> Any:
        READ[request.endpoint or ""].add(key)
        return super().getlist(key, *args, **kwargs)


@contextmanager
def recording(town: Demo) -> Iterator[None]:
    kept = town.app.request_class.parameter_storage_class
    town.app.request_class.parameter_storage_class = Recording
    try:
        yield
    finally:
        town.app.request_class.parameter_storage_class = kept


def one_of_each(visits: list[crawl.Visit]) -> dict[str, crawl.Visit]:
    """Return the fullest page of every endpoint."""
    best: dict[str, crawl.Visit] = {}
    for visit in sorted(visits, key=lambda each: len(each.shape)):
        if visit.status == 200:
            best[visit.endpoint] = visit
    return best


def faults_in(town: Demo, pages: dict[str, crawl.Visit]) -> Iterator[str]:
    readers = {visit.role: town.reader(visit.role).browser for visit in pages.values()}
    for endpoint, visit in pages.items():
        path = visit.path.partition("?")[0]
        for query in hostile_queries(sorted(READ[endpoint])):
            status, took = asked(readers[visit.role], f"{path}?{query}")
            if status >= 500 or took > LONGEST_SECONDS:
                yield f"{visit.role} {path} {query[:200]}: {status} in {took:.2f} s"


def asked(browser: Any, address: str) -> tuple[int, float]:
    """Return status and seconds; who is slow is asked again, since the machine may be busy."""
    took = []
    for _turn in range(TURNS):
        began = time.monotonic()
        status = browser.get(address).status_code
        took.append(time.monotonic() - began)
        if took[-1] <= LONGEST_SECONDS:
            break
    return status, min(took)


def hostile_queries(names: list[str]) -> Iterator[str]:
    """Give every argument every hostile value, all arguments at once and each another one.

    So a page is asked as often as there are values, whatever the number of its arguments.
    """
    for turn in range(len(HOSTILE) if names else 0):
        yield "&".join(
            f"{name}={QUOTED[(turn + at) % len(HOSTILE)]}" for at, name in enumerate(names)
        )


def learn(town: Demo, pages: dict[str, crawl.Visit]) -> None:
    """Draw every page once to see what it reads."""
    with recording(town):
        for visit in pages.values():
            town.reader(visit.role).browser.get(visit.path)


@pytest.mark.parametrize("engine_of_the_town", ["as the demo", "on SQLite"])
def test_no_address_breaks_or_dawdles(demo, spare_town, engine_of_the_town):
    pages = one_of_each(crawl.everywhere(demo))
    town = demo if engine_of_the_town == "as the demo" else spare_town
    learn(town, pages)

    assert "\n".join(faults_in(town, pages)) == ""
    assert sum(len(READ[endpoint]) for endpoint in pages) > 30


def test_every_argument_meets_every_value():
    met = [parse_qs(query, errors="surrogateescape") for query in hostile_queries(["a", "b"])]

    assert len(met) == len(HOSTILE)
    assert len({tuple(each["a"]) for each in met}) == len(HOSTILE)
    assert len({tuple(each["b"]) for each in met}) == len(HOSTILE)
    assert all(each["a"] != each["b"] for each in met)


def bare_ints(path: Path) -> Iterator[str]:
    """Yield where a value of an address is or a form is turned into a number without bounds."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and any(
            word.arg == "type" and isinstance(word.value, ast.Name) and word.value.id == "int"
            for word in node.keywords
        ):
            yield f"{path.relative_to(ROOT)}:{node.lineno}"


def test_no_number_is_read_without_bounds():
    files = [
        ROOT / "app.py",
        *(each for package in packages() for each in (ROOT / package).rglob("*.py")),
    ]
    named = [place for each in files for place in bare_ints(each) if "/cli/" not in place]

    assert named == [], "read it by core.paging.row_number or page_key"
