"""Keep when somebody given a place from the queue said yes to it."""

import sqlalchemy as sa
from alembic import op

from core.columns import UTCDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_ups", sa.Column("kept_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("sign_ups", "kept_at")
