"""When a shop is open: weekly and monthly hours, and single days that differ."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from core.columns import BigInt, Key, Title
from core.tenancy import own_key, within

DAY_MINUTES = 24 * 60


class OpeningHours(Base):
    """One span in which a shop is open, on the local clock of its community.

    Minutes count from midnight, the opening one included and the closing one not; 1440 is the end
    of the day, so a night is two spans. The day is a weekday (0 is Monday), a day of every month,
    or one date. A date with the span 0 to 0 is closed. What is said of a date stands instead of
    its weekday and day of the month, and has its reason.
    """

    __tablename__ = "opening_hours"
    __table_args__ = (
        own_key(),
        within("shop_id", "shops"),
        CheckConstraint(
            "(CASE WHEN weekday IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN month_day IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN on_date IS NULL THEN 0 ELSE 1 END) = 1",
            name="day",
        ),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("month_day BETWEEN 1 AND 31", name="month_day"),
        CheckConstraint(
            "(opens_minute >= 0 AND opens_minute < closes_minute AND closes_minute <= 1440)"
            " OR (on_date IS NOT NULL AND opens_minute = 0 AND closes_minute = 0)",
            name="span",
        ),
        CheckConstraint("on_date IS NULL OR reason <> ''", name="reason"),
        UniqueConstraint("community_id", "shop_id", "weekday", "opens_minute"),
        UniqueConstraint("community_id", "shop_id", "month_day", "opens_minute"),
        UniqueConstraint("community_id", "shop_id", "on_date", "opens_minute"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    shop_id: Mapped[BigInt]
    weekday: Mapped[int | None] = mapped_column(default=None)
    month_day: Mapped[int | None] = mapped_column(default=None)
    on_date: Mapped[date | None] = mapped_column(default=None)
    opens_minute: Mapped[int]
    closes_minute: Mapped[int]
    reason: Mapped[Title] = mapped_column(default="")
