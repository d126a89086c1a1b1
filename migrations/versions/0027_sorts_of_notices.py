"""Leave the sorts of public notices to the rooms that post them: no CHECK lists them any more."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

CHECK = (
    "CONSTRAINT ck_notices_kind CHECK (kind IN ('service_records', 'star_level', 'star_of_month'))"
)
NEXT = "CONSTRAINT ck_notices_state"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _write_schema(f"{CHECK}, \n\t{NEXT}", NEXT)
    else:
        op.drop_constraint(op.f("ck_notices_kind"), "notices")


def downgrade() -> None:
    """Refuses on PostgreSQL while a notice of another sort is kept."""
    if op.get_bind().dialect.name == "sqlite":
        _write_schema(NEXT, f"{CHECK}, \n\t{NEXT}")
    else:
        op.execute(f"ALTER TABLE notices ADD {CHECK}")


def _write_schema(before: str, after: str) -> None:
    """Change the text of the table alone, as SQLite advises for a CHECK (lang_altertable, 7).

    No row is touched, and the tables that refer to it keep their foreign keys. The number of the
    schema goes up, so that other connections read it anew.
    """
    bind = op.get_bind()
    number = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema=ON")
    bind.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = 'notices'"
        ),
        {"before": before, "after": after},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version={number + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema=RESET")
