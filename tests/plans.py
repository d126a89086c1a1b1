"""How PostgreSQL would do a statement, and whether it reads a growing table from end to end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, text

SMALL = {
    "calendar_days": "a few days a year, set by hand",
    "communities": "tens of them",
    "places": "the tree of one county",
    "teams": "five and some sub-teams a community",
    "star_levels": "five a scheme",
    "community_settings": "changed a few times a year",
    "alembic_version": "one row",
}
"""Tables that may be read whole, each with the reason it stays small."""

WHOLE_INDEX = {"Index Scan", "Index Only Scan", "Bitmap Index Scan"}
PARTIAL = "SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL"
Plan = dict[str, Any]


ROWS_OF_A_CITY = 1_000_000
"""What the planner is told each growing table holds, whatever the demo has in it."""


def imagine_a_city(connection: Connection) -> None:
    """Make PostgreSQL plan as for large tables; gone when the transaction is rolled back.

    A plan for a demo of a few rows says nothing: reading all of a short index is then cheapest,
    and what is cheapest changes with the moment the server last counted its rows.
    """
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    connection.execute(text("SET LOCAL enable_mergejoin = off"))
    connection.execute(text("SET LOCAL enable_hashjoin = off"))
    connection.execute(text("DELETE FROM pg_statistic"))
    connection.execute(
        text(
            "UPDATE pg_class SET reltuples = :rows, relpages = greatest(relpages, 1)"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND relname <> ALL(:small)"
        ),
        {"rows": ROWS_OF_A_CITY, "small": list(SMALL)},
    )


def plan_of(connection: Connection, statement: str, values: Any) -> Plan:
    """Ask how `statement` would be done."""
    told = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
    plan: Plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return plan


def steps(plan: Plan) -> Iterator[Plan]:
    """Yield the plan and every step below it."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from steps(below)


def whole_readings(plan: Plan, partial: frozenset[str]) -> Iterator[str]:
    """Return what a plan reads from end to end: growing tables and indexes over all of them.

    An index of `partial` holds only the rows in question, so reading all of it is right.
    """
    for step in steps(plan):
        if step["Node Type"] == "Seq Scan" and step["Relation Name"] not in SMALL:
            yield f"{step['Relation Name']}: no index at all"
        if step["Node Type"] in WHOLE_INDEX and "Index Cond" not in step:
            index = step["Index Name"]
            if index not in partial and not is_cut_short(plan) and not _is_of_small(index):
                yield f"all of the index {index}"


def _is_of_small(index: str) -> bool:
    return any(re.fullmatch(rf"(ix|uq|pk)_{table}(_.*)?", index) for table in SMALL)


def is_cut_short(plan: Plan) -> bool:
    """Say whether the plan stops after a page of rows: walking an index in order is then right."""
    return any(step["Node Type"] == "Limit" for step in steps(plan))


def whole_readings_of(engine: Engine, statements: Mapping[str, Any]) -> list[str]:
    """Return one line for each statement that reads a growing table from end to end."""
    found = set()
    with engine.connect() as connection:
        imagine_a_city(connection)
        partial = frozenset(connection.scalars(text(PARTIAL)))
        for statement, values in statements.items():
            if not re.match(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", statement):
                continue
            for fault in whole_readings(plan_of(connection, statement, values), partial):
                found.add(f"{fault}\n    {' '.join(statement.split())[:700]}")
        connection.rollback()
    return sorted(found)
