"""What was read or heard before a sign-up: who, when, which words, by which act (条例 12, 15)."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BigInt, Key, Moment, Prose, words_of
from core.tenancy import own_key, within
from volunteer.activities.models import KindNotice


class ReadingWay(StrEnum):
    """By which act it was made known."""

    OWN = "own"
    GUARDIAN = "guardian"
    TOLD = "told"


class RiskReading(Base):
    """One member knew a version of a kind's notice, and the own words of the activity beside it.

    `own_words` is empty where the activity said no more than its kind. `read_by_id` is who pressed:
    the member, the guardian of a child under 14, or who told it aloud. `guardian_agreed_at` is the
    consent on file that the reading of a member of 14 to 17 rests on (domain 5.3). `sign_up_id` is
    what it was read for.
    """

    __tablename__ = "risk_readings"
    __table_args__ = (
        own_key(),
        within("member_id", "members"),
        within("notice_id", "kind_notices"),
        within("sign_up_id", "sign_ups"),
        Index("ix_risk_readings_member", "community_id", "member_id", "notice_id"),
        Index("ix_risk_readings_notice", "community_id", "notice_id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[BigInt]
    notice_id: Mapped[BigInt]
    own_words: Mapped[Prose] = mapped_column(default="")
    sign_up_id: Mapped[BigInt]
    way: Mapped[ReadingWay] = mapped_column(words_of(ReadingWay, "way"))
    read_at: Mapped[Moment]
    read_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    guardian_agreed_at: Mapped[Moment | None] = mapped_column(default=None)

    notice: Mapped[KindNotice] = relationship(
        primaryjoin="foreign(RiskReading.notice_id) == KindNotice.id", viewonly=True
    )
