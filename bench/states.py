"""`make states`: the life of every row that has one, drawn from the code into docs/states.md."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

import app as program  # noqa: TID251 - the rooms stand in the program
from core import migrating, room
from core.states import StateTable

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "states.md"
HEAD = """\
# The lives of rows

Drawn by `make states` from the tables in the code; a test fails when it is not what the
command draws now. What is not in a table never happens: `core.states.StateTable` writes a state
by one guarded update, and nothing else does.
"""
Table = StateTable[Any, StrEnum, StrEnum]


def main() -> int:
    """Draw the document anew."""
    DOCUMENT.write_text(drawn(), "utf-8")
    print(f"{DOCUMENT.relative_to(ROOT)}: {len(StateTable.every)} tables")
    return 0


def drawn() -> str:
    """Return the document as the code stands."""
    room.use(program.ROOMS)
    migrating.import_models()
    tables = sorted(StateTable.every, key=lambda table: table.model.__name__)
    return HEAD + "".join(_drawn(table) for table in tables)


def _drawn(table: Table) -> str:
    """Return one table: a line for each act and where it leads, then where nothing leads on."""
    begins: dict[tuple[StrEnum, StrEnum], list[StrEnum]] = {}
    for (before, act), after in table.moves.items():
        begins.setdefault((act, after), []).append(before)
    lines = [
        f"| {act} | {', '.join(befores)} | {after} |" for (act, after), befores in begins.items()
    ]
    lasts = [each for each in table.states if each not in {before for before, _ in table.moves}]
    return "\n".join(
        [
            "",
            f"## `{table.model.__name__}`",
            "",
            "| act | from | to |",
            "|---|---|---|",
            *lines,
            "",
            f"Nothing leads on from: {', '.join(lasts) or '–'}.",
            "",
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())
