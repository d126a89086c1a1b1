"""What was measured: one turn, a leg's turns, and the file they are kept in until the report."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from bench.cost import Cost
from bench.load import Sent
from bench.plans import Plan
from bench.serving import HOME

KEPT = HOME / "figures.json"


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: answers a second, milliseconds within which they came, CPU ms an answer."""

    rate: float
    p50: float
    p95: float
    p99: float
    app_ms: float
    db_ms: float
    answers: int
    kilobytes: float
    wrong: dict[str, int]
    others: float
    stolen: float
    client: float

    @classmethod
    def of(cls, sent: Sent, cost: Cost) -> Turn:
        """Return the figures of one turn."""
        count = max(1, len(sent.times))
        return cls(
            rate=sent.right / sent.seconds,
            p50=sent.percentile(0.50),
            p95=sent.percentile(0.95),
            p99=sent.percentile(0.99),
            app_ms=cost.trees.get("app", 0.0) / count * 1000,
            db_ms=cost.trees.get("db", 0.0) / count * 1000,
            answers=len(sent.times),
            kilobytes=sent.bytes / count / 1000,
            wrong=dict(sent.wrong),
            others=cost.others,
            stolen=cost.stolen,
            client=sent.own_cpu / sent.seconds,
        )

    @property
    def cpu_ms(self) -> float:
        """CPU of server and database for one answer."""
        return self.app_ms + self.db_ms

    def words(self) -> str:
        """Say it in one line."""
        wrong = f"  WRONG {dict(list(self.wrong.items())[:3])}" if self.wrong else ""
        return (
            f"{self.rate:7.1f}/s  p50 {self.p50:6.1f}  p95 {self.p95:6.1f}  p99 {self.p99:6.1f} ms"
            f"  CPU {self.app_ms:6.2f} + {self.db_ms:5.2f} ms"
            f"  others {self.others:.1f}  stolen {self.stolen:.1f} cores{wrong}"
        )


@dataclass(slots=True)
class Figures:
    """A leg: turns at 8 lines, of its floor beside them, at 32 lines; what one request asks.

    `told`: the commit, the moment, the command and the town they were measured with.
    """

    name: str
    turns: list[Turn] = field(default_factory=list)
    floor: list[Turn] = field(default_factory=list)
    many: list[Turn] = field(default_factory=list)
    statements: int = 0
    plans: list[Plan] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)

    @property
    def is_wrong(self) -> bool:
        """Say whether an answer was not the right one, or the books do not hold."""
        turns = (*self.turns, *self.many, *self.floor)
        return bool(self.breaches) or any(each.wrong for each in turns)

    def words(self) -> str:
        """Say it in one line."""
        rate, cpu = middle(self.turns, "rate"), middle(self.turns, "cpu_ms")
        pages = sum(each.pages for each in self.plans)
        rows = sum(each.rows for each in self.plans)
        return (
            f"median {rate:.1f}/s  CPU {cpu:.2f} ms  {self.statements} statements"
            f"  {rows} rows of {pages} pages"
        )


def middle(turns: list[Turn], of: str) -> float:
    """Return the median over some turns, 0 when there is none."""
    return float(median(getattr(each, of) for each in turns)) if turns else 0.0


def load() -> dict[str, Any]:
    """Return everything that was kept: `legs` by engine and name, `chores` by engine and name."""
    return json.loads(KEPT.read_text()) if KEPT.exists() else {}


def keep(engine: str, found: Figures) -> None:
    """Keep the figures of a leg, in place of those measured before."""
    _keep("legs", engine, found.name, asdict(found))


def keep_chore(engine: str, name: str, told: dict[str, Any]) -> None:
    """Keep what a chore took."""
    _keep("chores", engine, name, told)


def _keep(sort: str, engine: str, name: str, told: dict[str, Any]) -> None:
    kept = load()
    kept.setdefault(sort, {}).setdefault(engine, {})[name] = told
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False))


def legs(engine: str) -> dict[str, Figures]:
    """Return the figures of all legs measured on an engine, by name."""
    kept: dict[str, dict[str, Any]] = load().get("legs", {}).get(engine, {})
    return {name: _figures(told) for name, told in kept.items()}


def _figures(told: dict[str, Any]) -> Figures:
    sets: dict[str, Any] = {
        each: [Turn(**turn) for turn in told[each]] for each in ("turns", "floor", "many")
    }
    plans = [Plan(**each) for each in told["plans"]]
    rest: dict[str, Any] = {each: told[each] for each in ("name", "statements", "breaches", "told")}
    return Figures(plans=plans, **rest, **sets)
