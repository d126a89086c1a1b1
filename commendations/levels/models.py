"""The levels of the star scheme of a community."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from core.columns import BigInt, Key, Name
from core.tenancy import own_key


class StarLevel(Base):
    """One level of the scheme of a community: minutes posted, taken in order (domain 1.5)."""

    __tablename__ = "star_levels"
    __table_args__ = (
        own_key(),
        UniqueConstraint("community_id", "rank"),
        CheckConstraint("min_minutes > 0 AND rank > 0", name="positive"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    rank: Mapped[int]
    title: Mapped[Name]
    min_minutes: Mapped[BigInt]
    bonus_points: Mapped[BigInt] = mapped_column(default=0)
