"""Composite keys: a row of one community cannot point at a row of another."""

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint


def own_key() -> UniqueConstraint:
    """Return the unique `(community_id, id)` that children of this table point at."""
    return UniqueConstraint("community_id", "id")


def within(column: str, target: str) -> ForeignKeyConstraint:
    """Return the composite key that binds `column` to `target` inside the same community."""
    return ForeignKeyConstraint(
        ["community_id", column], [f"{target}.community_id", f"{target}.id"]
    )
