"""Rows of unlike kinds as the answer to one statement: each says its kind, all have one shape."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Row, Select, SQLColumnExpression, String, literal, select

Kind = TypeVar("Kind")
Told = SQLColumnExpression[object]
MixedRow = Select[*tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class MixedRows:
    """The columns of every row, and what stands in each where a kind has nothing to say."""

    nothing: Mapping[str, Told]

    def of(self, part: StrEnum, **told: Told) -> MixedRow:
        """Return the read of one kind: its name as `part`, then what it tells in all columns."""
        columns = {**self.nothing, **told}
        worded: list[Told] = [column.label(name) for name, column in columns.items()]
        return select(literal(part.value, String).label("part"), *worded)


def told_as(kind: type[Kind], row: Row[*tuple[object, ...]]) -> Kind:
    """Return a row as the dataclass of its kind, whose fields are named as the columns are."""
    told = row._asdict()
    return kind(**{each.name: told[each.name] for each in fields(kind)})  # type: ignore[arg-type]  # a dataclass, always
