"""What a member is trained or licensed for, as seen at the desk."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from core.columns import BIG, BigInt, Key, Moment, words_of
from core.tenancy import own_key, within


class QualificationKind(StrEnum):
    """What a post may ask for (条例 16): a statutory qualification, or training before it."""

    MEDICAL = "medical"
    COUNSEL = "counsel"
    FIRST_AID = "first_aid"
    TRAINED = "trained"


class Qualification(Base):
    """One certificate a member showed at the desk, good up to and including its last day."""

    __tablename__ = "qualifications"
    __table_args__ = (
        own_key(),
        within("member_id", "members"),
        Index("ix_qualifications_member", "community_id", "member_id", "id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[BigInt]
    kind: Mapped[QualificationKind] = mapped_column(words_of(QualificationKind, "kind"))
    last_on: Mapped[date]
    recorded_at: Mapped[Moment]
    recorded_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[Moment | None] = mapped_column(default=None)
    ended_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
