"""Call tables and columns by the words the pages and the code use; no row changes its meaning.

Rows of the append-only books and of the trail keep the words they were written with.
"""

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLES = (("receipts", "deliveries"), ("arrival_watches", "restock_watches"))
COLUMNS = (
    ("deliveries", "receipt_no", "delivery_no"),
    ("stock_batches", "receipt_id", "delivery_id"),
    ("redemptions", "slip_no", "redemption_no"),
    ("redemptions", "proof", "credential"),
    ("people", "identity_sealed", "resident_number_sealed"),
    ("people", "identity_index", "resident_number_index"),
    ("people", "identity_tail", "resident_number_tail"),
)
"""Table by its new name, column before and after."""

INDEXES = (
    ("ix_arrival_watches_member", "ix_restock_watches_member",
     "restock_watches", ("community_id", "member_id")),
    ("ix_sign_ups_roster", "ix_sign_ups_attendance_list",
     "sign_ups", ("community_id", "shift_id", "state", "queue_no")),
    ("ix_nominations_batch", "ix_nominations_round",
     "nominations", ("community_id", "commendation_id", "id")),
)  # fmt: skip
"""Index before and after, its table by the new name, its columns."""

VALUES = (("limit_counters", "rule", "slips", "redemptions"),)
"""Words that stand in rows: table, column, before and after."""

NAMED = ("receipts", "arrival_watches", "stock_batches", "redemptions", "people")
WORDS = (
    ("arrival_watches", "restock_watches"),
    ("receipts", "deliveries"),
    ("receipt_no", "delivery_no"),
    ("receipt_id", "delivery_id"),
    ("slip_no", "redemption_no"),
    ("identity_index", "resident_number_index"),
)
"""What the names of constraints say of these tables, before and after."""

RULE = re.compile(r"\b(?:ck|fk|pk|uq)_\w+")
Pairs = Iterable[tuple[str, str]]


def upgrade() -> None:
    for old, new in TABLES:
        op.rename_table(old, new)
    for table, old, new in COLUMNS:
        op.alter_column(table, old, new_column_name=new)
    for old, new, table, columns in INDEXES:
        op.drop_index(old, table_name=table)
        op.create_index(new, table, list(columns))
    _rename_rules([dict(TABLES).get(table, table) for table in NAMED], WORDS)
    for table, column, old, new in VALUES:
        _rename_value(table, column, old, new)


def downgrade() -> None:
    for table, column, old, new in VALUES:
        _rename_value(table, column, new, old)
    for old, new, table, columns in INDEXES:
        op.drop_index(new, table_name=table)
        op.create_index(old, table, list(columns))
    for table, old, new in COLUMNS:
        op.alter_column(table, new, new_column_name=old)
    for old, new in TABLES:
        op.rename_table(new, old)
    _rename_rules(NAMED, [(new, old) for old, new in WORDS])


def _rename_value(table: str, column: str, old: str, new: str) -> None:
    rows = sa.table(table, sa.column(column, sa.String))
    op.execute(sa.update(rows).where(rows.c[column] == old).values({column: new}))


def _rename_rules(tables: Iterable[str], words: Pairs) -> None:
    """Rename the constraints of `tables`, which say the names of tables and columns."""
    if op.get_bind().dialect.name == "sqlite":
        _rewrite_schema(tables, words)
        return
    asked = sa.text(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE conrelid = ANY (CAST(CAST(:tables AS text[]) AS regclass[]))"
    )
    for table, old in op.get_bind().execute(asked, {"tables": list(tables)}).all():
        if (new := _renamed(old, words)) != old:
            op.execute(f'ALTER TABLE {table} RENAME CONSTRAINT "{old}" TO "{new}"')


def _rewrite_schema(tables: Iterable[str], words: Pairs) -> None:
    """Write the names of constraints anew in SQLite's own list of tables.

    Nothing on disk depends on them; the way is the one SQLite's manual gives for such a change.
    """
    bind = op.get_bind()
    for table in tables:
        asked = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
        before = bind.execute(asked, {"name": table}).scalar_one()
        after = RULE.sub(lambda found: _renamed(found.group(), words), before)
        bind.execute(sa.text("PRAGMA writable_schema = ON"))
        bind.execute(
            sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name"),
            {"sql": after, "name": table},
        )
        bind.execute(sa.text("PRAGMA writable_schema = RESET"))


def _renamed(name: str, words: Pairs) -> str:
    for old, new in words:
        name = name.replace(old, new)
    return name
