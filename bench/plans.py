"""How each statement of a request is answered: pages touched beside rows returned.

Each is explained with ANALYZE on its own connection, in its own transaction, a moment before it is
run; a change is taken back again, so that the request goes on as if nobody had asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import Engine, event

EXPLAINED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@dataclass(frozen=True, slots=True)
class Plan:
    """One statement: its words, rows returned, pages touched, tables read from end to end."""

    words: str
    rows: int
    pages: int
    scanned: list[str]
    ms: float


@contextmanager
def explained(engine: Engine) -> Iterator[list[Plan]]:
    """Explain every statement while the block runs; PostgreSQL alone."""
    plans: list[Plan] = []

    def before(_c: Any, cursor: Any, words: str, values: Any, _x: Any, is_many: bool) -> None:  # noqa: FBT001 - the signature is SQLAlchemy's
        verb = words.lstrip().partition(" ")[0].upper()
        if verb in EXPLAINED:
            first = values[0] if is_many else values
            plans.append(_explain(cursor.connection, words, first))

    event.listen(engine, "before_cursor_execute", before)
    try:
        yield plans
    finally:
        event.remove(engine, "before_cursor_execute", before)


def _explain(connection: psycopg.Connection[Any], words: str, values: Any) -> Plan:
    asked = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {words}"
    with connection.cursor() as beside:
        if connection.autocommit:
            told = beside.execute(asked, values).fetchone()
        else:
            beside.execute("SAVEPOINT explained")
            told = beside.execute(asked, values).fetchone()
            beside.execute("ROLLBACK TO SAVEPOINT explained")
    whole: dict[str, Any] = (told or [[{}]])[0][0]
    top: dict[str, Any] = whole.get("Plan", {})
    return Plan(
        words=" ".join(words.split()),
        rows=int(top.get("Actual Rows", 0)),
        pages=int(top.get("Shared Hit Blocks", 0)) + int(top.get("Shared Read Blocks", 0)),
        scanned=[each for each in _scanned(top) if each],
        ms=float(whole.get("Execution Time", 0.0)),
    )


def _scanned(node: dict[str, Any]) -> Iterator[str]:
    """Yield the tables that are read whole, with how many rows were thrown away."""
    if node.get("Node Type") == "Seq Scan":
        lost = int(node.get("Rows Removed by Filter", 0))
        yield f"{node.get('Relation Name')} ({lost + int(node.get('Actual Rows', 0))} rows)"
    for below in node.get("Plans", []):
        yield from _scanned(below)
