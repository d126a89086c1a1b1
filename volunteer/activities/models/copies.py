"""Which activities are one series: an activity, and all that were made again from it."""

from sqlalchemy import ColumnElement, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from core.columns import BigInt
from core.tenancy import within
from volunteer.activities.models.activities import Activity


class ActivityCopy(Base):
    """An activity made again from another; `first_id` is the first of the line, never a copy."""

    __tablename__ = "activity_copies"
    __table_args__ = (
        within("activity_id", "activities"),
        within("first_id", "activities"),
        Index("ix_activity_copies_first", "community_id", "first_id"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    activity_id: Mapped[BigInt] = mapped_column(primary_key=True)
    first_id: Mapped[BigInt]


IS_COPY = (ActivityCopy.community_id == Activity.community_id) & (
    ActivityCopy.activity_id == Activity.id
)
"""How an activity is joined, from outside, to what it is a copy of."""

SERIES_ID = func.coalesce(ActivityCopy.first_id, Activity.id)
"""The number of the series of an activity so joined: that of its first activity."""


def in_series(series_id: int) -> ColumnElement[bool]:
    """Return the condition that an activity so joined belongs to a series."""
    return SERIES_ID.in_((series_id,))
