"""Keep explanations, reminders, how hours came about, reports of errors, proposed hours."""

import sqlalchemy as sa
from alembic import op

from core.columns import UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FIGURES = {
    "planned_starts_at": UTCDateTime(),
    "planned_ends_at": UTCDateTime(),
    "arrived_at": UTCDateTime(),
    "left_at": UTCDateTime(),
    "overlap_minutes": sa.Integer(),
    "capped_minutes": sa.Integer(),
}


def upgrade() -> None:
    op.add_column(
        "shifts", sa.Column("reminded_step", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "sign_ups", sa.Column("explanation", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("sign_ups", sa.Column("explained_at", UTCDateTime(), nullable=True))
    for name, kind in FIGURES.items():
        op.add_column("service_records", sa.Column(name, kind, nullable=True))
    op.add_column(
        "service_records",
        sa.Column("rounding", sa.String(length=32), nullable=False, server_default=""),
    )
    _tell_past_figures()
    _make_correction_requests()
    _make_hour_proposals()


def _tell_past_figures() -> None:
    """Copy what older records were measured by; cuts of then were not kept."""
    op.execute(
        "UPDATE service_records SET"
        " planned_starts_at = (SELECT starts_at FROM shifts WHERE shifts.id = shift_id),"
        " planned_ends_at = (SELECT ends_at FROM shifts WHERE shifts.id = shift_id),"
        " arrived_at = (SELECT arrived_at FROM sign_ups WHERE sign_ups.id = sign_up_id),"
        " left_at = (SELECT left_at FROM sign_ups WHERE sign_ups.id = sign_up_id)"
        " WHERE shift_id IS NOT NULL"
    )


def _state(*values: str) -> sa.Column[str]:
    kinds = sa.Enum(*values, name="state", native_enum=False, create_constraint=True, length=32)
    return sa.Column("state", kinds, nullable=False)


def _to_own(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["community_id", column],
        [f"{target}.community_id", f"{target}.id"],
        name=op.f(f"fk_{table}_community_id_{column}"),
    )


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _make_correction_requests() -> None:
    table = "correction_requests"
    op.create_table(
        table,
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("record_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _state("open", "kept", "corrected"),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        _to_own(table, "record_id", "service_records"),
        _to_own(table, "member_id", "members"),
        _to(table, "community_id", "communities"),
        _to(table, "decided_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_requests")),
        sa.UniqueConstraint(
            "community_id", "id", name=op.f("uq_correction_requests_community_id_id")
        ),
    )
    op.create_index(
        "uq_correction_requests_open",
        table,
        ["community_id", "record_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_correction_requests_list", table, ["community_id", "state", "id"])
    op.create_index("ix_correction_requests_record", table, ["community_id", "record_id", "id"])


def _make_hour_proposals() -> None:
    table = "hour_proposals"
    op.create_table(
        table,
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("team_id", BIG, nullable=False),
        sa.Column("type_code", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column("service_minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        _state("open", "approved", "refused"),
        sa.Column("proposed_by_id", BIG, nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("record_id", BIG, nullable=True),
        sa.CheckConstraint(
            "service_minutes BETWEEN 1 AND 1440", name=op.f("ck_hour_proposals_minutes")
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_hour_proposals_order")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id",
            name=op.f("ck_hour_proposals_second_person"),
        ),
        _to_own(table, "member_id", "members"),
        _to_own(table, "team_id", "teams"),
        _to_own(table, "record_id", "service_records"),
        _to(table, "community_id", "communities"),
        _to(table, "proposed_by_id", "people"),
        _to(table, "decided_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hour_proposals")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_hour_proposals_community_id_id")),
    )
    op.create_index("ix_hour_proposals_list", table, ["community_id", "state", "id"])
    op.create_index("ix_hour_proposals_member", table, ["community_id", "member_id", "id"])


def downgrade() -> None:
    op.drop_table("hour_proposals")
    op.drop_table("correction_requests")
    for name in ("rounding", *FIGURES):
        op.drop_column("service_records", name)
    op.drop_column("sign_ups", "explained_at")
    op.drop_column("sign_ups", "explanation")
    op.drop_column("shifts", "reminded_step")
