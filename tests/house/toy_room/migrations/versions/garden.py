"""Keep the plots of the garden."""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG

revision = "garden"
down_revision = "the newest"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plots",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("watered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"]),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"], ["members.community_id", "members.id"]
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("community_id", "id"),
    )


def downgrade() -> None:
    op.drop_table("plots")
