"""Rows of one community: keys that cannot point at another's, and finding one by its number."""

from typing import TypeVar

from sqlalchemy import ColumnElement, ForeignKeyConstraint, UniqueConstraint, select
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
    columns = table.__table__.c
    wanted = select(table).where(columns.community_id == community_id, columns.id == row_id, *also)
    found = session.scalars(wanted.options(*options)).one_or_none()
    if found is None:
        raise NotFound
    return found
