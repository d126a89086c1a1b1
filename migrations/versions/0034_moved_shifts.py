"""Let one occasion be moved: its own place, when it was moved, until when saying no is free."""

import sqlalchemy as sa
from alembic import op

from core.columns import UTCDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "shifts", sa.Column("place", sa.String(length=120), nullable=False, server_default="")
    )
    op.add_column("shifts", sa.Column("moved_at", UTCDateTime(), nullable=True))
    op.add_column("shifts", sa.Column("free_until", UTCDateTime(), nullable=True))


def downgrade() -> None:
    for column in ("free_until", "moved_at", "place"):
        op.drop_column("shifts", column)
