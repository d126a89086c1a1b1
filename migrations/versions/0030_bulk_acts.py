"""Acts on many members at once, and who came in with which import."""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG, UTCDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bulk_acts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cards",
                "activate",
                "accept",
                "change_team",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("team_id", BIG, nullable=True),
        sa.Column("made_by_id", BIG, nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("undone_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_bulk_acts_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "team_id"],
            ["teams.community_id", "teams.id"],
            name=op.f("fk_bulk_acts_community_id_team_id"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_bulk_acts_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_acts")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_bulk_acts_community_id_id")),
    )
    op.create_index("ix_bulk_acts_team", "bulk_acts", ["community_id", "team_id"])
    op.create_table(
        "imported_members",
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("batch_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_imported_members_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "batch_id"],
            ["import_batches.community_id", "import_batches.id"],
            name=op.f("fk_imported_members_community_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_imported_members_community_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "member_id", name=op.f("pk_imported_members")),
    )
    op.create_index(
        "ix_imported_members_batch", "imported_members", ["community_id", "batch_id", "member_id"]
    )


def downgrade() -> None:
    op.drop_table("imported_members")
    op.drop_table("bulk_acts")
