"""Keep what is told before coming to a kind of activity in versions, and who read which."""

import sqlalchemy as sa
from alembic import op

from core.base import append_only_statements
from core.columns import BIG, UTCDateTime

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _notices()
    op.execute(
        "INSERT INTO kind_notices (community_id, type_id, number, risk, bring, written_at) "
        "SELECT kind.community_id, kind.id, 1, kind.risk_notice, '', place.made_at "
        "FROM activity_types kind JOIN communities place ON place.id = kind.community_id "
        "WHERE kind.risk_notice <> ''"
    )
    for statement in append_only_statements("kind_notices")[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_column("activity_types", "risk_notice")
    _readings()


def downgrade() -> None:
    op.add_column(
        "activity_types", sa.Column("risk_notice", sa.Text(), nullable=False, server_default="")
    )
    op.execute(
        "UPDATE activity_types SET risk_notice = COALESCE((SELECT notice.risk "
        "FROM kind_notices notice WHERE notice.type_id = activity_types.id "
        "ORDER BY notice.number DESC LIMIT 1), '')"
    )
    op.drop_table("risk_readings")
    op.drop_table("kind_notices")


def _notices() -> None:
    op.create_table(
        "kind_notices",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("type_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("risk", sa.Text(), nullable=False),
        sa.Column("bring", sa.Text(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.Column("written_by_id", BIG, nullable=True),
        sa.CheckConstraint("length(risk) > 0", name=op.f("ck_kind_notices_tells_risk")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_kind_notices_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "type_id"],
            ["activity_types.community_id", "activity_types.id"],
            name=op.f("fk_kind_notices_community_id_type_id"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_kind_notices_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kind_notices")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_kind_notices_community_id_id")),
        sa.UniqueConstraint(
            "community_id",
            "type_id",
            "number",
            name=op.f("uq_kind_notices_community_id_type_id_number"),
        ),
        info={"is_append_only": True},
    )


def _readings() -> None:
    op.create_table(
        "risk_readings",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("notice_id", BIG, nullable=False),
        sa.Column("own_words", sa.Text(), nullable=False),
        sa.Column("sign_up_id", BIG, nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "own",
                "guardian",
                "told",
                name="way",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("read_at", UTCDateTime(), nullable=False),
        sa.Column("read_by_id", BIG, nullable=False),
        sa.Column("guardian_agreed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_risk_readings_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_risk_readings_community_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "notice_id"],
            ["kind_notices.community_id", "kind_notices.id"],
            name=op.f("fk_risk_readings_community_id_notice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "sign_up_id"],
            ["sign_ups.community_id", "sign_ups.id"],
            name=op.f("fk_risk_readings_community_id_sign_up_id"),
        ),
        sa.ForeignKeyConstraint(
            ["read_by_id"], ["people.id"], name=op.f("fk_risk_readings_read_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_readings")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_risk_readings_community_id_id")),
    )
    op.create_index(
        "ix_risk_readings_member", "risk_readings", ["community_id", "member_id", "notice_id"]
    )
    op.create_index("ix_risk_readings_notice", "risk_readings", ["community_id", "notice_id"])
