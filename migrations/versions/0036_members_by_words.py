"""Find members by the words of their names and numbers, a row each, kept by triggers.

The words are those of `teams.members.models.found_by` on the day this runs.
"""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG
from teams.members.models.found_by import BY_BYTES, keeping_statements, words_of_members

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLE = "member_words"
KINDS = ("sign", "key", "tail")
TRIGGERS = {"members_words_new": "members", "members_words": "members", "people_words": "people"}
FUNCTIONS = ("words_of_new_members", "words_of_changed_members", "words_of_changed_people")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("community_id", BIG, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("word", BY_BYTES, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_member_words_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_member_words_community_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "kind", "word", "member_id", name=op.f("pk_member_words")
        ),
    )
    op.create_index("ix_member_words_member", TABLE, ["community_id", "member_id"])
    dialect = op.get_bind().dialect.name
    op.get_bind().exec_driver_sql(
        f"INSERT INTO {TABLE} (community_id, kind, word, member_id) "
        f"{words_of_members(dialect, 'm.id > 0')}"
    )
    for statement in keeping_statements()[dialect]:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table in TRIGGERS.items():
        op.execute(f"DROP TRIGGER {name} ON {table}" if is_postgresql else f"DROP TRIGGER {name}")
    for name in FUNCTIONS if is_postgresql else ():
        op.execute(f"DROP FUNCTION {name}()")
    op.drop_table(TABLE)
