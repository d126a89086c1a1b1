"""Remember which shop the keeper chose where a community has several."""

import sqlalchemy as sa
from alembic import op

from core.columns import UTCDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shops", sa.Column("chosen_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("shops", "chosen_at")
