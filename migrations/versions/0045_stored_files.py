"""Keep files in a private store, their bytes sealed in a table of their own."""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG, UTCDateTime

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

LIVE = "removed_at IS NULL"


def upgrade() -> None:
    _files()
    op.create_table(
        "file_contents",
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("file_id", BIG, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_file_contents_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "file_id"],
            ["stored_files.community_id", "stored_files.id"],
            name=op.f("fk_file_contents_community_id_file_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "file_id", name=op.f("pk_file_contents")),
    )


def downgrade() -> None:
    """Let the files go with their tables: whoever needs them keeps them before."""
    op.drop_table("file_contents")
    op.drop_table("stored_files")


def _files() -> None:
    op.create_table(
        "stored_files",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("owner_id", BIG, nullable=False),
        sa.Column(
            "sort",
            sa.Enum(
                "photo",
                "pdf",
                name="sort",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("byte_count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_by_id", BIG, nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("keep_until", UTCDateTime(), nullable=False),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.Column("removed_by_id", BIG, nullable=True),
        sa.CheckConstraint("byte_count > 0", name=op.f("ck_stored_files_bytes")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_stored_files_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_stored_files_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["people.id"], name=op.f("fk_stored_files_removed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_files")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_stored_files_community_id_id")),
    )
    op.create_index(
        "ix_stored_files_owner", "stored_files", ["community_id", "kind", "owner_id", "id"]
    )
    op.create_index("ix_stored_files_made_by", "stored_files", ["community_id", "made_by_id", "id"])
    op.create_index(
        "ix_stored_files_due",
        "stored_files",
        ["keep_until"],
        sqlite_where=sa.text(LIVE),
        postgresql_where=sa.text(LIVE),
    )
    op.create_index(
        "uq_stored_files_once",
        "stored_files",
        ["community_id", "kind", "owner_id", "digest"],
        unique=True,
        sqlite_where=sa.text(LIVE),
        postgresql_where=sa.text(LIVE),
    )
