"""Make room for reminders of openings, substitutes, certificates, and reasons for sending back."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.columns import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNTOLD = sa.text("told_at IS NULL")
ASKED = sa.text("state = 'asked'")
KINDS = ("medical", "counsel", "first_aid", "trained")
STATES = ("asked", "accepted", "declined", "withdrawn")
BY_LAW = {"CLINIC": "medical", "COUNSEL": "counsel"}
"""Kinds of activity that take a statutory qualification (条例 16)."""


def upgrade() -> None:
    for table, column in (
        ("activity_types", sa.Column("required_qualification", sa.String(32))),
        ("posts", sa.Column("required_qualification", sa.String(32))),
        ("activities", sa.Column("sent_back_reason", sa.Text())),
    ):
        column.nullable, column.server_default = False, sa.DefaultClause("")
        op.add_column(table, column)
    for code, kind in BY_LAW.items():
        op.execute(
            sa.text(
                "UPDATE activity_types SET required_qualification = :kind WHERE code = :code"
            ).bindparams(kind=kind, code=code)
        )
    _opening_reminders()
    _substitutions()
    _qualifications()


def downgrade() -> None:
    for table in ("qualifications", "substitutions", "opening_reminders"):
        op.drop_table(table)
    op.drop_column("activities", "sent_back_reason")
    op.drop_column("posts", "required_qualification")
    op.drop_column("activity_types", "required_qualification")


def _table(name: str, targets: dict[str, str], *columns: Any) -> None:
    """Make a table of a community whose `targets` (column → table) lie in the same community."""
    op.create_table(
        name,
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("community_id", NUMBER, nullable=False),
        *(sa.Column(column, NUMBER, nullable=False) for column in targets),
        *columns,
        *(
            sa.ForeignKeyConstraint(
                ["community_id", column],
                [f"{target}.community_id", f"{target}.id"],
                name=op.f(f"fk_{name}_community_id_{column}"),
            )
            for column, target in targets.items()
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f(f"fk_{name}_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("community_id", "id", name=op.f(f"uq_{name}_community_id_id")),
    )


def _words(column: str, words: tuple[str, ...]) -> sa.Column[Any]:
    kind = sa.Enum(*words, name=column, native_enum=False, create_constraint=True, length=32)
    return sa.Column(column, kind, nullable=False)


def _opening_reminders() -> None:
    _table(
        "opening_reminders",
        {"shift_id": "shifts", "member_id": "members"},
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("told_at", UTCDateTime(), nullable=True),
        sa.UniqueConstraint(
            "community_id",
            "member_id",
            "shift_id",
            name=op.f("uq_opening_reminders_community_id_member_id_shift_id"),
        ),
    )
    op.create_index(
        "ix_opening_reminders_due",
        "opening_reminders",
        ["shift_id"],
        sqlite_where=UNTOLD,
        postgresql_where=UNTOLD,
    )


def _substitutions() -> None:
    _table(
        "substitutions",
        {"sign_up_id": "sign_ups", "to_member_id": "members"},
        _words("state", STATES),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
    )
    for index, column, is_unique in (
        ("uq_substitutions_asked", "sign_up_id", True),
        ("ix_substitutions_to", "to_member_id", False),
    ):
        op.create_index(
            index,
            "substitutions",
            ["community_id", column],
            unique=is_unique,
            sqlite_where=ASKED,
            postgresql_where=ASKED,
        )


def _qualifications() -> None:
    _table(
        "qualifications",
        {"member_id": "members"},
        _words("kind", KINDS),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by_id", NUMBER, nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_qualifications_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["people.id"], name=op.f("fk_qualifications_ended_by_id")
        ),
    )
    op.create_index(
        "ix_qualifications_member", "qualifications", ["community_id", "member_id", "id"]
    )
