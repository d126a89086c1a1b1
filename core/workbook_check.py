"""What a check of a table answers: what comes in, is refused, repeated or asked; a line read."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from core.inputs import BadInput
from core.workbook import Cell, NoValue
from core.workbook_table import Line


class Keyed(Protocol):
    """A record that is told from others by the key of its row."""

    @property
    def row_key(self) -> str:
        """What the same row has again."""


T = TypeVar("T")
Record = TypeVar("Record", bound=Keyed)

LONGEST_CELL = 2_000

Place = tuple[str, int]
"""A sheet, and a row of it as people see it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row, or one person of it, that does not come in: where, which column, and why."""

    sheet: str
    row: int
    column: str
    why: str
    shown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A row that says again what `same_as_row` said; `differs` names the columns that disagree."""

    sheet: str
    row: int
    same_as_row: int
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A row held back until a person decides what the sheet alone cannot tell."""

    sheet: str
    row: int
    why: str
    shown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """A row that comes in and still deserves a look."""

    sheet: str
    row: int
    column: str
    why: str


@dataclass(slots=True)
class Checked(Generic[Record]):
    """The whole answer, in the order of the sheets; nothing has been stored.

    `held` are the records of `asked`, in the same order. A comparison with what is stored moves
    records from `accepted` to `known` (there already); `aside` are those a person left out.
    """

    rows: int = 0
    accepted: list[Record] = field(default_factory=list)
    known: list[Record] = field(default_factory=list)
    held: list[Record] = field(default_factory=list)
    aside: list[tuple[Asked, Record]] = field(default_factory=list)
    lines: dict[Place, Line] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    repeated: list[Repeated] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def ask(self, line: Line, why: str, record: Record) -> None:
        """Hold `record` back until a person decides."""
        self.asked.append(Asked(line.sheet, line.row, why, line.shown()))
        self.held.append(record)

    def figures(self) -> dict[str, int]:
        """Return how many rows there are of each sort, as a page counts them."""
        return {
            "rows": self.rows,
            "new": len(self.accepted),
            "known": len(self.known),
            "refused": len(self.refused),
            "repeated": len(self.repeated),
            "ask": len(self.asked),
            "aside": len(self.aside),
            "remark": len(self.remarks),
        }

    def refuse(self, place: Place, column: str, why: str) -> None:
        """Note the line at `place` as refused for our `column`."""
        line = self.lines[place]
        heading = line.heading(column)
        self.refused.append(Refused(line.sheet, line.row, heading, why, line.shown()))

    def as_json(self) -> dict[str, object]:
        """Return the keys of `flask import --json` but `added`, which only a run can know.

        `ok` counts what can come in and what came in before, so that a second look agrees.
        """
        return {
            "rows": self.rows,
            "ok": len(self.accepted) + len(self.known),
            "refused": [
                {"sheet": one.sheet, "row": one.row, "column": one.column, "why": one.why}
                for one in self.refused
            ],
            "repeated": [
                {"sheet": one.sheet, "row": one.row, "same_as_row": one.same_as_row}
                for one in self.repeated
            ],
            "ask": [{"sheet": one.sheet, "row": one.row, "why": one.why} for one in self.asked],
        }


class LineReader:
    """Reads the cells of one line and gathers every reason why it cannot come in.

    A cell whose formula has no result is never taken as empty: the line is refused for it.
    """

    def __init__(self, line: Line) -> None:
        self.line = line
        self.problems: list[tuple[str, str]] = []
        self.faulty: set[str] = set()
        for column, cell in line.cells.items():
            if isinstance(cell, NoValue):
                heading = line.heading(column)
                why = f"第 {line.row} 行，{heading}，公式没有算出结果，请直接填上。"
                self.problems.append((heading, why))
            elif isinstance(cell, str) and len(cell) > LONGEST_CELL:
                self.object(column, f"一格里的字超过 {LONGEST_CELL} 个，请缩短。")

    def take(self, column: str, parse: Callable[[Cell], T], otherwise: T) -> T:
        """Return the parsed cell; a bad one is noted and `otherwise` stands in for it."""
        cell = self.line.cells.get(column, "")
        if isinstance(cell, NoValue) or (isinstance(cell, str) and len(cell) > LONGEST_CELL):
            return otherwise
        try:
            return parse(cell)
        except BadInput as bad:
            self.object(column, bad.message)
            return otherwise

    def object(self, column: str, why: str) -> None:
        """Note one reason against the line."""
        self.faulty.add(column)
        self.problems.append((self.line.heading(column), why))

    def refusal(self) -> Refused | None:
        """Return the line as refused whole, every column and reason in one, or None."""
        if not self.problems:
            return None
        columns = "、".join(dict.fromkeys(heading for heading, _ in self.problems))
        reasons = " ".join(dict.fromkeys(why for _, why in self.problems))
        return Refused(self.line.sheet, self.line.row, columns, reasons, self.line.shown())


def row_key(*parts: object) -> str:
    """Digest the canonical content of a row, so that the same row is known when it comes again.

    A digest of personal values can be guessed back: seal it under the index key before storing it.
    """
    canonical = json.dumps(parts, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
