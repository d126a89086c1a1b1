"""Many rows written or inserted a part at a time, so that no statement carries too many."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import Executable

AT_ONCE = 500


def write(session: Session, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
    """Run `statement` for all `rows`."""
    for at in range(0, len(rows), AT_ONCE):
        session.execute(statement, rows[at : at + AT_ONCE])


def insert_all(
    session: Session, model: type[Any], rows: Sequence[Mapping[str, object]]
) -> list[int]:
    """Insert the rows and return their ids in the same order."""
    told = insert(model).returning(model.id, sort_by_parameter_order=True)
    ids: list[int] = []
    for at in range(0, len(rows), AT_ONCE):
        ids.extend(session.scalars(told, rows[at : at + AT_ONCE]))
    return ids
