"""How much an hour of a kind of service earns, from a day on."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from core.columns import BIG, BigInt, Code, Key, Moment, Prose
from core.tenancy import own_key


class EarnRule(Base):
    """One version of one earn rule. Coefficients are integer hundredths (120 is 1.2).

    The version whose `starts_on` is the newest not after the day service ended counts (T10).
    """

    __tablename__ = "earn_rules"
    __table_args__ = (
        own_key(),
        UniqueConstraint("community_id", "kind_code", "version"),
        UniqueConstraint("community_id", "kind_code", "starts_on"),
        CheckConstraint("points_per_hour >= 0 AND coefficient_hundredths >= 0", name="positive"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    kind_code: Mapped[Code]
    version: Mapped[int]
    starts_on: Mapped[date]
    points_per_hour: Mapped[BigInt]
    coefficient_hundredths: Mapped[BigInt]
    night_addition_hundredths: Mapped[BigInt] = mapped_column(default=0)
    flat_points: Mapped[BigInt] = mapped_column(default=0)
    reason: Mapped[Prose] = mapped_column(default="")
    set_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    set_at: Mapped[Moment]
