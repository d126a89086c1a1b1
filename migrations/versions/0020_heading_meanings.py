"""Remember what a community said the headings of its workbooks mean."""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG, UTCDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heading_meanings",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("heading", sa.String(120), nullable=False),
        sa.Column("column_name", sa.String(32), nullable=False),
        sa.Column("taught_by_id", BIG, nullable=False),
        sa.Column("taught_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('roster', 'goods', 'hours')", name=op.f("ck_heading_meanings_kind")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_heading_meanings_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["taught_by_id"], ["people.id"], name=op.f("fk_heading_meanings_taught_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heading_meanings")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_heading_meanings_community_id_id")),
    )
    op.create_index(
        "uq_heading_meanings",
        "heading_meanings",
        ["community_id", "kind", "heading"],
        unique=True,
    )
    op.add_column(
        "import_batches", sa.Column("headings", sa.JSON(), nullable=False, server_default="{}")
    )


def downgrade() -> None:
    op.drop_column("import_batches", "headings")
    op.drop_index("uq_heading_meanings", "heading_meanings")
    op.drop_table("heading_meanings")
