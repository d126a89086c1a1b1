"""Make the tables of the floor commendations."""

import sqlalchemy as sa
from alembic import op

from core.columns import UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificate_counters",
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("series", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "last_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_certificate_counters_community_id")
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "series", "year", name=op.f("pk_certificate_counters")
        ),
    )
    op.create_table(
        "star_levels",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column(
            "min_minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "bonus_points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint("min_minutes > 0 AND rank > 0", name=op.f("ck_star_levels_positive")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_star_levels_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star_levels")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_star_levels_community_id_id")),
        sa.UniqueConstraint("community_id", "rank", name=op.f("uq_star_levels_community_id_rank")),
    )
    op.create_table(
        "commendations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "star_level",
                "star_of_month",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("month_on", sa.Date(), nullable=True),
        sa.Column("cut_off_on", sa.Date(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "nominating",
                "checked",
                "reviewed",
                "publicity",
                "issued",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("checked_at", UTCDateTime(), nullable=True),
        sa.Column(
            "checked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("reviewed_at", UTCDateTime(), nullable=True),
        sa.Column(
            "reviewed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("issued_at", UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["people.id"], name=op.f("fk_commendations_checked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "notice_id"],
            ["notices.community_id", "notices.id"],
            name=op.f("fk_commendations_community_id_notice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_commendations_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_commendations_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["people.id"], name=op.f("fk_commendations_reviewed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commendations")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_commendations_community_id_id")),
        sa.UniqueConstraint(
            "community_id", "kind", "title", name=op.f("uq_commendations_community_id_kind_title")
        ),
    )
    op.create_index(
        "ix_commendations_list", "commendations", ["community_id", "state", "id"], unique=False
    )
    op.create_index("ix_commendations_notice", "commendations", ["notice_id"], unique=False)
    op.create_table(
        "nominations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "commendation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("level_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("deeds", sa.Text(), nullable=False),
        sa.Column(
            "minutes_at_cut_off",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "checked",
                "accepted",
                "disputed",
                "confirmed",
                "refused",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column(
            "decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id",
            name=op.f("ck_nominations_second_person"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "commendation_id"],
            ["commendations.community_id", "commendations.id"],
            name=op.f("fk_nominations_community_id_commendation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "level_id"],
            ["star_levels.community_id", "star_levels.id"],
            name=op.f("fk_nominations_community_id_level_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_nominations_community_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "team_id"],
            ["teams.community_id", "teams.id"],
            name=op.f("fk_nominations_community_id_team_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_nominations_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_nominations_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_nominations_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_nominations_community_id_id")),
    )
    op.create_index(
        "ix_nominations_batch",
        "nominations",
        ["community_id", "commendation_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_nominations_member", "nominations", ["community_id", "member_id", "id"], unique=False
    )
    op.create_index(
        "uq_nominations_level",
        "nominations",
        ["community_id", "commendation_id", "member_id", "level_id"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('refused', 'withdrawn') AND level_id IS NOT NULL"),
        postgresql_where=sa.text("state NOT IN ('refused', 'withdrawn') AND level_id IS NOT NULL"),
    )
    op.create_index(
        "uq_nominations_live",
        "nominations",
        ["community_id", "commendation_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('refused', 'withdrawn') AND level_id IS NULL"),
        postgresql_where=sa.text("state NOT IN ('refused', 'withdrawn') AND level_id IS NULL"),
    )
    op.create_table(
        "awards",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "nomination_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "star_level",
                "star_of_month",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("certificate_no", sa.String(length=32), nullable=False),
        sa.Column("verification_code", sa.String(length=32), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issued_at", UTCDateTime(), nullable=False),
        sa.Column(
            "issued_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "bonus_transaction_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column(
            "kept_at_minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("keeps_level", sa.Boolean(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.Column(
            "revoked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("revoke_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "revoked_at IS NULL OR (revoked_by_id IS NOT NULL AND length(revoke_reason) >= 4)",
            name=op.f("ck_awards_revoked_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "bonus_transaction_id"],
            ["transactions.community_id", "transactions.id"],
            name=op.f("fk_awards_community_id_bonus_transaction_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_awards_community_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "nomination_id"],
            ["nominations.community_id", "nominations.id"],
            name=op.f("fk_awards_community_id_nomination_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_awards_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["people.id"], name=op.f("fk_awards_issued_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["people.id"], name=op.f("fk_awards_revoked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
        sa.UniqueConstraint(
            "community_id", "certificate_no", name=op.f("uq_awards_community_id_certificate_no")
        ),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_awards_community_id_id")),
        sa.UniqueConstraint(
            "community_id", "nomination_id", name=op.f("uq_awards_community_id_nomination_id")
        ),
        sa.UniqueConstraint("verification_code", name=op.f("uq_awards_verification_code")),
    )
    op.create_index("ix_awards_member", "awards", ["community_id", "member_id", "id"], unique=False)
    op.create_index(
        "ix_awards_review",
        "awards",
        ["community_id", "id"],
        unique=False,
        sqlite_where=sa.text("needs_review"),
        postgresql_where=sa.text("needs_review"),
    )
    op.create_index(
        "ix_awards_wall", "awards", ["community_id", "kind", "issued_at", "id"], unique=False
    )
    op.create_index(
        "uq_awards_level",
        "awards",
        ["community_id", "member_id", "rank"],
        unique=True,
        sqlite_where=sa.text("kind = 'star_level' AND revoked_at IS NULL"),
        postgresql_where=sa.text("kind = 'star_level' AND revoked_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_awards_level",
        table_name="awards",
        sqlite_where=sa.text("kind = 'star_level' AND revoked_at IS NULL"),
        postgresql_where=sa.text("kind = 'star_level' AND revoked_at IS NULL"),
    )
    op.drop_index("ix_awards_wall", table_name="awards")
    op.drop_index(
        "ix_awards_review",
        table_name="awards",
        sqlite_where=sa.text("needs_review"),
        postgresql_where=sa.text("needs_review"),
    )
    op.drop_index("ix_awards_member", table_name="awards")
    op.drop_table("awards")
    op.drop_index(
        "uq_nominations_live",
        table_name="nominations",
        sqlite_where=sa.text("state NOT IN ('refused', 'withdrawn') AND level_id IS NULL"),
        postgresql_where=sa.text("state NOT IN ('refused', 'withdrawn') AND level_id IS NULL"),
    )
    op.drop_index(
        "uq_nominations_level",
        table_name="nominations",
        sqlite_where=sa.text("state NOT IN ('refused', 'withdrawn') AND level_id IS NOT NULL"),
        postgresql_where=sa.text("state NOT IN ('refused', 'withdrawn') AND level_id IS NOT NULL"),
    )
    op.drop_index("ix_nominations_member", table_name="nominations")
    op.drop_index("ix_nominations_batch", table_name="nominations")
    op.drop_table("nominations")
    op.drop_index("ix_commendations_notice", table_name="commendations")
    op.drop_index("ix_commendations_list", table_name="commendations")
    op.drop_table("commendations")
    op.drop_table("star_levels")
    op.drop_table("certificate_counters")
