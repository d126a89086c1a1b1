"""Keep which activities are one series, who keeps a place in it, and what each turn came to."""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG, UTCDateTime

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

LIVE = sa.text("state IN ('asked', 'offered', 'active')")
UNTOLD = sa.text("told_at IS NULL")


def upgrade() -> None:
    _copies()
    _regulars()
    op.create_table(
        "regular_turns",
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("regular_id", BIG, nullable=False),
        sa.Column("shift_id", BIG, nullable=False),
        sa.Column(
            "outcome",
            _words("outcome", "kept", "own", "clash", "full", "share", "unread", "unfit"),
            nullable=False,
        ),
        sa.Column("decided_at", UTCDateTime(), nullable=False),
        sa.Column("told_at", UTCDateTime(), nullable=True),
        _of_community("regular_turns"),
        _within("regular_turns", "regular_id", "regulars"),
        _within("regular_turns", "shift_id", "shifts"),
        sa.PrimaryKeyConstraint(
            "community_id", "regular_id", "shift_id", name=op.f("pk_regular_turns")
        ),
    )
    op.create_index(
        "ix_regular_turns_shift", "regular_turns", ["community_id", "shift_id", "outcome"]
    )
    op.create_index(
        "ix_regular_turns_untold",
        "regular_turns",
        ["regular_id"],
        sqlite_where=UNTOLD,
        postgresql_where=UNTOLD,
    )


def downgrade() -> None:
    for table in ("regular_turns", "regulars", "activity_copies"):
        op.drop_table(table)


def _copies() -> None:
    op.create_table(
        "activity_copies",
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("activity_id", BIG, nullable=False),
        sa.Column("first_id", BIG, nullable=False),
        _of_community("activity_copies"),
        _within("activity_copies", "activity_id", "activities"),
        _within("activity_copies", "first_id", "activities"),
        sa.PrimaryKeyConstraint("community_id", "activity_id", name=op.f("pk_activity_copies")),
    )
    op.create_index("ix_activity_copies_first", "activity_copies", ["community_id", "first_id"])


def _regulars() -> None:
    reasons = ("own", "leader", "marks", "left_team", "left")
    op.create_table(
        "regulars",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("series_id", BIG, nullable=False),
        sa.Column("post_name", sa.String(60), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column(
            "state",
            _words("state", "asked", "offered", "active", "refused", "ended"),
            nullable=False,
        ),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("since_at", UTCDateTime(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("end_reason", _words("end_reason", *reasons), nullable=True),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_regulars_weekday")),
        sa.CheckConstraint(
            "(state = 'ended') = (end_reason IS NOT NULL)",
            name=op.f("ck_regulars_says_why_it_ended"),
        ),
        _of_community("regulars"),
        _within("regulars", "series_id", "activities"),
        _within("regulars", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulars")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_regulars_community_id_id")),
    )
    op.create_index(
        "uq_regulars_live",
        "regulars",
        ["community_id", "series_id", "post_name", "member_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_index("ix_regulars_member", "regulars", ["community_id", "member_id", "state"])


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _of_community(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["community_id"], ["communities.id"], name=op.f(f"fk_{table}_community_id")
    )


def _within(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["community_id", column],
        [f"{target}.community_id", f"{target}.id"],
        name=op.f(f"fk_{table}_community_id_{column}"),
    )
