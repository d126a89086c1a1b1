"""Lock a whole login session instead of its counter alone."""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG, UTCDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

LOCKED = """
UPDATE login_sessions SET
  locked_at = (SELECT max(locked_at) FROM till_locks WHERE login_session_id = login_sessions.id),
  locked_in = (SELECT max(community_id) FROM till_locks WHERE login_session_id = login_sessions.id)
WHERE id IN (SELECT login_session_id FROM till_locks)
"""
FROM = """
UPDATE login_sessions SET locked_from =
  '/c/' || (SELECT slug FROM communities WHERE communities.id = locked_in) || '/counter'
WHERE locked_at IS NOT NULL
"""
BACK = """
INSERT INTO till_locks (community_id, login_session_id, locked_at)
SELECT locked_in, id, locked_at FROM login_sessions WHERE locked_at IS NOT NULL
"""


def upgrade() -> None:
    op.add_column("login_sessions", sa.Column("locked_at", UTCDateTime(), nullable=True))
    op.add_column("login_sessions", sa.Column("locked_in", BIG, nullable=True))
    op.add_column("login_sessions", sa.Column("locked_from", sa.String(length=120), nullable=True))
    op.execute(LOCKED)
    op.execute(FROM)
    op.drop_table("till_locks")


def downgrade() -> None:
    op.create_table(
        "till_locks",
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("login_session_id", BIG, nullable=False),
        sa.Column("locked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_till_locks_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["login_session_id"], ["login_sessions.id"], name=op.f("fk_till_locks_login_session_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "login_session_id", name=op.f("pk_till_locks")),
    )
    op.execute(BACK)
    op.drop_column("login_sessions", "locked_from")
    op.drop_column("login_sessions", "locked_in")
    op.drop_column("login_sessions", "locked_at")
