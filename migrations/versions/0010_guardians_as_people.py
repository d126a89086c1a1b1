"""Know guardians as people, who noted a consent, a password to be changed; find readings."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

READINGS = "ix_audit_events_readings"
GUARDIANS = "ix_guardians_guardian_person_id"
STEPS = (
    """UPDATE guardians SET guardian_person_id = (
        SELECT consents.given_by_id FROM consents
        WHERE consents.person_id = guardians.person_id AND consents.scope = 'guardian'
        AND consents.withdrawn_at IS NULL AND consents.given_by_id <> guardians.person_id
        AND consents.given_by_id <> guardians.checked_by_id)""",
    """UPDATE consents SET noted_by_id = given_by_id, given_by_id = person_id
        WHERE given_by_id <> person_id AND NOT EXISTS (
        SELECT 1 FROM guardians WHERE guardians.person_id = consents.person_id
        AND guardians.guardian_person_id = consents.given_by_id)""",
    """UPDATE members SET home_team_id = NULL
        WHERE home_team_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM team_members WHERE team_members.member_id = members.id
        AND team_members.team_id = members.home_team_id
        AND team_members.state IN ('requested', 'refused'))
        AND NOT EXISTS (
        SELECT 1 FROM team_members WHERE team_members.member_id = members.id
        AND team_members.team_id = members.home_team_id
        AND team_members.state = 'accepted')""",
)
"""Staff who wrote a consent down stood there as who gave it; a wished team was the home team."""


def upgrade() -> None:
    op.add_column(
        "people",
        sa.Column("is_password_given", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    _add_person("consents", "noted_by_id")
    _add_person("guardians", "guardian_person_id")
    op.create_index(GUARDIANS, "guardians", ["guardian_person_id"])
    where = sa.text("event = 'sensitive_read'")
    op.create_index(
        READINGS,
        "audit_events",
        ["actor_id", "recorded_at"],
        sqlite_where=where,
        postgresql_where=where,
    )
    for step in STEPS:
        op.execute(step)


def _add_person(table: str, column: str) -> None:
    """Add a column that names a person; SQLite takes the reference only with the column."""
    name = f"fk_{table}_{column}"
    if op.get_bind().dialect.name == "sqlite":
        reference = f"INTEGER CONSTRAINT {name} REFERENCES people (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {reference}")
    else:
        op.add_column(table, sa.Column(column, sa.BigInteger(), nullable=True))
        op.create_foreign_key(name, table, "people", [column], ["id"])


def downgrade() -> None:
    op.drop_index(READINGS, table_name="audit_events")
    op.drop_index(GUARDIANS, table_name="guardians")
    op.execute("UPDATE consents SET given_by_id = noted_by_id WHERE noted_by_id IS NOT NULL")
    op.drop_column("guardians", "guardian_person_id")
    op.drop_column("consents", "noted_by_id")
    op.drop_column("people", "is_password_given")
