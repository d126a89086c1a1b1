"""What a page costs in a station with a hundred coming shifts, and in one with ten thousand."""

from __future__ import annotations

import time
from typing import Any

from bench import cost, load, world
from bench.inside import Inside, inside
from bench.legs import LEGS
from bench.postgres import above_backends
from bench.world import World
from core import clock

PAGES = ("home", "list", "shelf", "passbook", "members", "today", "notice", "wall")
LARGE, SMALL = 0, 1
"""Places of the two stations in the town: the first has more of everything."""

WARM, SENT, ROUNDS = 4, 25, 3


def flat(_there: World, url: str) -> dict[str, Any]:
    """Open each page in both stations by turns; return CPU ms of one answer, small and large."""
    found: dict[str, list[float]] = {}
    began = time.perf_counter()
    with inside(url) as program:
        stations = [world.enter(program.engine, clock.now(), each) for each in (SMALL, LARGE)]
        for name in PAGES:
            rounds = [
                [_cost_of(program, name, station) for station in stations] for _ in range(ROUNDS)
            ]
            found[name] = [min(each) for each in zip(*rounds, strict=True)]
            small, large = found[name]
            print(f"{'flat ' + name:20} {small:6.2f} ms small, {large:6.2f} ms large")
    return {"seconds": time.perf_counter() - began, "pages": found}


def _cost_of(program: Inside, name: str, station: World) -> float:
    """Return CPU ms of one answer, of this process and of the database."""
    asks = load.first(LEGS[name].asks(station), WARM + SENT)
    for ask in asks[:WARM]:
        program.send(ask)
    above = {"db": above_backends(program.engine)}
    before, began = cost.read(above), time.process_time()
    for ask in asks[WARM:]:
        program.send(ask)
    own = time.process_time() - began
    database = cost.between(before, cost.read(above), own).trees.get("db", 0.0)
    return (own + database) / SENT * 1000
