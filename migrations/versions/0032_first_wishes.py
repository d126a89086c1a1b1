"""Keep the activity somebody looked at before registering."""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG, UTCDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "first_wishes",
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("activity_id", BIG, nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_first_wishes_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "activity_id"],
            ["activities.community_id", "activities.id"],
            name=op.f("fk_first_wishes_community_id_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_first_wishes_community_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "member_id", name=op.f("pk_first_wishes")),
    )
    op.create_index("ix_first_wishes_activity", "first_wishes", ["community_id", "activity_id"])


def downgrade() -> None:
    op.drop_table("first_wishes")
