"""Remember what a sign-up was before each act of the day, so that undo gives back exactly that."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_ups", sa.Column("earlier", sa.JSON(), nullable=True))
    op.add_column("sign_ups", sa.Column("undone_arrival", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("sign_ups", "undone_arrival")
    op.drop_column("sign_ups", "earlier")
