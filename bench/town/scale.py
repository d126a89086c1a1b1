"""How large the town is, and what must be the same for a town built before to be used again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

SMALL = 100
"""What `BENCH_SMALL=1` divides the town by."""

FEWEST_PEOPLE = 120
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The figures of the town. The first station is measured: it has more goods and shifts.

    `services` and `lines` are those of one person: service records, lines of the passbook.
    `signed_in` people of the first station have a live session.
    """

    stations: int = 50
    people: int = 2_000
    services: int = 10
    lines: int = 20
    coming: int = 10_000
    coming_elsewhere: int = 100
    goods: int = 1_000
    goods_elsewhere: int = 40
    signed_in: int = 1_000

    @property
    def everybody(self) -> int:
        """How many people there are in all."""
        return self.stations * self.people

    def coming_in(self, station: int) -> int:
        """Return how many shifts are still to come in a station, counted from 0."""
        return self.coming_elsewhere if station else self.coming

    def goods_in(self, station: int) -> int:
        """Return how many kinds of goods a station has, counted from 0."""
        return self.goods_elsewhere if station else self.goods

    def divided(self, by: int) -> Scale:
        """Return the town so many times smaller: fewer stations, then fewer people in each."""
        stations = max(2, self.stations // by)
        people = max(FEWEST_PEOPLE, self.everybody // by // stations // 20 * 20)
        coming = max(60, self.coming // by)
        goods = max(20, self.goods // by)
        return replace(
            self,
            stations=stations,
            people=people,
            coming=coming,
            coming_elsewhere=min(coming, self.coming_elsewhere),
            goods=goods,
            goods_elsewhere=min(goods, self.goods_elsewhere),
            signed_in=min(self.signed_in, people // 2),
        )

    def fingerprint(self, today: date) -> str:
        """Return what names a built town: its figures, its week, and the code that built it."""
        year, week, _ = today.isocalendar()
        code = b"".join(path.read_bytes() for path in sorted(HERE.glob("*.py")))
        schema = sorted(path.name for path in (HERE.parents[1] / "migrations").rglob("*.py"))
        told = f"{self} {year} {week} {schema}".encode() + code
        return hashlib.sha256(told).hexdigest()[:12]


def from_environment(environment: Mapping[str, str]) -> Scale:
    """Read BENCH_BIG, BENCH_SMALL and BENCH_SCALE (how many times smaller, 1 is the whole)."""
    whole = Scale(lines=100) if environment.get("BENCH_BIG") == "1" else Scale()
    by = int(environment.get("BENCH_SCALE", SMALL if environment.get("BENCH_SMALL") == "1" else 1))
    return whole.divided(by) if by > 1 else whole
