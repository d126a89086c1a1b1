"""The catalogue of a community: kinds of activity, how risky each is, what is told of it."""

from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base, append_only
from core.columns import BIG, BigInt, Code, Key, Moment, Name, Prose, words_of
from core.tenancy import own_key, within


class RiskLevel(StrEnum):
    """How dangerous; HIGH needs an administrator and a policy (条例 17)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


RISK_ORDER = tuple(RiskLevel)
"""From the least danger to the greatest."""


Caps = list[dict[str, str | int]]
"""Later caps of a kind: `starts_on`, `minutes`, and who set it when and why."""


def cap_on(first: int, later: Caps, day: date) -> int:
    """Return the most minutes a service counts that ended on `day` (T10): the newest begun."""
    begun = [cap for cap in later if str(cap["starts_on"]) <= day.isoformat()]
    return int(max(begun, key=lambda cap: str(cap["starts_on"]))["minutes"]) if begun else first


class ActivityType(Base):
    """One line of a community's catalogue of activities (domain 9.2).

    `cap_minutes` is the cap the kind began with; `later_caps` are only ever added to.
    """

    __tablename__ = "activity_types"
    __table_args__ = (own_key(), UniqueConstraint("community_id", "code"))

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    code: Mapped[Code]
    name: Mapped[Name]
    team_code: Mapped[Code | None] = mapped_column(default=None)
    typical_minutes: Mapped[int]
    cap_minutes: Mapped[int]
    later_caps: Mapped[Caps] = mapped_column(JSON, default=list, server_default="[]")
    min_age: Mapped[int]
    takes_guarded_minors: Mapped[bool] = mapped_column(default=False)
    risk: Mapped[RiskLevel] = mapped_column(words_of(RiskLevel, "risk"))
    counts_as_service: Mapped[bool] = mapped_column(default=True)
    required_qualification: Mapped[Code] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)

    def cap_on(self, day: date) -> int:
        """Return the most minutes one service of this kind counts that ended on `day`."""
        return cap_on(self.cap_minutes, self.later_caps, day)


class KindNotice(Base):
    """One version of what is told before coming to a kind of activity; the highest number counts.

    `risk` is what may happen, `bring` what one brings. A version is never changed, since people
    have read it. Nobody wrote the one a community began with.
    """

    __tablename__ = "kind_notices"
    __table_args__ = (
        own_key(),
        within("type_id", "activity_types"),
        UniqueConstraint("community_id", "type_id", "number"),
        CheckConstraint("length(risk) > 0", name="tells_risk"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    type_id: Mapped[BigInt]
    number: Mapped[int]
    risk: Mapped[Prose]
    bring: Mapped[Prose] = mapped_column(default="")
    written_at: Mapped[Moment]
    written_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)


append_only(KindNotice.__table__)
