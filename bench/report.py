"""docs/measured.md, written from the figures that are kept.

Run: python -m bench.report. `make bench` does it at its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench import figures, goals
from bench.figures import Figures, middle
from bench.goals import Goal
from bench.legs import LEGS
from bench.plans import Plan
from bench.serving import ROOT
from bench.told import machine

MEASURED = ROOT / "docs" / "measured.md"
HEAD = """# Measured

Written by `make bench`; do not edit. Each leg is pressed over 8 kept lines (and over 32) for three
turns, its floor beside it in the same minute, one loaded at a time; figures are medians. CPU is
that of the server's processes and of PostgreSQL's, for one answer: it holds on a busy machine,
where a rate does not. After each leg that writes the books are asked.
"""
ENGINES = {"postgresql": "PostgreSQL", "sqlite": "SQLite, one process"}
MOST_PLANS = 6


def write() -> None:
    """Write the page from everything that is kept."""
    MEASURED.write_text("\n".join(_lines()) + "\n", "utf-8")
    print(f"figures in {MEASURED.relative_to(ROOT)}")


def _lines() -> Iterator[str]:
    yield HEAD
    yield f"Machine: {machine()}."
    chores = figures.load().get("chores", {})
    legs = figures.legs("postgresql")
    yield "\n## Goals\n"
    for title, section in goals.SECTIONS.items():
        yield f"### {title}\n"
        yield from _goals(section(legs))
    yield "### Chores\n"
    yield from _goals(goals.of_chores(chores.get("postgresql", {})))
    for engine, words in ENGINES.items():
        yield from _engine(engine, words, chores.get(engine, {}))
    yield "\n## Pages touched beside rows returned\n"
    yield "Statements of one request that touch most, `EXPLAIN (ANALYZE, BUFFERS)`.\n"
    yield from _plans(legs)


def _engine(engine: str, words: str, chores: dict[str, dict[str, Any]]) -> Iterator[str]:
    found = figures.legs(engine)
    if found:
        yield f"## Legs on {words}\n"
        yield from _legs(found, engine)
    if chores:
        yield f"\n## Chores on {words}\n"
        yield from _chores(chores)


def _goals(found: list[Goal]) -> Iterator[str]:
    yield "| Goal | Asked | Found | |\n|---|---|---|---|"
    for each in found:
        yield f"| {each.name} | {each.asked} | {each.found} | {each.words} |"
    yield ""


def _legs(found: dict[str, Figures], engine: str) -> Iterator[str]:
    yield (
        "| Leg | /s at 8 | /s at 32 | p50 / p95 / p99 ms | CPU ms app + db | Floor: /s, CPU ms |"
        " Statements | Rows / pages | KB | Errors | Stolen, others (cores) | Commit, day |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|---|---|"
    for name in (each for each in LEGS if each in found):
        yield _leg(found[name])
    town = next(iter(found.values())).told["town"]
    prefix = "BENCH_ENGINE=sqlite " if engine == "sqlite" else ""
    yield f"\nTown: {town}. Command: `{prefix}make bench LEGS=…` with the name of the leg."


def _leg(leg: Figures) -> str:
    turns, floor = leg.turns, leg.floor
    errors = sum(sum(each.wrong.values()) for each in (*turns, *leg.many)) + len(leg.breaches)
    cells = (
        f"**{leg.name}** {LEGS[leg.name].words}",
        f"{middle(turns, 'rate'):.1f}",
        f"{middle(leg.many, 'rate'):.1f}" if leg.many else "–",
        " / ".join(f"{middle(turns, each):.0f}" for each in ("p50", "p95", "p99")),
        f"{middle(turns, 'app_ms'):.1f} + {middle(turns, 'db_ms'):.1f}",
        f"{middle(floor, 'rate'):.0f}, {middle(floor, 'cpu_ms'):.1f}" if floor else "–",
        str(leg.statements),
        f"{sum(each.rows for each in leg.plans)} / {sum(each.pages for each in leg.plans)}",
        f"{middle(turns, 'kilobytes'):.1f}",
        str(errors),
        f"{middle(turns, 'stolen'):.1f}, {middle(turns, 'others'):.1f}",
        f"{leg.told['commit']}, {leg.told['day']}",
    )
    return "| " + " | ".join(cells) + " |"


def _chores(chores: dict[str, dict[str, Any]]) -> Iterator[str]:
    for name, told in chores.items():
        yield (
            f"- **{name}** {told['seconds']:.1f} s ({told['told']['commit']},"
            f" {told['told']['day']}; `make bench LEGS={name}`)"
        )
        for check, seconds in told.get("slowest", {}).items():
            yield f"  - {check}: {seconds:.1f} s"
        for line in told.get("done", []):
            yield f"  - {' '.join(line.split())}"


def _plans(legs: dict[str, Figures]) -> Iterator[str]:
    yield "| Leg | Rows | Pages | ms | Read whole | Statement |\n|---|---|---|---|---|---|"
    for name in (each for each in LEGS if each in legs):
        heavy = sorted(legs[name].plans, key=lambda each: -each.pages)[:MOST_PLANS]
        for plan in heavy:
            yield _plan(name, plan)


def _plan(name: str, plan: Plan) -> str:
    words = plan.words.replace("|", "\\|")[:110]
    whole = ", ".join(plan.scanned) or "–"
    return f"| {name} | {plan.rows} | {plan.pages} | {plan.ms:.2f} | {whole} | `{words}` |"


if __name__ == "__main__":
    write()
