"""What was measured: one turn, a leg's turns, and the file they are kept in until the report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

from bench.cost import Cost
from bench.load import Sent
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
            wrong=dict(sent.wrong),
            others=cost.others,
            stolen=cost.stolen,
            client=sent.own_cpu / sent.seconds,
        )

    def words(self) -> str:
        """Say it in one line."""
        wrong = f"  WRONG {dict(list(self.wrong.items())[:3])}" if self.wrong else ""
        return (
            f"{self.rate:7.1f}/s  p50 {self.p50:6.1f}  p95 {self.p95:6.1f}  p99 {self.p99:6.1f} ms"
            f"  CPU {self.app_ms:6.2f} + {self.db_ms:5.2f} ms"
            f"  others {self.others:.1f}  stolen {self.stolen:.1f} cores{wrong}"
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """A leg: its turns, statements a request, and what is broken in the books."""

    name: str
    turns: list[Turn]
    statements: int
    breaches: list[str]

    @property
    def wrong(self) -> bool:
        """Say whether an answer was not the right one, or the books do not hold."""
        return bool(self.breaches) or any(each.wrong for each in self.turns)

    def middle(self, of: str) -> float:
        """Return the median over the turns."""
        return float(median(getattr(each, of) for each in self.turns))

    def words(self) -> str:
        """Say it in one line."""
        cpu = self.middle("app_ms") + self.middle("db_ms")
        return f"median {self.middle('rate'):.1f}/s  CPU {cpu:.2f} ms  {self.statements} statements"


def kept(found: Sequence[Figures]) -> None:
    """Keep the figures of these legs beside those of the legs measured before."""
    before = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    before |= {each.name: asdict(each) for each in found}
    KEPT.write_text(json.dumps(before, indent=1))
