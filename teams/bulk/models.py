"""What was done to many members in one press, and whom it passed over."""

from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from core.columns import BIG, BigInt, Key, Moment, words_of
from core.tenancy import own_key, within


class BulkKind(StrEnum):
    """What can be done to many at once."""

    CARDS = "cards"
    ACTIVATE = "activate"
    ACCEPT = "accept"
    CHANGE_TEAM = "change_team"


WITH_TEAM = (BulkKind.ACCEPT, BulkKind.CHANGE_TEAM)
"""A team is chosen for all of them."""

UNDOABLE = (BulkKind.ACTIVATE, *WITH_TEAM)
"""Can be taken back while nothing depends on it; a PIN that was handed out cannot."""


class BulkAct(Base):
    """One press on many members.

    `done`: a mapping each of whom it was done to, "member" with what undoing has to know; `refused`
    and `kept` (not undone): "member" with the sentence why.
    """

    __tablename__ = "bulk_acts"
    __table_args__ = (
        own_key(),
        within("team_id", "teams"),
        Index("ix_bulk_acts_team", "community_id", "team_id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[BulkKind] = mapped_column(words_of(BulkKind, "kind"))
    team_id: Mapped[int | None] = mapped_column(BIG, default=None)
    made_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[Moment]
    done: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    refused: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    kept: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    undone_at: Mapped[Moment | None] = mapped_column(default=None)

    @property
    def is_cards(self) -> bool:
        """Say whether cards were printed."""
        return self.kind is BulkKind.CARDS

    @property
    def may_undo(self) -> bool:
        """Say whether it can be taken back."""
        return self.kind in UNDOABLE and self.undone_at is None and bool(self.done)
