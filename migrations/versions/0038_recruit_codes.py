"""Keep the codes opened for stalls, and who registered by each."""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG, UTCDateTime

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _codes()
    op.create_table(
        "recruits",
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("code_id", BIG, nullable=False),
        sa.Column("registered_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_recruits_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_recruits_community_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "code_id"],
            ["recruit_codes.community_id", "recruit_codes.id"],
            name=op.f("fk_recruits_community_id_code_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "member_id", name=op.f("pk_recruits")),
    )
    op.create_index("ix_recruits_code", "recruits", ["community_id", "code_id"])


def downgrade() -> None:
    op.drop_table("recruits")
    op.drop_table("recruit_codes")


def _codes() -> None:
    op.create_table(
        "recruit_codes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("team_id", BIG, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "revoked",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("valid_until", UTCDateTime(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("opened_by_id", BIG, nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.Column("revoked_by_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_recruit_codes_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "team_id"],
            ["teams.community_id", "teams.id"],
            name=op.f("fk_recruit_codes_community_id_team_id"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["people.id"], name=op.f("fk_recruit_codes_opened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["people.id"], name=op.f("fk_recruit_codes_revoked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recruit_codes")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_recruit_codes_community_id_id")),
    )
    op.create_index("ix_recruit_codes_team", "recruit_codes", ["community_id", "team_id", "id"])
    op.create_index(op.f("ix_recruit_codes_opened_by_id"), "recruit_codes", ["opened_by_id"])
