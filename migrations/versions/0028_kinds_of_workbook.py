"""Leave the kinds of workbook to the rooms that bring them in: no CHECK lists them any more."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

RULE = "CHECK (kind IN ('roster', 'goods', 'hours'))"
BEFORE_WHICH = {
    "import_batches": "CONSTRAINT ck_import_batches_state",
    "heading_meanings": "CONSTRAINT fk_heading_meanings_community_id",
}
"""The tables, and what stands behind the CHECK in the text of each on SQLite."""


def upgrade() -> None:
    for table, behind in BEFORE_WHICH.items():
        if op.get_bind().dialect.name == "sqlite":
            _write_schema(table, f"{_check(table)}, \n\t{behind}", behind)
        else:
            op.drop_constraint(op.f(f"ck_{table}_kind"), table)


def downgrade() -> None:
    """Refuses on PostgreSQL while a workbook of another kind is kept."""
    for table, behind in BEFORE_WHICH.items():
        if op.get_bind().dialect.name == "sqlite":
            _write_schema(table, behind, f"{_check(table)}, \n\t{behind}")
        else:
            op.execute(f"ALTER TABLE {table} ADD {_check(table)}")


def _check(table: str) -> str:
    return f"CONSTRAINT ck_{table}_kind {RULE}"


def _write_schema(table: str, before: str, after: str) -> None:
    """Change the text of the table alone, as 0027 does."""
    bind = op.get_bind()
    number = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema=ON")
    bind.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = :table"
        ),
        {"before": before, "after": after, "table": table},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version={number + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema=RESET")
