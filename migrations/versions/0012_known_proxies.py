"""Know who collected for somebody else as a person, never the clerk who handed over."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE, COLUMN = "redemptions", "proxy_person_id"
REFERENCE, NOT_BESIDE = "fk_redemptions_proxy_person_id", "ck_redemptions_proxy"
RULE = (
    "proxy_person_id IS NULL OR (proxy_person_id <> handed_by_id"
    " AND proxy_person_id <> coalesce(second_person_id, 0))"
)


def upgrade() -> None:
    """Add the column; SQLite takes a reference and a check only together with it."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"ALTER TABLE {TABLE} ADD COLUMN {COLUMN} INTEGER"
            f" CONSTRAINT {REFERENCE} REFERENCES people (id)"
            f" CONSTRAINT {NOT_BESIDE} CHECK ({RULE})"
        )
        return
    op.add_column(TABLE, sa.Column(COLUMN, sa.BigInteger(), nullable=True))
    op.create_foreign_key(REFERENCE, TABLE, "people", [COLUMN], ["id"])
    op.create_check_constraint(NOT_BESIDE, TABLE, RULE)


def downgrade() -> None:
    op.drop_column(TABLE, COLUMN)
