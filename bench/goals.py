"""The goals of speed, each with how its figure is found; `docs/measured.md` prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bench.figures import Figures, middle
from bench.legs import LEGS
from bench.lighthouse import CATEGORIES, MOST_FIRST_BYTE_MS, MOST_PAGE_MS
from bench.weight import KILO, MOST_FIRST, MOST_NEXT

Legs = Mapping[str, Figures]
NONE = "not measured"


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal: what is asked at least, what was found, whether it is met (None: not measured)."""

    name: str
    asked: str
    found: str
    is_met: bool | None

    @property
    def words(self) -> str:
        """Say whether it is met."""
        return {True: "met", False: "**not met**", None: "–"}[self.is_met]


def of_legs(legs: Legs) -> list[Goal]:
    """Return the goals each leg has for itself: CPU and statements of one request."""
    told = []
    for name, leg in LEGS.items():
        if not leg.most_ms:
            continue
        asked = f"≤ {leg.most_ms:g} ms CPU, ≤ {leg.most_statements} statements"
        if name not in legs:
            told.append(Goal(leg.words, asked, NONE, None))
            continue
        cpu, statements = middle(legs[name].turns, "cpu_ms"), legs[name].statements
        is_met = cpu <= leg.most_ms and statements <= leg.most_statements
        told.append(Goal(leg.words, asked, f"{cpu:.1f} ms, {statements} statements", is_met))
    return told


def of_floors(legs: Legs) -> list[Goal]:
    """Return the goals against the floor in the same run, by rate and by CPU."""
    return [
        _beside(legs, "G1 sign-up, random", "sign-up", 0.40),
        _beside(legs, "G2 sale at the counter by code", "sale-by-code", 0.40),
        _hot(legs, "G3 one hot shift", ("sign-up", "sign-up-hot"), (0.75, "turns")),
        _hot(legs, "G3 one hot thing", ("reservation", "reservation-hot"), (0.75, "turns")),
        _hot(legs, "One hot shift at 32 lines", ("sign-up", "sign-up-hot"), (0.9, "many")),
        _hot(legs, "One hot thing at 32 lines", ("reservation", "reservation-hot"), (0.9, "many")),
        _many(legs, "G4 sign-up at 32 lines", "sign-up"),
        _many(legs, "G4 reservation at 32 lines", "reservation"),
        _many(legs, "G4 list at 32 lines", "list"),
        _beside(legs, "G5 list of activities", "list", 0.8),
        _beside(legs, "G6 check-in", "check-in", 0.5),
    ]


def _beside(legs: Legs, name: str, leg: str, least: float) -> Goal:
    asked = f"≥ {least:g} × its floor, rate and CPU"
    found = legs.get(leg)
    if found is None or not found.floor:
        return Goal(name, asked, NONE, None)
    rate = middle(found.turns, "rate") / max(0.001, middle(found.floor, "rate"))
    cpu = middle(found.floor, "cpu_ms") / max(0.001, middle(found.turns, "cpu_ms"))
    return Goal(name, asked, f"{rate:.2f} × rate, {cpu:.2f} × CPU", min(rate, cpu) >= least)


def _hot(legs: Legs, name: str, pair: tuple[str, str], asked_of: tuple[float, str]) -> Goal:
    """Compare a hot leg with its random one, in the turns at 8 lines or the `many` at 32."""
    least, which = asked_of
    asked = f"≥ {least:g} × random rate, p99 ≤ 3 × p50, nothing oversold"
    plain, hot = (legs.get(each) for each in pair)
    if plain is None or hot is None or not getattr(hot, which):
        return Goal(name, asked, NONE, None)
    pressed, random = getattr(hot, which), getattr(plain, which)
    ratio = middle(pressed, "rate") / max(0.001, middle(random, "rate"))
    tail = middle(pressed, "p99") / max(0.001, middle(pressed, "p50"))
    is_met = ratio >= least and tail <= 3 and not hot.breaches
    oversold = f", {len(hot.breaches)} breaches" if hot.breaches else ""
    return Goal(name, asked, f"{ratio:.2f} × rate, p99 {tail:.1f} × p50{oversold}", is_met)


def _many(legs: Legs, name: str, leg: str) -> Goal:
    asked = "≥ 0.9 × own rate at 8 lines, no error"
    found = legs.get(leg)
    if found is None or not found.many:
        return Goal(name, asked, NONE, None)
    ratio = middle(found.many, "rate") / max(0.001, middle(found.turns, "rate"))
    wrong = sum(sum(each.wrong.values()) for each in found.many)
    return Goal(name, asked, f"{ratio:.2f} × rate, {wrong} errors", ratio >= 0.9 and not wrong)


def of_chores(chores: Mapping[str, Mapping[str, Any]]) -> list[Goal]:
    """Return the goals of what is done seldom."""
    import_asked, verify_asked = "≥ 0.2 × rows a second of calamine reading it", "≤ 60 s"
    told = []
    if "import" in chores:
        ratio = chores["import"]["calamine"] / chores["import"]["seconds"]
        told.append(Goal("G11 roster of 10,000", import_asked, f"{ratio:.3f} ×", ratio >= 0.2))
    if "verify" in chores:
        seconds = chores["verify"]["seconds"]
        told.append(Goal("verify, the whole", verify_asked, f"{seconds:.0f} s", seconds <= 60))
    for page, (small, large) in chores.get("flat", {}).get("pages", {}).items():
        ratio = large / max(0.001, small)
        found = f"{ratio:.2f} × ({small:.1f}, {large:.1f} ms)"
        asked = "≤ 1.1 × the CPU in a small station"
        told.append(Goal(f"G7 {page}, flat", asked, found, ratio <= 1.1))
    return [*told, *_of_weight(chores), *_of_lighthouse(chores)]


def _of_weight(chores: Mapping[str, Mapping[str, Any]]) -> Iterator[Goal]:
    home = chores.get("weight", {}).get("pages", {}).get("home")
    if home is None:
        return
    asked = f"≤ {MOST_FIRST // KILO} KB on the first visit, ≤ {MOST_NEXT // KILO} KB on the next"
    found = f"{home[0] / KILO:.1f} KB, {home[1] / KILO:.1f} KB"
    is_met = home[0] <= MOST_FIRST and home[1] <= MOST_NEXT
    yield Goal("G9 the volunteer's home on the wire", asked, found, is_met)


def _of_lighthouse(chores: Mapping[str, Mapping[str, Any]]) -> Iterator[Goal]:
    asked = f"≥ {'/'.join(str(each) for each in CATEGORIES.values())}, no shift"
    in_time = f"first byte ≤ {MOST_FIRST_BYTE_MS} ms, whole ≤ {MOST_PAGE_MS} ms"
    for page, told in chores.get("lighthouse", {}).get("pages", {}).items():
        scores = told["scores"]
        is_met = not told["shift"] and all(
            scores[each] >= least for each, least in CATEGORIES.items()
        )
        found = "/".join(str(scores[each]) for each in CATEGORIES)
        yield Goal(f"G10 {page} on a phone", asked, found, is_met)
        is_quick = told["first_byte"] <= MOST_FIRST_BYTE_MS and told["whole"] <= MOST_PAGE_MS
        times = f"{told['first_byte']} ms, {told['whole']} ms"
        yield Goal(f"{page} in a browser here", in_time, times, is_quick)


Section = Callable[[Legs], list[Goal]]
SECTIONS: Mapping[str, Section] = {"Each act for itself": of_legs, "Beside the floor": of_floors}
