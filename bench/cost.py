"""What a while of work cost: CPU of the servers' processes, and what else the machine did."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Reading:
    """A moment: CPU seconds so far by name, of the whole machine, and stolen from it."""

    at: float
    trees: Mapping[str, float]
    busy: float
    stolen: float


@dataclass(frozen=True, slots=True)
class Cost:
    """Between two moments: CPU seconds by name; cores others used, and cores stolen."""

    seconds: float
    trees: Mapping[str, float]
    others: float
    stolen: float


def read(pids: Mapping[str, int | None]) -> Reading:
    """Read the clocks now; `pids` names the process above each server."""
    total = [int(each) * TICK for each in Path("/proc/stat").read_text().split(maxsplit=9)[1:9]]
    user, nice, system, _idle, _wait, irq, soft, stolen = total
    trees = {name: _tree(pid) for name, pid in pids.items() if pid is not None}
    return Reading(time.monotonic(), trees, user + nice + system + irq + soft, stolen)


def between(one: Reading, other: Reading, own: float) -> Cost:
    """Return what happened between two readings; `own` is our own CPU, which is nobody else's."""
    seconds = other.at - one.at
    trees = {name: other.trees[name] - one.trees[name] for name in one.trees}
    others = other.busy - one.busy - sum(trees.values()) - own
    return Cost(seconds, trees, max(0.0, others / seconds), (other.stolen - one.stolen) / seconds)


def _tree(pid: int) -> float:
    """Return the CPU of a process, all its children, and those of them that have ended."""
    return sum(_own(each) for each in _with_children(pid))


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _with_children(int(child))


def _own(pid: int) -> float:
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(each) for each in told[11:15]) * TICK
