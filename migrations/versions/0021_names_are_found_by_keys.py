"""Keep what names of people and goods are found by: initials and pinyin, surnames read right.

The keys are those of `core.name_keys` on the day this runs; a later change of them fills them anew.
"""

import sqlalchemy as sa
from alembic import op

from core import name_keys

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = {"people": name_keys.of_person, "products": name_keys.of_thing}
AT_ONCE = 1000


def upgrade() -> None:
    for name, keys_of in TABLES.items():
        op.add_column(name, sa.Column("name_keys", sa.Text(), nullable=False, server_default=""))
        table = sa.table(name, sa.column("id"), sa.column("name"), sa.column("name_keys"))
        _fill(table, "name_keys", keys_of)
        op.drop_column(name, "name_initials")


def downgrade() -> None:
    for name, keys_of in TABLES.items():
        initials = sa.Column("name_initials", sa.String(60), nullable=False, server_default="")
        op.add_column(name, initials)
        table = sa.table(name, sa.column("id"), sa.column("name"), sa.column("name_initials"))
        _fill(table, "name_initials", lambda words, keys=keys_of: _initials(keys(words)))
        op.drop_column(name, "name_keys")


def _initials(keys: str) -> str:
    """Return the second key, which is the initials of the usual reading."""
    return (keys.split()[1:2] or [""])[0][:60]


def _fill(table, column, keys_of) -> None:
    connection = op.get_bind()
    last = 0
    while True:
        rows = connection.execute(
            sa.select(table.c.id, table.c.name)
            .where(table.c.id > last)
            .order_by(table.c.id)
            .limit(AT_ONCE)
        ).all()
        if not rows:
            return
        connection.execute(
            sa.update(table)
            .where(table.c.id == sa.bindparam("row"))
            .values({column: sa.bindparam("keys")}),
            [{"row": row.id, "keys": keys_of(row.name)} for row in rows],
        )
        last = rows[-1].id
