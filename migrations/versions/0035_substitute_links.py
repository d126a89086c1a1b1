"""Let a question to a substitute be open to whoever follows its link first."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

STRICT, OPEN = "to_member_id INTEGER NOT NULL", "to_member_id INTEGER"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _write_schema(STRICT, OPEN)
    else:
        op.alter_column("substitutions", "to_member_id", nullable=True)


def downgrade() -> None:
    """End the links nobody followed: before, a question had somebody it was put to."""
    op.execute("DELETE FROM substitutions WHERE to_member_id IS NULL")
    if op.get_bind().dialect.name == "sqlite":
        _write_schema(OPEN, STRICT)
    else:
        op.alter_column("substitutions", "to_member_id", nullable=False)


def _write_schema(before: str, after: str) -> None:
    """Change the text of the table alone, as 0027 does."""
    bind = op.get_bind()
    number = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema=ON")
    bind.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = 'substitutions'"
        ),
        {"before": before, "after": after},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version={number + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema=RESET")
