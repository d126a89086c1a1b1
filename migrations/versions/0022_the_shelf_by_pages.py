"""Read the shelf page by page: by category and code, as it is shown."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

NAME, TABLE = "ix_products_shelf", "products"


def upgrade() -> None:
    op.drop_index(NAME, table_name=TABLE)
    op.create_index(NAME, TABLE, ["community_id", "is_on_shelf", "category", "code", "id"])


def downgrade() -> None:
    op.drop_index(NAME, table_name=TABLE)
    op.create_index(NAME, TABLE, ["community_id", "is_on_shelf", "id"])
