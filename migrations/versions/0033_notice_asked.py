"""Keep of each person which version of the privacy notice was last asked about.

What was agreed to stands in `consents`, each with the version in force at its moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("notice_asked", sa.String(32), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "notice_asked")
