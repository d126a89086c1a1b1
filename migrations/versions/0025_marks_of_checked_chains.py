"""Mark how far the chain of each wallet was checked, so that `verify --new` goes on from there."""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG, UTCDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chain_marks",
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("wallet_id", BIG, nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("checked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_chain_marks_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "wallet_id"],
            ["wallets.community_id", "wallets.id"],
            name=op.f("fk_chain_marks_community_id_wallet_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "wallet_id", name=op.f("pk_chain_marks")),
    )


def downgrade() -> None:
    op.drop_table("chain_marks")
