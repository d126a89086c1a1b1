"""Remember when somebody signed in last proved who they are."""

import sqlalchemy as sa
from alembic import op

from core.columns import UTCDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("login_sessions", sa.Column("rechecked_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("login_sessions", "rechecked_at")
