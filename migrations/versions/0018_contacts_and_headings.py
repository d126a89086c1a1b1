"""Keep whom else one can call, and that a run is alive; headings came with 0020."""

import sqlalchemy as sa
from alembic import op

from core.columns import UTCDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("contacts_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("import_batches", sa.Column("alive_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("import_batches", "alive_at")
    op.drop_column("members", "contacts_sealed")
