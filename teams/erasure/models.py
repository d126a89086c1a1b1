"""Requests to be erased, and what a second person decided."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BIG, BigInt, Key, Moment, Title, words_of
from core.states import StateTable
from core.tenancy import own_key, within
from teams.members.models import Member


class ErasureState(StrEnum):
    """Asked for; then done for good, refused with a reason, or taken back before."""

    REQUESTED = "requested"
    DONE = "done"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class Erasure(Base):
    """One request that a member be erased: by the member, or by the desk for them.

    `asked_by_id` stays the person or the desk; whoever decides is neither.
    """

    __tablename__ = "erasures"
    __table_args__ = (
        own_key(),
        within("member_id", "members"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="second"),
        Index(
            "uq_erasures_open",
            "community_id",
            "member_id",
            unique=True,
            sqlite_where=text("state = 'requested'"),
            postgresql_where=text("state = 'requested'"),
        ),
        Index("ix_erasures_list", "community_id", "state", "id"),
        Index("ix_erasures_member", "community_id", "member_id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[BigInt]
    state: Mapped[ErasureState] = mapped_column(words_of(ErasureState, "state"))
    asked_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Moment]
    decided_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    decided_at: Mapped[Moment | None] = mapped_column(default=None)
    answer: Mapped[Title] = mapped_column(default="")

    member: Mapped[Member] = relationship(
        primaryjoin="foreign(Erasure.member_id) == Member.id", viewonly=True
    )

    @property
    def is_open(self) -> bool:
        """Say whether it waits for a second person."""
        return ERASURE_LIFE.allows(self, ErasureMove.DO)


class ErasureMove(StrEnum):
    """What becomes of a request."""

    DO = "do"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"


ERASURE_LIFE = StateTable(
    Erasure,
    {
        (ErasureState.REQUESTED, ErasureMove.DO): ErasureState.DONE,
        (ErasureState.REQUESTED, ErasureMove.REFUSE): ErasureState.REFUSED,
        (ErasureState.REQUESTED, ErasureMove.TAKE_BACK): ErasureState.TAKEN_BACK,
    },
)
"""Nothing leads on from done: what was shredded cannot come back."""
