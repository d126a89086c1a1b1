"""Note paper slips, lock the counter, and remember who waits for a product."""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG, UTCDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SIGNED = sa.text("paper_no <> ''")


def upgrade() -> None:
    op.add_column(
        "redemptions", sa.Column("paper_no", sa.String(32), nullable=False, server_default="")
    )
    op.create_index(
        "uq_redemptions_paper",
        "redemptions",
        ["community_id", "paper_no"],
        unique=True,
        sqlite_where=SIGNED,
        postgresql_where=SIGNED,
    )
    op.create_table(
        "till_locks",
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("login_session_id", BIG, nullable=False),
        sa.Column("locked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_till_locks_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["login_session_id"], ["login_sessions.id"], name=op.f("fk_till_locks_login_session_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "login_session_id", name=op.f("pk_till_locks")),
    )
    op.create_table(
        "arrival_watches",
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("product_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_arrival_watches_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "product_id"],
            ["products.community_id", "products.id"],
            name=op.f("fk_arrival_watches_community_id_product_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_arrival_watches_community_id_member_id"),
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "product_id", "member_id", name=op.f("pk_arrival_watches")
        ),
    )
    op.create_index("ix_arrival_watches_member", "arrival_watches", ["community_id", "member_id"])


def downgrade() -> None:
    op.drop_table("arrival_watches")
    op.drop_table("till_locks")
    op.drop_index("uq_redemptions_paper", table_name="redemptions")
    op.drop_column("redemptions", "paper_no")
