"""Merge a second file of somebody into the first: who a person turned out to be, and proposals.

A member may be `merged`, and a line of the book of points may be of the kind `merge`.
"""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG, UTCDateTime

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

CHECKS = (
    ("members", "state", ("pending", "active", "suspended", "withdrawn", "anonymised"), "merged"),
    (
        "transactions",
        "kind",
        ("earn", "bonus", "reverse", "redeem", "return", "expire", "adjust", "donate_out",
         "hold", "release", "stock"),
        "merge",
    ),
)  # fmt: skip
"""Table, column, the words its CHECK allowed, and the one that comes to them."""

STANDS = "state IN ('proposed', 'done')"


def upgrade() -> None:
    _let_person_be_another()
    for table, column, words, one_more in CHECKS:
        _allow(table, column, words, (*words, one_more))
    _merges()
    op.create_index("ix_merges_list", "merges", ["community_id", "state", "id"])
    op.create_index("ix_merges_gone", "merges", ["community_id", "gone_id", "kept_id"])
    op.create_index("ix_merges_kept", "merges", ["community_id", "kept_id"])
    op.create_index(
        "uq_merges_standing",
        "merges",
        ["community_id", "gone_id"],
        unique=True,
        sqlite_where=sa.text(STANDS),
        postgresql_where=sa.text(STANDS),
    )


def downgrade() -> None:
    """Files that were merged stay so, as ended ones. Refuses while the book has lines of it."""
    op.drop_table("merges")
    op.execute("UPDATE members SET state = 'withdrawn' WHERE state = 'merged'")
    for table, column, words, one_more in CHECKS:
        _refuse_left(table, column, one_more)
        _allow(table, column, (*words, one_more), words)
    op.drop_index("ix_people_merged_into_id", table_name="people")
    op.drop_column("people", "merged_into_id")


def _let_person_be_another() -> None:
    """Add the column; SQLite takes the reference only with it."""
    name = "fk_people_merged_into_id"
    if op.get_bind().dialect.name == "sqlite":
        reference = f"INTEGER CONSTRAINT {name} REFERENCES people (id)"
        op.execute(f"ALTER TABLE people ADD COLUMN merged_into_id {reference}")
    else:
        op.add_column("people", sa.Column("merged_into_id", sa.BigInteger(), nullable=True))
        op.create_foreign_key(name, "people", "people", ["merged_into_id"], ["id"])
    op.create_index("ix_people_merged_into_id", "people", ["merged_into_id"])


def _refuse_left(table: str, column: str, word: str) -> None:
    rows = sa.table(table, sa.column(column, sa.String))
    left = sa.select(sa.func.count()).select_from(rows).where(rows.c[column] == word)
    if op.get_bind().scalar(left):
        raise RuntimeError(f"{table} has rows of {word}, which the version before does not know")


def _allow(table: str, column: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Let the CHECK of a column list other words: in the text of the table alone on SQLite (0027)."""
    if op.get_bind().dialect.name != "sqlite":
        name = op.f(f"ck_{table}_{column}")
        op.drop_constraint(name, table)
        op.create_check_constraint(name, table, f"{column} IN ({_listed(after)})")
        return
    bind = op.get_bind()
    number = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema=ON")
    bind.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = :name"
        ),
        {
            "before": f"{column} IN ({_listed(before)})",
            "after": f"{column} IN ({_listed(after)})",
            "name": table,
        },
    )
    bind.exec_driver_sql(f"PRAGMA schema_version={number + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema=RESET")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _merges() -> None:
    op.create_table(
        "merges",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("kept_id", BIG, nullable=False),
        sa.Column("gone_id", BIG, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "done",
                "refused",
                "taken_back",
                "apart",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("takes_phone", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(120), nullable=False),
        sa.Column("proposed_by_id", BIG, nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("answer", sa.String(120), nullable=False),
        sa.CheckConstraint("kept_id <> gone_id", name=op.f("ck_merges_two_files")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id",
            name=op.f("ck_merges_second"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_merges_community_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["community_id", column],
                ["members.community_id", "members.id"],
                name=op.f(f"fk_merges_community_id_{column}"),
            )
            for column in ("kept_id", "gone_id")
        ),
        *(
            sa.ForeignKeyConstraint([column], ["people.id"], name=op.f(f"fk_merges_{column}"))
            for column in ("proposed_by_id", "decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_merges_community_id_id")),
    )
