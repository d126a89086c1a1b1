"""What was issued: awards with their certificates, and the counter of their numbers."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commendations.nominations.models import CommendationKind, Nomination
from core.base import Base
from core.columns import BIG, BigInt, Code, Key, Moment, Prose, Title, words_of
from core.tenancy import own_key, within
from teams.members.models import Member


class Award(Base):
    """A confirmed recognition with its certificate number; revoked with a reason, never deleted.

    `keeps_level`: the certificate is revoked, yet the level still counts for the next one.
    `kept_at_minutes`: the total at which a level short of hours was looked at and kept.
    """

    __tablename__ = "awards"
    __table_args__ = (
        own_key(),
        within("nomination_id", "nominations"),
        within("member_id", "members"),
        within("bonus_transaction_id", "transactions"),
        UniqueConstraint("community_id", "nomination_id"),
        UniqueConstraint("community_id", "certificate_no"),
        CheckConstraint(
            "revoked_at IS NULL OR (revoked_by_id IS NOT NULL AND length(revoke_reason) >= 4)",
            name="revoked_with_reason",
        ),
        Index(
            "uq_awards_level",
            "community_id",
            "member_id",
            "rank",
            unique=True,
            sqlite_where=text("kind = 'star_level' AND revoked_at IS NULL"),
            postgresql_where=text("kind = 'star_level' AND revoked_at IS NULL"),
        ),
        Index("ix_awards_member", "community_id", "member_id", "id"),
        Index("ix_awards_wall", "community_id", "kind", "issued_at", "id"),
        Index(
            "ix_awards_review",
            "community_id",
            "id",
            sqlite_where=text("needs_review"),
            postgresql_where=text("needs_review"),
        ),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    nomination_id: Mapped[BigInt]
    member_id: Mapped[BigInt]
    kind: Mapped[CommendationKind] = mapped_column(words_of(CommendationKind, "kind"))
    title: Mapped[Title]
    rank: Mapped[int] = mapped_column(default=0)
    certificate_no: Mapped[Code]
    verification_code: Mapped[Code] = mapped_column(unique=True)
    basis: Mapped[Prose] = mapped_column(default="")
    minutes: Mapped[BigInt] = mapped_column(default=0)
    issued_at: Mapped[Moment]
    issued_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    bonus_transaction_id: Mapped[int | None] = mapped_column(BIG, default=None)
    needs_review: Mapped[bool] = mapped_column(default=False)
    kept_at_minutes: Mapped[int | None] = mapped_column(BIG, default=None)
    keeps_level: Mapped[bool] = mapped_column(default=False)
    revoked_at: Mapped[Moment | None] = mapped_column(default=None)
    revoked_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    revoke_reason: Mapped[Prose] = mapped_column(default="")

    member: Mapped[Member] = relationship(
        primaryjoin="foreign(Award.member_id) == Member.id", viewonly=True
    )
    nomination: Mapped[Nomination] = relationship(
        primaryjoin="foreign(Award.nomination_id) == Nomination.id", viewonly=True
    )


class CertificateCounter(Base):
    """The last certificate number of one series and year, taken by a guarded update."""

    __tablename__ = "certificate_counters"

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    series: Mapped[Code] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last_number: Mapped[BigInt] = mapped_column(default=0)
