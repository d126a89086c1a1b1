"""Make the tables of the floor volunteer."""

import sqlalchemy as sa
from alembic import op

from core.columns import UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activity_types",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("team_code", sa.String(length=32), nullable=True),
        sa.Column("typical_minutes", sa.Integer(), nullable=False),
        sa.Column("cap_minutes", sa.Integer(), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=False),
        sa.Column("takes_guarded_minors", sa.Boolean(), nullable=False),
        sa.Column(
            "risk",
            sa.Enum(
                "low",
                "medium",
                "high",
                name="risk",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("risk_notice", sa.Text(), nullable=False),
        sa.Column("counts_as_service", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_activity_types_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_types")),
        sa.UniqueConstraint(
            "community_id", "code", name=op.f("uq_activity_types_community_id_code")
        ),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_activity_types_community_id_id")),
    )
    op.create_table(
        "activities",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("type_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "leader_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("meeting_point", sa.String(length=120), nullable=False),
        sa.Column(
            "risk",
            sa.Enum(
                "low",
                "medium",
                "high",
                name="risk",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("risk_notice", sa.Text(), nullable=False),
        sa.Column("policy_no", sa.String(length=32), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=False),
        sa.Column("takes_guarded_minors", sa.Boolean(), nullable=False),
        sa.Column("is_team_only", sa.Boolean(), nullable=False),
        sa.Column("recurrence", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "published",
                "withdrawn",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.Column(
            "published_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'published' OR risk <> 'high' OR length(policy_no) > 0",
            name=op.f("ck_activities_high_risk_insured"),
        ),
        sa.CheckConstraint("length(risk_notice) > 0", name=op.f("ck_activities_tells_risk")),
        sa.ForeignKeyConstraint(
            ["community_id", "leader_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_activities_community_id_leader_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "team_id"],
            ["teams.community_id", "teams.id"],
            name=op.f("fk_activities_community_id_team_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "type_id"],
            ["activity_types.community_id", "activity_types.id"],
            name=op.f("fk_activities_community_id_type_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_activities_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_activities_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["people.id"], name=op.f("fk_activities_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_activities_community_id_id")),
    )
    op.create_index(
        "ix_activities_leader", "activities", ["community_id", "leader_id", "id"], unique=False
    )
    op.create_index(
        "ix_activities_list", "activities", ["community_id", "state", "id"], unique=False
    )
    op.create_index(
        "ix_activities_team", "activities", ["community_id", "team_id", "id"], unique=False
    )
    op.create_table(
        "member_hours",
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "posted_minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "imported_minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("services", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "posted_minutes >= 0 AND imported_minutes >= 0", name=op.f("ck_member_hours_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_member_hours_community_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_member_hours_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "member_id", name=op.f("pk_member_hours")),
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("needs", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "activity_id"],
            ["activities.community_id", "activities.id"],
            name=op.f("fk_posts_community_id_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_posts_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_posts_community_id_id")),
    )
    op.create_index("ix_posts_activity", "posts", ["community_id", "activity_id"], unique=False)
    op.create_table(
        "shifts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column("sign_up_opens_at", UTCDateTime(), nullable=False),
        sa.Column("sign_up_closes_at", UTCDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "cancelled",
                "confirmed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("sign_up_closes_at <= ends_at", name=op.f("ck_shifts_closes")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_shifts_order")),
        sa.ForeignKeyConstraint(
            ["community_id", "activity_id"],
            ["activities.community_id", "activities.id"],
            name=op.f("fk_shifts_community_id_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "post_id"],
            ["posts.community_id", "posts.id"],
            name=op.f("fk_shifts_community_id_post_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_shifts_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_shifts_community_id_id")),
    )
    op.create_index(
        "ix_shifts_activity", "shifts", ["community_id", "activity_id", "starts_at"], unique=False
    )
    op.create_index(
        "ix_shifts_coming", "shifts", ["community_id", "state", "starts_at", "id"], unique=False
    )
    op.create_index("ix_shifts_ended", "shifts", ["community_id", "state", "ends_at"], unique=False)
    op.create_table(
        "shift_places",
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column(
            "last_queue_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.CheckConstraint("places > 0", name=op.f("ck_shift_places_places")),
        sa.CheckConstraint("taken BETWEEN 0 AND places", name=op.f("ck_shift_places_taken")),
        sa.CheckConstraint("waiting >= 0", name=op.f("ck_shift_places_waiting")),
        sa.ForeignKeyConstraint(
            ["community_id", "shift_id"],
            ["shifts.community_id", "shifts.id"],
            name=op.f("fk_shift_places_community_id_shift_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_shift_places_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "shift_id", name=op.f("pk_shift_places")),
    )
    op.create_table(
        "sign_ups",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "approved",
                "waitlisted",
                "cancelled",
                "late_cancelled",
                "lapsed",
                "excused",
                "checked_in",
                "checked_out",
                "no_show",
                "confirmed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("queue_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_walk_in", sa.Boolean(), nullable=False),
        sa.Column("signed_up_at", UTCDateTime(), nullable=False),
        sa.Column(
            "signed_up_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("promoted_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=False),
        sa.Column("arrived_at", UTCDateTime(), nullable=True),
        sa.Column("arrived_by", sa.String(length=32), nullable=False),
        sa.Column("left_at", UTCDateTime(), nullable=True),
        sa.Column("left_by", sa.String(length=32), nullable=False),
        sa.Column("attendance_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_sign_ups_community_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "shift_id"],
            ["shifts.community_id", "shifts.id"],
            name=op.f("fk_sign_ups_community_id_shift_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_sign_ups_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_up_by_id"], ["people.id"], name=op.f("fk_sign_ups_signed_up_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ups")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_sign_ups_community_id_id")),
    )
    op.create_index(
        "ix_sign_ups_member", "sign_ups", ["community_id", "member_id", "state", "id"], unique=False
    )
    op.create_index(
        "ix_sign_ups_roster",
        "sign_ups",
        ["community_id", "shift_id", "state", "queue_no"],
        unique=False,
    )
    op.create_index(
        "ix_sign_ups_waiting",
        "sign_ups",
        ["shift_id", "queue_no"],
        unique=False,
        sqlite_where=sa.text("state = 'waitlisted'"),
        postgresql_where=sa.text("state = 'waitlisted'"),
    )
    op.create_index(
        "uq_sign_ups_live",
        "sign_ups",
        ["community_id", "shift_id", "member_id"],
        unique=True,
        sqlite_where=sa.text(
            "state IN ('approved', 'waitlisted', 'checked_in', 'checked_out', 'confirmed')"
        ),
        postgresql_where=sa.text(
            "state IN ('approved', 'waitlisted', 'checked_in', 'checked_out', 'confirmed')"
        ),
    )
    op.create_table(
        "service_records",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "sign_up_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("type_code", sa.String(length=32), nullable=False),
        sa.Column("leader_name", sa.String(length=60), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("raw_minutes", sa.Integer(), nullable=False),
        sa.Column("service_minutes", sa.Integer(), nullable=False),
        sa.Column("night_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "grade",
            sa.Enum(
                "timed",
                "roster",
                "makeup",
                "imported",
                name="grade",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "confirmed",
                "publicity",
                "disputed",
                "posted",
                "voided",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("confirmed_at", UTCDateTime(), nullable=False),
        sa.Column(
            "second_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "earn_rule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("posted_at", UTCDateTime(), nullable=True),
        sa.Column("voided_at", UTCDateTime(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("row_key", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "second_person_id IS NULL OR second_person_id <> confirmed_by_id",
            name=op.f("ck_service_records_second_person"),
        ),
        sa.CheckConstraint(
            "service_minutes BETWEEN 0 AND 1440", name=op.f("ck_service_records_minutes")
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_service_records_order")),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_service_records_community_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "shift_id"],
            ["shifts.community_id", "shifts.id"],
            name=op.f("fk_service_records_community_id_shift_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "sign_up_id"],
            ["sign_ups.community_id", "sign_ups.id"],
            name=op.f("fk_service_records_community_id_sign_up_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "team_id"],
            ["teams.community_id", "teams.id"],
            name=op.f("fk_service_records_community_id_team_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_service_records_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_service_records_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["earn_rule_id"], ["earn_rules.id"], name=op.f("fk_service_records_earn_rule_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_person_id"], ["people.id"], name=op.f("fk_service_records_second_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_records")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_service_records_community_id_id")),
    )
    op.create_index(
        "ix_service_records_member",
        "service_records",
        ["community_id", "member_id", "ends_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_service_records_shift", "service_records", ["community_id", "shift_id"], unique=False
    )
    op.create_index(
        "ix_service_records_state", "service_records", ["community_id", "state", "id"], unique=False
    )
    op.create_index(
        "ix_service_records_team",
        "service_records",
        ["community_id", "team_id", "state", "ends_at"],
        unique=False,
    )
    op.create_index(
        "uq_service_records_row_key",
        "service_records",
        ["community_id", "row_key"],
        unique=True,
        sqlite_where=sa.text("row_key IS NOT NULL"),
        postgresql_where=sa.text("row_key IS NOT NULL"),
    )
    op.create_index(
        "uq_service_records_sign_up",
        "service_records",
        ["community_id", "sign_up_id"],
        unique=True,
        sqlite_where=sa.text("sign_up_id IS NOT NULL AND state <> 'voided'"),
        postgresql_where=sa.text("sign_up_id IS NOT NULL AND state <> 'voided'"),
    )
    op.create_table(
        "sign_up_warnings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "sign_up_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "late_cancel",
                "no_show",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.Column("removed_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_sign_up_warnings_community_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "sign_up_id"],
            ["sign_ups.community_id", "sign_ups.id"],
            name=op.f("fk_sign_up_warnings_community_id_sign_up_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_sign_up_warnings_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up_warnings")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_sign_up_warnings_community_id_id")),
        sa.UniqueConstraint(
            "community_id", "sign_up_id", name=op.f("uq_sign_up_warnings_community_id_sign_up_id")
        ),
    )
    op.create_index(
        "ix_sign_up_warnings_ladder",
        "sign_up_warnings",
        ["community_id", "member_id", "happened_at"],
        unique=False,
    )
    op.create_table(
        "service_days",
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_service_days_minutes")),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_service_days_community_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "record_id"],
            ["service_records.community_id", "service_records.id"],
            name=op.f("fk_service_days_community_id_record_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_service_days_community_id")
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "record_id", "on_date", name=op.f("pk_service_days")
        ),
    )
    op.create_index(
        "ix_service_days_member",
        "service_days",
        ["community_id", "member_id", "on_date"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_service_days_member", table_name="service_days")
    op.drop_table("service_days")
    op.drop_index("ix_sign_up_warnings_ladder", table_name="sign_up_warnings")
    op.drop_table("sign_up_warnings")
    op.drop_index(
        "uq_service_records_sign_up",
        table_name="service_records",
        sqlite_where=sa.text("sign_up_id IS NOT NULL AND state <> 'voided'"),
        postgresql_where=sa.text("sign_up_id IS NOT NULL AND state <> 'voided'"),
    )
    op.drop_index(
        "uq_service_records_row_key",
        table_name="service_records",
        sqlite_where=sa.text("row_key IS NOT NULL"),
        postgresql_where=sa.text("row_key IS NOT NULL"),
    )
    op.drop_index("ix_service_records_team", table_name="service_records")
    op.drop_index("ix_service_records_state", table_name="service_records")
    op.drop_index("ix_service_records_shift", table_name="service_records")
    op.drop_index("ix_service_records_member", table_name="service_records")
    op.drop_table("service_records")
    op.drop_index(
        "uq_sign_ups_live",
        table_name="sign_ups",
        sqlite_where=sa.text(
            "state IN ('approved', 'waitlisted', 'checked_in', 'checked_out', 'confirmed')"
        ),
        postgresql_where=sa.text(
            "state IN ('approved', 'waitlisted', 'checked_in', 'checked_out', 'confirmed')"
        ),
    )
    op.drop_index(
        "ix_sign_ups_waiting",
        table_name="sign_ups",
        sqlite_where=sa.text("state = 'waitlisted'"),
        postgresql_where=sa.text("state = 'waitlisted'"),
    )
    op.drop_index("ix_sign_ups_roster", table_name="sign_ups")
    op.drop_index("ix_sign_ups_member", table_name="sign_ups")
    op.drop_table("sign_ups")
    op.drop_table("shift_places")
    op.drop_index("ix_shifts_ended", table_name="shifts")
    op.drop_index("ix_shifts_coming", table_name="shifts")
    op.drop_index("ix_shifts_activity", table_name="shifts")
    op.drop_table("shifts")
    op.drop_index("ix_posts_activity", table_name="posts")
    op.drop_table("posts")
    op.drop_table("member_hours")
    op.drop_index("ix_activities_team", table_name="activities")
    op.drop_index("ix_activities_list", table_name="activities")
    op.drop_index("ix_activities_leader", table_name="activities")
    op.drop_table("activities")
    op.drop_table("activity_types")
