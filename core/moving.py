"""Rows of one member brought to another file of the same person (decision 0030)."""

from typing import cast

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from core.base import Base
from core.pairs import Pair

MemberColumn = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


def move(session: Session, pair: Pair, column: MemberColumn, *only: ColumnElement[bool]) -> None:
    """Let the rows of the one member be the other's; versions count on, so that stale forms end."""
    model = cast("type[Base]", column.class_)
    values: dict[str, object] = {column.key: pair.kept_id}
    if hasattr(model, "version"):
        values["version"] = model.__table__.c.version + 1
    session.execute(
        update(model).where(*_of_gone(pair, column), *only).values(values),
        execution_options={"synchronize_session": False},
    )


def move_or_drop(session: Session, pair: Pair, column: MemberColumn, *beside: MemberColumn) -> None:
    """Do what `move` does with rows that stand once a member; one the other has as well is dropped.

    beside: the columns that tell one row of a member from the next; none where there is one alone.
    """
    model = cast("type[Base]", column.class_)
    other = aliased(model)
    same = [getattr(other, each.key) == each for each in beside]
    there = select(other).where(
        other.community_id == pair.community_id,  # type: ignore[attr-defined]  # every table here
        getattr(other, column.key) == pair.kept_id,
        *same,
    )
    quiet = {"synchronize_session": False}
    session.execute(
        delete(model).where(*_of_gone(pair, column), there.exists()), execution_options=quiet
    )
    move(session, pair, column)


def _of_gone(pair: Pair, column: MemberColumn) -> tuple[ColumnElement[bool], ...]:
    return (column.class_.__table__.c.community_id == pair.community_id, column == pair.gone_id)
