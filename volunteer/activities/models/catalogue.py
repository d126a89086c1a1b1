"""The catalogue of a community: kinds of activity, and how risky each is."""

from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from core.columns import BigInt, Code, Key, Name, Prose, words_of
from core.tenancy import own_key


class RiskLevel(StrEnum):
    """How dangerous; HIGH needs an administrator and a policy (条例 17)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


RISK_ORDER = tuple(RiskLevel)
"""From the least danger to the greatest."""


class ActivityType(Base):
    """One line of a community's catalogue of activities (domain 9.2)."""

    __tablename__ = "activity_types"
    __table_args__ = (own_key(), UniqueConstraint("community_id", "code"))

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    code: Mapped[Code]
    name: Mapped[Name]
    team_code: Mapped[Code | None] = mapped_column(default=None)
    typical_minutes: Mapped[int]
    cap_minutes: Mapped[int]
    min_age: Mapped[int]
    takes_guarded_minors: Mapped[bool] = mapped_column(default=False)
    risk: Mapped[RiskLevel] = mapped_column(words_of(RiskLevel, "risk"))
    risk_notice: Mapped[Prose] = mapped_column(default="")
    counts_as_service: Mapped[bool] = mapped_column(default=True)
    required_qualification: Mapped[Code] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)
