"""Two files of one person: proposed to be made one, and what a second person decided."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BIG, BigInt, Key, Moment, Title, words_of
from core.states import StateTable
from core.tenancy import own_key, within
from teams.members.models import Member


class MergeState(StrEnum):
    """Proposed; then done for good, refused, or taken back. APART: looked at, two people."""

    PROPOSED = "proposed"
    DONE = "done"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    APART = "apart"


STANDING = (MergeState.PROPOSED, MergeState.DONE)
"""At most one such row for a file that goes into another."""

JUDGED = (MergeState.PROPOSED, MergeState.APART)
"""Somebody looked at the pair: it is offered no more."""

_STANDS = f"state IN ({', '.join(repr(state.value) for state in STANDING)})"


class Merge(Base):
    """One pair of files, `gone` to be merged into `kept`, or told to be two people.

    `takes_phone`: the phone of the file that goes is the right one. Whoever decides did not
    propose it, and is neither of both.
    """

    __tablename__ = "merges"
    __table_args__ = (
        own_key(),
        within("kept_id", "members"),
        within("gone_id", "members"),
        CheckConstraint("kept_id <> gone_id", name="two_files"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="second"),
        Index(
            "uq_merges_standing",
            "community_id",
            "gone_id",
            unique=True,
            sqlite_where=text(_STANDS),
            postgresql_where=text(_STANDS),
        ),
        Index("ix_merges_list", "community_id", "state", "id"),
        Index("ix_merges_gone", "community_id", "gone_id", "kept_id"),
        Index("ix_merges_kept", "community_id", "kept_id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    kept_id: Mapped[BigInt]
    gone_id: Mapped[BigInt]
    state: Mapped[MergeState] = mapped_column(words_of(MergeState, "state"))
    takes_phone: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[Title] = mapped_column(default="")
    proposed_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[Moment]
    decided_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    decided_at: Mapped[Moment | None] = mapped_column(default=None)
    answer: Mapped[Title] = mapped_column(default="")

    kept: Mapped[Member] = relationship(
        primaryjoin="foreign(Merge.kept_id) == Member.id", viewonly=True
    )
    gone: Mapped[Member] = relationship(
        primaryjoin="foreign(Merge.gone_id) == Member.id", viewonly=True
    )

    @property
    def is_open(self) -> bool:
        """Say whether it waits for a second person."""
        return self.state is MergeState.PROPOSED


class MergeMove(StrEnum):
    """What becomes of a proposal."""

    DO = "do"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"


MERGE_LIFE = StateTable(
    Merge,
    {
        (MergeState.PROPOSED, MergeMove.DO): MergeState.DONE,
        (MergeState.PROPOSED, MergeMove.REFUSE): MergeState.REFUSED,
        (MergeState.PROPOSED, MergeMove.TAKE_BACK): MergeState.TAKEN_BACK,
    },
)
"""Nothing leads on from done: two files that became one are not told apart again."""
