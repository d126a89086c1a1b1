"""Keep of each person which drawn face was chosen; nothing for who chose none."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("chosen_face", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "chosen_face")
