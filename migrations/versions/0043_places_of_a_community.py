"""Say whose each place is, and since when it is offered no more."""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG, UTCDateTime

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("places", sa.Column("community_id", BIG, nullable=True))
    op.add_column("places", sa.Column("closed_at", UTCDateTime(), nullable=True))
    op.create_index("ix_places_community", "places", ["community_id", "id"])
    _give_to_communities()


def downgrade() -> None:
    op.drop_index("ix_places_community", "places")
    op.drop_column("places", "closed_at")
    op.drop_column("places", "community_id")


def _give_to_communities() -> None:
    """Give each place to the community it stands below; places above all stay nobody's."""
    op.execute(
        "WITH RECURSIVE below (community_id, place_id) AS ("
        " SELECT id, place_id FROM communities WHERE place_id IS NOT NULL"
        " UNION ALL SELECT below.community_id, places.id"
        " FROM places JOIN below ON places.parent_id = below.place_id)"
        " UPDATE places SET community_id ="
        " (SELECT min(below.community_id) FROM below WHERE below.place_id = places.id)"
    )
