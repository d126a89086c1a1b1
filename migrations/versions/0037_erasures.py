"""Requests to be erased, decided by a second person."""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG, UTCDateTime

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "done",
                "refused",
                "taken_back",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by_id", BIG, nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("answer", sa.String(120), nullable=False),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> asked_by_id", name=op.f("ck_erasures_second")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["people.id"], name=op.f("fk_erasures_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_erasures_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_erasures_community_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_erasures_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_erasures_community_id_id")),
    )
    op.create_index("ix_erasures_list", "erasures", ["community_id", "state", "id"])
    op.create_index("ix_erasures_member", "erasures", ["community_id", "member_id"])
    op.create_index(
        "uq_erasures_open",
        "erasures",
        ["community_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("state = 'requested'"),
        postgresql_where=sa.text("state = 'requested'"),
    )


def downgrade() -> None:
    """Who was erased stays so: nothing is left to bring back."""
    op.drop_table("erasures")
