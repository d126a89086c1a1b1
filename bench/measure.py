"""`make bench`: every leg on a copy of the town, the product beside the floor, turn by turn.

Run: python -m bench.measure [LEG …]. Without names it goes on where it stopped: what was measured
on this commit and town already is left out, and after BENCH_MINUTES (9) nothing new is begun.
BENCH_ENGINE=sqlite measures the product on a file. Each leg's figures are kept, and written into
docs/measured.md at the end.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from types import FrameType

from bench import chores, cost, figures, load, plans, report, serving, towns, world
from bench.figures import Figures, Turn
from bench.floor import runs
from bench.inside import counted, inside, opened_at
from bench.legs import LEGS
from bench.legs.leg import Leg
from bench.load import Door
from bench.postgres import Postgres, postgres
from bench.serving import Server
from bench.told import told_now
from bench.world import World
from core import clock
from core import engine as engines

LINES, MANY_LINES = 8, 32
TURNS = int(os.environ.get("BENCH_TURNS", "3"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
HOT_SECONDS = 60.0
WARM_SECONDS = 0.5
COUNTED = 3
ENGINE = os.environ.get("BENCH_ENGINE", "postgresql")


@dataclass(frozen=True, slots=True)
class Bench:
    """What runs: the product, the floor, the process above the database, the town."""

    server: Server
    door: Door
    floors: runs.Floors | None
    database_pid: int | None
    world: World
    url: str

    def turn(self, leg: Leg, lines: int) -> Turn:
        """Press a leg once and return what came of it."""
        asks = leg.asks(self.world)
        if not (leg.is_hot or leg.is_scarce):
            load.press(self.server.port, asks, self.door, lines, WARM_SECONDS)
        pids = {"app": self.server.pid, "db": self.database_pid}
        before = cost.read(pids)
        seconds = HOT_SECONDS if leg.is_hot else SECONDS
        sent = load.press(self.server.port, asks, self.door, lines, seconds)
        return Turn.of(sent, cost.between(before, cost.read(pids), sent.own_cpu))

    def floor_turn(self, name: str) -> Turn:
        """Press the floor's leg once."""
        if self.floors is None:
            raise LookupError("the floor stands on PostgreSQL alone")
        there = self.floors.at(name)
        door, asks = runs.door_to(name, there), runs.asks_of(name)
        load.press(there.port, asks, door, LINES, WARM_SECONDS)
        pids = {"app": there.pid, "db": self.database_pid}
        before = cost.read(pids)
        sent = load.press(there.port, asks, door, LINES, SECONDS)
        return Turn.of(sent, cost.between(before, cost.read(pids), sent.own_cpu))


def main() -> int:
    """Measure; 1 when an answer was wrong or the books do not hold."""
    wanted = [each for each in sys.argv[1:] if each]
    known = [*LEGS, *chores.CHORES]
    unknown = [each for each in wanted if each not in known]
    if unknown:
        sys.exit(f"nothing is called {', '.join(unknown)}; there are {', '.join(known)}")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    towns.furnish()
    names = wanted or _not_yet(known)
    until = float("inf") if wanted else time.monotonic() + 60 * _minutes()
    is_wrong, left = _all(names, until)
    report.write()
    if left:
        print(f"{len(left)} are left for the next `make bench`: {', '.join(left)}")
    return int(is_wrong)


def _stop(number: int, _frame: FrameType | None) -> None:
    """Leave through every `with`, so that servers are stopped and the copy is dropped."""
    sys.exit(128 + number)


def _minutes() -> float:
    return float(os.environ.get("BENCH_MINUTES", "9"))


def _not_yet(known: list[str]) -> list[str]:
    """Return what was not measured on this commit and town; all when nothing is left."""
    now, kept = told_now(), figures.load()
    measured = {
        name
        for sort in ("legs", "chores")
        for name, told in kept.get(sort, {}).get(ENGINE, {}).items()
        if all(told["told"][each] == now[each] for each in ("commit", "town"))
    }
    return [each for each in known if each not in measured] or known


def _all(names: list[str], until: float) -> tuple[bool, list[str]]:
    """Do what is named until the time is over; say whether something was wrong, what is left."""
    is_wrong, left = False, list(names)
    with _running() as bench:
        while left and time.monotonic() < until:
            name = left.pop(0)
            if name in LEGS:
                found = _measured(bench, LEGS[name])
                figures.keep(ENGINE, found)
                is_wrong |= found.is_wrong
            else:
                told = chores.CHORES[name](bench.world, bench.url)
                figures.keep_chore(ENGINE, name, told | {"told": told_now()})
    return is_wrong, left


@contextmanager
def _running() -> Iterator[Bench]:
    with ExitStack() as kept:
        server: Postgres | None = None
        if ENGINE == "sqlite":
            url = kept.enter_context(towns.on_sqlite())
        else:
            server = kept.enter_context(postgres())
            url = kept.enter_context(towns.on_postgres(server))
        engine = engines.create(url, threads=2)
        kept.callback(engine.dispose)
        there = world.enter(engine, clock.now())
        product = (serving.PRODUCT, serving.settings(url), "/health/ready")
        web = kept.enter_context(serving.served(*product))
        floors = runs.Floors(server, kept) if server else None
        yield Bench(web, opened_at(web.port), floors, server.pid() if server else None, there, url)


def _measured(bench: Bench, leg: Leg) -> Figures:
    """Press a leg and its floor turn by turn, ask the books, and look at one request."""
    found = Figures(leg.name, told=told_now())
    for _ in range(TURNS):
        if leg.floor and bench.floors:
            found.floor.append(_said(f"  floor {leg.floor}", lambda: bench.floor_turn(leg.floor)))
        found.turns.append(_said(leg.name, lambda: bench.turn(leg, LINES)))
    for _ in range(TURNS if bench.floors else 0):
        found.many.append(_said(f"{leg.name} x 32", lambda: bench.turn(leg, MANY_LINES)))
    found.breaches = leg.proof(bench.world)
    for each in found.breaches[:3]:
        print(f"{leg.name:20} BROKEN {each}")
    _look(bench, leg, found)
    print(f"{leg.name:20} {found.words()}", flush=True)
    return found


def _said(name: str, press: Callable[[], Turn]) -> Turn:
    turn = press()
    print(f"{name:20} {turn.words()}", flush=True)
    return turn


def _look(bench: Bench, leg: Leg, found: Figures) -> None:
    """Count the statements of one request, the middle of three; explain those of another."""
    with inside(bench.url) as program:
        asks, counts = leg.asks(bench.world), []
        program.send(next(asks))
        for ask in load.first(asks, COUNTED):
            with counted(program.engine) as asked:
                program.send(ask)
            counts.append(len(asked.statements))
        found.statements = int(median(counts)) if counts else 0
        last = next(asks, None)
        if last is not None and ENGINE == "postgresql":
            with plans.explained(program.engine) as asked_for:
                program.send(last)
            found.plans = asked_for


if __name__ == "__main__":
    sys.exit(main())
