"""`make bench`: every leg on a copy of the town, the product beside the floor, turn by turn.

Run: python -m bench.measure [LEG …]. Prints a line a turn and keeps the figures for the report.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from sqlalchemy import Engine

from bench import cost, load, serving, towns, world
from bench.figures import Figures, Turn, kept
from bench.inside import counted, inside, opened_at
from bench.legs import LEGS
from bench.legs.leg import Leg
from bench.load import Door
from bench.postgres import Postgres, postgres
from bench.serving import Server
from bench.world import World
from core import clock
from core import engine as engines

LINES = 8
TURNS = int(os.environ.get("BENCH_TURNS", "3"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
HOT_SECONDS = 60.0
WARM_SECONDS = 1.0
COUNTED = 3


@dataclass(frozen=True, slots=True)
class Bench:
    """What runs: the product, the database above it, and the town."""

    server: Server
    door: Door
    database_pid: int | None
    world: World
    url: str

    def turn(self, leg: Leg, lines: int) -> Turn:
        """Press a leg once and return what came of it."""
        asks = leg.asks(self.world)
        if not leg.is_hot:
            load.press(self.server.port, asks, self.door, lines, WARM_SECONDS)
        pids = {"app": self.server.pid, "db": self.database_pid}
        before = cost.read(pids)
        seconds = HOT_SECONDS if leg.is_hot else SECONDS
        sent = load.press(self.server.port, asks, self.door, lines, seconds)
        return Turn.of(sent, cost.between(before, cost.read(pids), sent.own_cpu))


def main() -> int:
    """Measure the legs asked for; 1 when an answer was wrong or the books do not hold."""
    names = [each for each in sys.argv[1:] if each] or list(LEGS)
    unknown = [each for each in names if each not in LEGS]
    if unknown:
        sys.exit(f"no leg is called {', '.join(unknown)}; there are {', '.join(LEGS)}")
    towns.furnish()
    with postgres() as server, _running(server) as bench:
        found = [_measured(bench, LEGS[name]) for name in names]
    kept(found)
    return int(any(each.wrong for each in found))


@contextmanager
def _running(server: Postgres) -> Iterator[Bench]:
    with towns.on_postgres(server) as url:
        engine: Engine = engines.create(url, threads=2)
        try:
            there = world.enter(engine, clock.now())
            product = (serving.PRODUCT, serving.settings(url), "/health/ready")
            with serving.served(*product) as web:
                yield Bench(web, opened_at(web.port), server.pid(), there, url)
        finally:
            engine.dispose()


def _measured(bench: Bench, leg: Leg) -> Figures:
    """Press a leg turn by turn, ask the books, and count the statements of one request."""
    turns: list[Turn] = []
    for _ in range(TURNS):
        turns.append(bench.turn(leg, LINES))
        print(f"{leg.name:14} {turns[-1].words()}", flush=True)
    breaches = leg.proof(bench.world)
    for each in breaches[:3]:
        print(f"{leg.name:14} BROKEN {each}")
    statements = _statements(bench, leg)
    found = Figures(leg.name, turns, statements, breaches)
    print(f"{leg.name:14} {found.words()}", flush=True)
    return found


def _statements(bench: Bench, leg: Leg) -> int:
    """Return how many statements one request takes, the middle of three."""
    with inside(bench.url) as program:
        asks = leg.asks(bench.world)
        program.send(next(asks))
        counts = []
        for ask in load.first(asks, COUNTED):
            with counted(program.engine) as asked:
                program.send(ask)
            counts.append(len(asked.statements))
    return int(median(counts)) if counts else 0


if __name__ == "__main__":
    sys.exit(main())
