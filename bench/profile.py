"""Where the CPU of a leg goes: its requests in this process, one after the other.

Run: python -m bench.profile LEG [requests [sort]]. Prints milliseconds of CPU and statements a
request, the statements of one, and the functions that take most (sort: tottime or cumtime).
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
from collections import Counter

from bench import load, towns, world
from bench.inside import Inside, counted, inside
from bench.legs import LEGS
from bench.load import Ask
from bench.postgres import postgres
from core import clock

WARM = 5
SHOWN = 45


def main() -> None:
    """Profile one leg on a copy of the town."""
    name, count, sort = (sys.argv[1:] + ["", "60", "tottime"][len(sys.argv) - 1 :])[:3]
    towns.furnish()
    with postgres() as server, towns.on_postgres(server) as url, inside(url) as program:
        asks = load.first(
            LEGS[name].asks(world.enter(program.engine, clock.now())), WARM + 1 + int(count)
        )
        statuses = Counter(program.send(each) for each in asks[:WARM])
        show_statements(program, asks[WARM])
        took, told = profiled(program, asks[WARM + 1 :], statuses)
        print(f"{name}: {took / int(count) * 1000:.2f} ms of CPU a request, {dict(statuses)}")
        told.sort_stats(sort).print_stats(SHOWN)


def show_statements(program: Inside, ask: Ask) -> None:
    """Send one request and print what it asked of the database."""
    with counted(program.engine) as asked:
        program.send(ask)
    for number, each in enumerate(asked.statements, start=1):
        words = " ".join(each.words.split())
        print(f"{number:3} {each.seconds * 1000:7.2f} ms  {words[:300]}")
    print(f"{len(asked.statements)} statements, {asked.transactions} commits")


def profiled(
    program: Inside, asks: list[Ask], statuses: Counter[int]
) -> tuple[float, pstats.Stats]:
    """Send the requests twice as halves: plain for the CPU they take, then under the profiler."""
    half = len(asks) // 2
    began = time.process_time()
    statuses.update(program.send(each) for each in asks[:half])
    took = (time.process_time() - began) / max(1, half) * len(asks)
    profiler = cProfile.Profile()
    profiler.enable()
    statuses.update(program.send(each) for each in asks[half:])
    profiler.disable()
    return took, pstats.Stats(profiler)


if __name__ == "__main__":
    main()
