"""Take the names out of the lines of hung notices: they are made anew whenever one is read."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LINE = "服务 %(minutes)s 分钟"
NAMING = (
    "%(name)s　尾号 %(tail)s　%(minutes)s 分钟",
    "%(team)s队　尾号 %(tail)s　%(minutes)s 分钟",
    "%(team)s队　小志愿者　%(minutes)s 分钟",
)
BATCH = 500

lines = sa.table(
    "notice_lines",
    sa.column("id", sa.BigInteger),
    sa.column("sentence", sa.Text),
    sa.column("values", sa.JSON),
)


def upgrade() -> None:
    bind = op.get_bind()
    asked = sa.select(lines.c.id, lines.c["values"]).where(lines.c.sentence.in_(NAMING))
    while rows := bind.execute(asked.order_by(lines.c.id).limit(BATCH)).all():
        for line_id, values in rows:
            bind.execute(
                sa.update(lines)
                .where(lines.c.id == line_id)
                .values({"sentence": LINE, "values": {"minutes": values["minutes"]}})
            )


def downgrade() -> None:
    """Leave the lines without names: what was taken out is not to be had back."""
