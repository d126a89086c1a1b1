"""Codes that hang at a stall for some hours: who scans one registers for its team."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BIG, BigInt, Key, Moment, words_of
from core.states import StateTable
from core.tenancy import own_key, within
from teams.members.models.belonging import Team


class RecruitCodeState(StrEnum):
    """The life of a code; that its time is over is told by the clock, not by a state."""

    OPEN = "open"
    REVOKED = "revoked"


class RecruitCode(Base):
    """A code of one team (招募码), valid until a moment, as who leads the team opened it.

    What the picture holds is made of the row's number and a key (`rules.recruiting.token_of`), so
    that nothing kept here opens anything.
    """

    __tablename__ = "recruit_codes"
    __table_args__ = (
        own_key(),
        within("team_id", "teams"),
        Index("ix_recruit_codes_team", "community_id", "team_id", "id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    team_id: Mapped[BigInt]
    state: Mapped[RecruitCodeState] = mapped_column(words_of(RecruitCodeState, "state"))
    valid_until: Mapped[Moment]
    opened_at: Mapped[Moment]
    opened_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"), index=True)
    revoked_at: Mapped[Moment | None] = mapped_column(default=None)
    revoked_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)

    team: Mapped[Team] = relationship(
        primaryjoin="foreign(RecruitCode.team_id) == Team.id", viewonly=True
    )

    @property
    def is_revoked(self) -> bool:
        """Say whether it was stopped before its time."""
        return self.state is RecruitCodeState.REVOKED


class RecruitCodeMove(StrEnum):
    """What is done to a code."""

    REVOKE = "revoke"


RECRUIT_CODE_LIFE = StateTable(
    RecruitCode,
    {(RecruitCodeState.OPEN, RecruitCodeMove.REVOKE): RecruitCodeState.REVOKED},
)


class Recruit(Base):
    """A member who registered by a code."""

    __tablename__ = "recruits"
    __table_args__ = (
        within("member_id", "members"),
        within("code_id", "recruit_codes"),
        Index("ix_recruits_code", "community_id", "code_id"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    member_id: Mapped[BigInt] = mapped_column(primary_key=True)
    code_id: Mapped[BigInt]
    registered_at: Mapped[Moment]
