"""Let the sums of a station's month be read from two indexes alone, not from its books."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

MONTHS = {
    "transactions": ["community_id", "period_id", "id", "kind"],
    "wallet_entries": ["community_id", "period_id", "transaction_id", "delta"],
}


def upgrade() -> None:
    for table, columns in MONTHS.items():
        op.create_index(f"ix_{table}_month", table, columns)


def downgrade() -> None:
    for table in MONTHS:
        op.drop_index(f"ix_{table}_month", table_name=table)
