"""Remember the last day a notice was first announced with, once the calendar moved it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notices", sa.Column("planned_last_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("notices", "planned_last_on")
