"""Find counts of failed tries by their age, so that old ones are put away."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEX = "ix_sign_in_throttles_window_started_at"


def upgrade() -> None:
    op.create_index(INDEX, "sign_in_throttles", ["window_started_at"])


def downgrade() -> None:
    op.drop_index(INDEX, table_name="sign_in_throttles")
