"""What a page weighs on the wire, compressed, heads and bodies: itself and every file it names."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import brotli

from bench import serving
from bench.inside import opened_at
from bench.load import Ask
from bench.serving import served
from bench.world import World

TAKES = "br, gzip"
KILO = 1000
MOST_FIRST, MOST_NEXT = 60 * KILO, 10 * KILO
"""What the volunteer's home may weigh in bytes: on the first visit, and on the next."""

FILE = re.compile(r'<(?:link|script|img|use)\b[^>]*?\b(?:href|src)="(/static/[^"#]+)')


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it came: the bytes of its head, its body as sent, its headers."""

    head: int
    body: bytes
    headers: dict[str, str]

    @property
    def size(self) -> int:
        """Return the bytes of head and body."""
        return self.head + len(self.body)

    @property
    def words(self) -> str:
        """Return the body as it is read."""
        is_small = self.headers.get("content-encoding") == "br"
        return (brotli.decompress(self.body) if is_small else self.body).decode()


Fetch = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of a page, and of each file it asks for, by address."""

    page: int
    files: dict[str, Answer]

    @property
    def first(self) -> int:
        """Return what the first visit brings."""
        return self.page + sum(each.size for each in self.files.values())

    @property
    def next(self) -> int:
        """Return what the next visit brings: files with a year to live are there already."""
        kept = "immutable"
        asked_again = (
            each.size
            for each in self.files.values()
            if kept not in each.headers.get("cache-control", "")
        )
        return self.page + sum(asked_again)


def weigh(fetch: Fetch, path: str) -> Weight:
    """Open a page and every file it names."""
    page = fetch(path)
    return Weight(
        page.size, {each: fetch(each) for each in dict.fromkeys(FILE.findall(page.words))}
    )


def answer_of(status: str, headers: list[tuple[str, str]], body: bytes) -> Answer:
    """Return an answer with the bytes its head takes on the wire."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    head = sum(len(line.encode()) + 2 for line in lines) + 2
    return Answer(head, body, {name.lower(): value for name, value in headers})


def pages_of(world: World) -> dict[str, Ask]:
    """Return the pages that are weighed and looked at, as their readers open them."""
    reader = world.crowd[0].token
    _shift_id, activity_id = world.coming[0]
    return {
        "home": Ask(world.path(), reader),
        "activity": Ask(world.path(f"activities/{activity_id}"), reader),
        "passbook": Ask(world.path("points"), reader),
        "shelf": Ask(world.path("supermarket"), reader),
        "wall": Ask(world.path("honours")),
        "counter": Ask(world.path("counter"), world.clerk.token),
    }


def weight(world: World, url: str) -> dict[str, Any]:
    """Weigh the pages through the server `make serve` starts."""
    began, found = time.perf_counter(), {}
    with served(serving.PRODUCT, serving.settings(url), "/health/ready") as server:
        door = opened_at(server.port)
        for name, ask in pages_of(world).items():

            def fetch(path: str, cookies: str = door.cookies(ask)) -> Answer:
                with closing(http.client.HTTPConnection("127.0.0.1", server.port)) as line:
                    line.request("GET", path, headers={"Cookie": cookies, "Accept-Encoding": TAKES})
                    got = line.getresponse()
                    return answer_of(f"{got.status} {got.reason}", got.getheaders(), got.read())

            seen = weigh(fetch, ask.path)
            found[name] = [seen.first, seen.next, len(seen.files)]
            print(f"{'weight ' + name:20} {seen.first:6} bytes first, {seen.next:6} next")
    return {
        "seconds": time.perf_counter() - began,
        "pages": found,
        "done": [
            f"{name}: {first / KILO:.1f} KB on the first visit with {files} files,"
            f" {following / KILO:.1f} KB on the next"
            for name, (first, following, files) in found.items()
        ],
    }
