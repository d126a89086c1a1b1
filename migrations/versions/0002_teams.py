"""Make the tables of the floor teams."""

import sqlalchemy as sa
from alembic import op

from core.columns import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "places",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "county",
                "subdistrict",
                "community",
                "grid",
                "estate",
                "building",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["places.id"], name=op.f("fk_places_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
    )
    op.create_index(op.f("ix_places_parent_id"), "places", ["parent_id"], unique=False)
    op.create_table(
        "communities",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("station", sa.String(length=120), nullable=False),
        sa.Column("prefix", sa.String(length=32), nullable=False),
        sa.Column(
            "last_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("zone", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=True),
        sa.Column("desk_phone", sa.String(length=32), nullable=True),
        sa.Column("desk_hours", sa.String(length=120), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_communities_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
        sa.UniqueConstraint("prefix", name=op.f("uq_communities_prefix")),
        sa.UniqueConstraint("slug", name=op.f("uq_communities_slug")),
    )
    op.create_index(op.f("ix_communities_place_id"), "communities", ["place_id"], unique=False)
    op.create_table(
        "community_settings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_community_settings_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["people.id"], name=op.f("fk_community_settings_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_settings")),
    )
    op.create_index(
        "ix_community_settings_as_of",
        "community_settings",
        ["community_id", "name", "starts_on", "id"],
        unique=False,
    )
    op.create_table(
        "import_batches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "roster",
                "goods",
                "hours",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "checked",
                "submitted",
                "run",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("file_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("mends_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("decisions", sa.JSON(), nullable=False),
        sa.Column("hands", sa.JSON(), nullable=False),
        sa.Column(
            "made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column(
            "submitted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("started_at", UTCDateTime(), nullable=True),
        sa.Column("run_at", UTCDateTime(), nullable=True),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_added", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> made_by_id",
            name=op.f("ck_import_batches_second_person"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["people.id"], name=op.f("fk_import_batches_approved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_import_batches_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_import_batches_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["people.id"], name=op.f("fk_import_batches_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_import_batches_community_id_id")),
    )
    op.create_index(
        "ix_import_batches_list", "import_batches", ["community_id", "id"], unique=False
    )
    op.create_index("ix_import_batches_old", "import_batches", ["made_at"], unique=False)
    op.create_index(
        "uq_import_batches_file",
        "import_batches",
        ["community_id", "kind", "file_digest"],
        unique=True,
        sqlite_where=sa.text("state <> 'dropped'"),
        postgresql_where=sa.text("state <> 'dropped'"),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "service_records",
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
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "ended",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("posted_at", UTCDateTime(), nullable=False),
        sa.Column(
            "posted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("working_days > 0", name=op.f("ck_notices_has_days")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_notices_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["posted_by_id"], ["people.id"], name=op.f("fk_notices_posted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_notices_community_id_id")),
    )
    op.create_index("ix_notices_due", "notices", ["state", "ends_at"], unique=False)
    op.create_index("ix_notices_list", "notices", ["community_id", "state", "id"], unique=False)
    op.create_table(
        "teams",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column(
            "colour",
            sa.Enum(
                "red",
                "purple",
                "green",
                "blue",
                "orange",
                name="colour",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("shape", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("fixed_day", sa.String(length=120), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "parent_id"],
            ["teams.community_id", "teams.id"],
            name=op.f("fk_teams_community_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_teams_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_teams_community_id_code")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_teams_community_id_id")),
    )
    op.create_index("ix_teams_parent", "teams", ["community_id", "parent_id"], unique=False)
    op.create_table(
        "import_rows",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sheet", sa.String(length=120), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "refused",
                "ask",
                "repeated",
                "remark",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("same_as_row", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("row_key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "batch_id"],
            ["import_batches.community_id", "import_batches.id"],
            name=op.f("fk_import_rows_community_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_import_rows_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_rows")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_import_rows_community_id_id")),
    )
    op.create_index(
        "ix_import_rows_batch",
        "import_rows",
        ["community_id", "batch_id", "state", "id"],
        unique=False,
    )
    op.create_table(
        "members",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("volunteer_no", sa.String(length=32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "active",
                "suspended",
                "withdrawn",
                "anonymised",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "home_team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("skills", sa.String(length=120), nullable=False),
        sa.Column("available_times", sa.String(length=120), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("activated_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column(
            "registered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("paused_until", UTCDateTime(), nullable=True),
        sa.Column("row_key", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "home_team_id"],
            ["teams.community_id", "teams.id"],
            name=op.f("fk_members_community_id_home_team_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_members_community_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_members_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_members_place_id")),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["people.id"], name=op.f("fk_members_registered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_members_community_id_id")),
        sa.UniqueConstraint(
            "community_id", "person_id", name=op.f("uq_members_community_id_person_id")
        ),
        sa.UniqueConstraint("volunteer_no", name=op.f("uq_members_volunteer_no")),
    )
    op.create_index(
        "ix_members_home_team",
        "members",
        ["community_id", "home_team_id", "state", "id"],
        unique=False,
    )
    op.create_index("ix_members_list", "members", ["community_id", "state", "id"], unique=False)
    op.create_index(op.f("ix_members_person_id"), "members", ["person_id"], unique=False)
    op.create_index(op.f("ix_members_place_id"), "members", ["place_id"], unique=False)
    op.create_index(
        "uq_members_row_key",
        "members",
        ["community_id", "row_key"],
        unique=True,
        sqlite_where=sa.text("row_key IS NOT NULL"),
        postgresql_where=sa.text("row_key IS NOT NULL"),
    )
    op.create_table(
        "role_bindings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "role",
            sa.Enum(
                "volunteer",
                "leader",
                "deputy",
                "coordinator",
                "shop_clerk",
                "stock_keeper",
                "supervisor",
                "community_admin",
                "county_admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("county_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "granted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("granted_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column(
            "ended_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "(role = 'county_admin') = (county_id IS NOT NULL)",
            name=op.f("ck_role_bindings_county_admin"),
        ),
        sa.CheckConstraint(
            "(role IN ('leader', 'deputy')) = (team_id IS NOT NULL)",
            name=op.f("ck_role_bindings_team_roles"),
        ),
        sa.CheckConstraint(
            "(county_id IS NULL) <> (community_id IS NULL)", name=op.f("ck_role_bindings_one_place")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "team_id"],
            ["teams.community_id", "teams.id"],
            name=op.f("fk_role_bindings_community_id_team_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_role_bindings_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["county_id"], ["places.id"], name=op.f("fk_role_bindings_county_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["people.id"], name=op.f("fk_role_bindings_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["people.id"], name=op.f("fk_role_bindings_granted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_role_bindings_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_bindings")),
    )
    op.create_index("ix_role_bindings_person", "role_bindings", ["person_id"], unique=False)
    op.create_index(
        "ix_role_bindings_community", "role_bindings", ["community_id", "role"], unique=False
    )
    op.create_index(
        "uq_role_bindings_live_community_id",
        "role_bindings",
        ["person_id", "role", "community_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND community_id IS NOT NULL AND team_id IS NULL"),
        postgresql_where=sa.text(
            "ended_at IS NULL AND community_id IS NOT NULL AND team_id IS NULL"
        ),
    )
    op.create_index(
        "uq_role_bindings_live_county_id",
        "role_bindings",
        ["person_id", "role", "county_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND county_id IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND county_id IS NOT NULL"),
    )
    op.create_index(
        "uq_role_bindings_live_team_id",
        "role_bindings",
        ["person_id", "role", "team_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND team_id IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND team_id IS NOT NULL"),
    )
    op.create_table(
        "notice_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "hanging",
                "disputed",
                "passed",
                "removed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_notice_lines_community_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "notice_id"],
            ["notices.community_id", "notices.id"],
            name=op.f("fk_notice_lines_community_id_notice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_notice_lines_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_lines")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_notice_lines_community_id_id")),
        sa.UniqueConstraint(
            "notice_id", "subject_id", name=op.f("uq_notice_lines_notice_id_subject_id")
        ),
    )
    op.create_index(
        "ix_notice_lines_member", "notice_lines", ["community_id", "member_id"], unique=False
    )
    op.create_index(
        "ix_notice_lines_notice", "notice_lines", ["community_id", "notice_id", "id"], unique=False
    )
    op.create_index(
        "ix_notice_lines_subject", "notice_lines", ["community_id", "subject_id"], unique=False
    )
    op.create_table(
        "team_members",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "accepted",
                "refused",
                "left",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column(
            "decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_team_members_community_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "team_id"],
            ["teams.community_id", "teams.id"],
            name=op.f("fk_team_members_community_id_team_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_team_members_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_team_members_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_members")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_team_members_community_id_id")),
    )
    op.create_index(
        "ix_team_members_member", "team_members", ["community_id", "member_id"], unique=False
    )
    op.create_index(
        "ix_team_members_waiting",
        "team_members",
        ["community_id", "state", "team_id", "id"],
        unique=False,
    )
    op.create_index(
        "uq_team_members_live",
        "team_members",
        ["community_id", "team_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('requested', 'accepted')"),
        postgresql_where=sa.text("state IN ('requested', 'accepted')"),
    )
    op.create_table(
        "objections",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("made_by_name", sa.String(length=60), nullable=False),
        sa.Column("contact_tail", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "upheld",
                "rejected",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column(
            "decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "line_id"],
            ["notice_lines.community_id", "notice_lines.id"],
            name=op.f("fk_objections_community_id_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_objections_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_objections_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_objections_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_objections_community_id_id")),
    )
    op.create_index(
        "ix_objections_list", "objections", ["community_id", "state", "id"], unique=False
    )
    op.create_index(op.f("ix_objections_made_by_id"), "objections", ["made_by_id"], unique=False)
    op.create_index(
        "uq_objections_open",
        "objections",
        ["community_id", "line_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_objections_open",
        table_name="objections",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(op.f("ix_objections_made_by_id"), table_name="objections")
    op.drop_index("ix_objections_list", table_name="objections")
    op.drop_table("objections")
    op.drop_index(
        "uq_team_members_live",
        table_name="team_members",
        sqlite_where=sa.text("state IN ('requested', 'accepted')"),
        postgresql_where=sa.text("state IN ('requested', 'accepted')"),
    )
    op.drop_index("ix_team_members_waiting", table_name="team_members")
    op.drop_index("ix_team_members_member", table_name="team_members")
    op.drop_table("team_members")
    op.drop_index("ix_notice_lines_subject", table_name="notice_lines")
    op.drop_index("ix_notice_lines_notice", table_name="notice_lines")
    op.drop_index("ix_notice_lines_member", table_name="notice_lines")
    op.drop_table("notice_lines")
    op.drop_index(
        "uq_role_bindings_live_team_id",
        table_name="role_bindings",
        sqlite_where=sa.text("ended_at IS NULL AND team_id IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND team_id IS NOT NULL"),
    )
    op.drop_index(
        "uq_role_bindings_live_county_id",
        table_name="role_bindings",
        sqlite_where=sa.text("ended_at IS NULL AND county_id IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND county_id IS NOT NULL"),
    )
    op.drop_index(
        "uq_role_bindings_live_community_id",
        table_name="role_bindings",
        sqlite_where=sa.text("ended_at IS NULL AND community_id IS NOT NULL AND team_id IS NULL"),
        postgresql_where=sa.text(
            "ended_at IS NULL AND community_id IS NOT NULL AND team_id IS NULL"
        ),
    )
    op.drop_index("ix_role_bindings_person", table_name="role_bindings")
    op.drop_index("ix_role_bindings_community", table_name="role_bindings")
    op.drop_table("role_bindings")
    op.drop_index(
        "uq_members_row_key",
        table_name="members",
        sqlite_where=sa.text("row_key IS NOT NULL"),
        postgresql_where=sa.text("row_key IS NOT NULL"),
    )
    op.drop_index(op.f("ix_members_place_id"), table_name="members")
    op.drop_index(op.f("ix_members_person_id"), table_name="members")
    op.drop_index("ix_members_list", table_name="members")
    op.drop_index("ix_members_home_team", table_name="members")
    op.drop_table("members")
    op.drop_index("ix_import_rows_batch", table_name="import_rows")
    op.drop_table("import_rows")
    op.drop_index("ix_teams_parent", table_name="teams")
    op.drop_table("teams")
    op.drop_index("ix_notices_list", table_name="notices")
    op.drop_index("ix_notices_due", table_name="notices")
    op.drop_table("notices")
    op.drop_index(
        "uq_import_batches_file",
        table_name="import_batches",
        sqlite_where=sa.text("state <> 'dropped'"),
        postgresql_where=sa.text("state <> 'dropped'"),
    )
    op.drop_index("ix_import_batches_old", table_name="import_batches")
    op.drop_index("ix_import_batches_list", table_name="import_batches")
    op.drop_table("import_batches")
    op.drop_index("ix_community_settings_as_of", table_name="community_settings")
    op.drop_table("community_settings")
    op.drop_index(op.f("ix_communities_place_id"), table_name="communities")
    op.drop_table("communities")
    op.drop_index(op.f("ix_places_parent_id"), table_name="places")
    op.drop_table("places")
