"""Rows of one community: keys that cannot point at another's, and finding one by its number."""

from functools import cache
from typing import TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    ForeignKeyConstraint,
    Select,
    UniqueConstraint,
    bindparam,
    select,
)
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import ORMOption

from core.base import Base
from core.errors import NotFound

Row = TypeVar("Row", bound=Base)


def own_key() -> UniqueConstraint:
    """Return the unique `(community_id, id)` that children of this table point at."""
    return UniqueConstraint("community_id", "id")


def within(column: str, target: str) -> ForeignKeyConstraint:
    """Return the composite key that binds `column` to `target` inside the same community."""
    return ForeignKeyConstraint(
        ["community_id", column], [f"{target}.community_id", f"{target}.id"]
    )


def row_in(
    session: Session,
    table: type[Row],
    community_id: int,
    row_id: int,
    *also: ColumnElement[bool],
    options: tuple[ORMOption, ...] = (),
) -> Row:
    """Return one row of the community, of which `also` must hold too.

    Raises NotFound, in the same words for a row that is absent and one of another community.
    """
    which = {"the_community": community_id, "the_row": row_id}
    wanted = cast("Select[Row]", _by_key(table))
    if also or options:
        wanted = wanted.where(*also).options(*options)
    found = session.scalars(wanted, which).one_or_none()
    if found is None:
        raise NotFound
    return found


@cache
def _by_key(table: type[Base]) -> Select[Base]:
    columns = table.__table__.c
    return select(table).where(
        columns.community_id == bindparam("the_community"), columns.id == bindparam("the_row")
    )
