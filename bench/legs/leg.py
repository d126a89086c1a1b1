"""A leg: one thing people do, asked again and again, and what must hold afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.load import Ask
from bench.world import Somebody, World

Asks = Callable[[World], Iterator[Ask]]
Proof = Callable[[World], list[str]]
DONE = frozenset({303})
HOT_CROWD = 400
"""So many press one hot row."""

HOT_FULL = 5
"""A hot row has enough for all but a fifth of those who press it."""


def nothing_to_prove(_world: World) -> list[str]:
    """Return no breach: who only reads leaves the books as they were."""
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One leg. `asks` yields its requests, no two alike; a finite leg is pressed to its end.

    `proof`: one sentence for each thing in the books that is not as it must be. `floor`: the floor
    program's leg it is compared with. `most_ms`, `most_statements`: what the goals allow, 0 is any.
    `is_scarce`: there are so few requests that none is spent on warming up.
    """

    name: str
    words: str
    asks: Asks
    proof: Proof = nothing_to_prove
    floor: str = ""
    most_ms: float = 0
    most_statements: int = 0
    is_hot: bool = False
    is_scarce: bool = False


def once(by: Somebody, path: str, *fields: tuple[str, str], right: frozenset[int] = DONE) -> Ask:
    """Return a form with a request key of its own."""
    return Ask(path, by.token, (*fields, ("request_key", uuid.uuid4().hex)), right)


def by_turns(path: Callable[[World], str]) -> Asks:
    """Return a leg that opens one page, each volunteer in turn."""

    def asks(world: World) -> Iterator[Ask]:
        while True:
            who = world.crowd[world.next("reader") % len(world.crowd)]
            yield Ask(path(world), who.token)

    return asks
