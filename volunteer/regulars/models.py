"""Who keeps a place in each coming shift of a series, and what became of each turn."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BigInt, Key, Moment, Name, words_of
from core.states import StateTable
from core.tenancy import own_key, within
from teams.members.models import Member
from volunteer.activities.models import Activity, Shift


class RegularState(StrEnum):
    """Asked for by the member, offered by a leader, kept, or over."""

    ASKED = "asked"
    OFFERED = "offered"
    ACTIVE = "active"
    REFUSED = "refused"
    ENDED = "ended"


LIVE = "state IN ('asked', 'offered', 'active')"


class EndReason(StrEnum):
    """Why it ended: who ended it, or which rule."""

    OWN = "own"
    LEADER = "leader"
    MARKS = "marks"
    LEFT_TEAM = "left_team"
    LEFT = "left"


class Regular(Base):
    """A member who keeps a place in each coming shift of one post of a series.

    `series_id` is the first activity of the series. `weekday` (0 is Monday) keeps the shifts of
    that day of the week alone; None keeps all. `since_at`: when both sides had said yes.
    `paused_until` is the last local day that is left out.
    """

    __tablename__ = "regulars"
    __table_args__ = (
        own_key(),
        within("series_id", "activities"),
        within("member_id", "members"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("(state = 'ended') = (end_reason IS NOT NULL)", name="says_why_it_ended"),
        Index(
            "uq_regulars_live",
            "community_id",
            "series_id",
            "post_name",
            "member_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index("ix_regulars_member", "community_id", "member_id", "state"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    series_id: Mapped[BigInt]
    post_name: Mapped[Name]
    weekday: Mapped[int | None] = mapped_column(default=None)
    member_id: Mapped[BigInt]
    state: Mapped[RegularState] = mapped_column(words_of(RegularState, "state"))
    asked_at: Mapped[Moment]
    since_at: Mapped[Moment | None] = mapped_column(default=None)
    paused_until: Mapped[date | None] = mapped_column(default=None)
    ended_at: Mapped[Moment | None] = mapped_column(default=None)
    end_reason: Mapped[EndReason | None] = mapped_column(
        words_of(EndReason, "end_reason"), default=None
    )

    series: Mapped[Activity] = relationship(
        primaryjoin="foreign(Regular.series_id) == Activity.id", viewonly=True
    )
    member: Mapped[Member] = relationship(
        primaryjoin="foreign(Regular.member_id) == Member.id", viewonly=True
    )

    @property
    def is_asked(self) -> bool:
        """Say whether the member asked and the leader has yet to answer."""
        return self.state is RegularState.ASKED

    @property
    def is_offered(self) -> bool:
        """Say whether the leader offered it and the member has yet to answer."""
        return self.state is RegularState.OFFERED

    @property
    def is_active(self) -> bool:
        """Say whether it stands, be it paused."""
        return self.state is RegularState.ACTIVE

    def is_paused_on(self, day: date) -> bool:
        """Say whether the shifts of this local day are left out; the last day still is."""
        return self.paused_until is not None and day <= self.paused_until


class RegularMove(StrEnum):
    """What becomes of it."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    END = "end"


REGULAR_LIFE = StateTable(
    Regular,
    {
        (RegularState.ASKED, RegularMove.ACCEPT): RegularState.ACTIVE,
        (RegularState.OFFERED, RegularMove.ACCEPT): RegularState.ACTIVE,
        (RegularState.ASKED, RegularMove.REFUSE): RegularState.REFUSED,
        (RegularState.OFFERED, RegularMove.REFUSE): RegularState.REFUSED,
        (RegularState.ASKED, RegularMove.END): RegularState.ENDED,
        (RegularState.OFFERED, RegularMove.END): RegularState.ENDED,
        (RegularState.ACTIVE, RegularMove.END): RegularState.ENDED,
    },
)
UNANSWERED = REGULAR_LIFE.begins(RegularMove.ACCEPT)
ASKED_OR_KEPT = REGULAR_LIFE.begins(RegularMove.END)
"""Stands, or waits for an answer: one such row of a member for a post of a series."""


class Outcome(StrEnum):
    """What a turn came to: a place kept, or why none was."""

    KEPT = "kept"
    OWN = "own"
    CLASH = "clash"
    FULL = "full"
    SHARE = "share"
    UNREAD = "unread"
    UNFIT = "unfit"


class RegularTurn(Base):
    """One shift that came to one regular, decided once: the key of the table keeps it so."""

    __tablename__ = "regular_turns"
    __table_args__ = (
        within("regular_id", "regulars"),
        within("shift_id", "shifts"),
        Index("ix_regular_turns_shift", "community_id", "shift_id", "outcome"),
        Index(
            "ix_regular_turns_untold",
            "regular_id",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    regular_id: Mapped[BigInt] = mapped_column(primary_key=True)
    shift_id: Mapped[BigInt] = mapped_column(primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(words_of(Outcome, "outcome"))
    decided_at: Mapped[Moment]
    told_at: Mapped[Moment | None] = mapped_column(default=None)

    regular: Mapped[Regular] = relationship(
        primaryjoin="foreign(RegularTurn.regular_id) == Regular.id", viewonly=True
    )
    shift: Mapped[Shift] = relationship(
        primaryjoin="foreign(RegularTurn.shift_id) == Shift.id", viewonly=True
    )

    @property
    def is_kept(self) -> bool:
        """Say whether a place was kept."""
        return self.outcome is Outcome.KEPT
