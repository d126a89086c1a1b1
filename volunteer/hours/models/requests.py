"""What waits for a second person: reports of an error in a record, hours to be added by hand."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BIG, BigInt, Code, Key, Moment, Prose, Title, words_of
from core.states import StateTable
from core.tenancy import own_key, within
from teams.members.models import Member, Team
from volunteer.hours.models.records import ServiceRecord


class CorrectionState(StrEnum):
    """A report of an error is answered one of two ways."""

    OPEN = "open"
    KEPT = "kept"
    CORRECTED = "corrected"


class CorrectionRequest(Base):
    """更正申请 (民政部令第67号): a volunteer reports an error; one open report a record."""

    __tablename__ = "correction_requests"
    __table_args__ = (
        own_key(),
        within("record_id", "service_records"),
        within("member_id", "members"),
        Index(
            "uq_correction_requests_open",
            "community_id",
            "record_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_correction_requests_list", "community_id", "state", "id"),
        Index("ix_correction_requests_record", "community_id", "record_id", "id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    record_id: Mapped[BigInt]
    member_id: Mapped[BigInt]
    words: Mapped[Prose]
    state: Mapped[CorrectionState] = mapped_column(words_of(CorrectionState, "state"))
    made_at: Mapped[Moment]
    due_on: Mapped[date]
    answer: Mapped[Prose] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    decided_at: Mapped[Moment | None] = mapped_column(default=None)

    record: Mapped[ServiceRecord] = relationship(
        primaryjoin="foreign(CorrectionRequest.record_id) == ServiceRecord.id", viewonly=True
    )
    member: Mapped[Member] = relationship(
        primaryjoin="foreign(CorrectionRequest.member_id) == Member.id", viewonly=True
    )

    @property
    def is_open(self) -> bool:
        """Say whether it waits for a decision."""
        return self.state is CorrectionState.OPEN


class CorrectionMove(StrEnum):
    """How a report of an error is answered."""

    KEEP = "keep"
    CORRECT = "correct"


CORRECTION_LIFE = StateTable(
    CorrectionRequest,
    {
        (CorrectionState.OPEN, CorrectionMove.KEEP): CorrectionState.KEPT,
        (CorrectionState.OPEN, CorrectionMove.CORRECT): CorrectionState.CORRECTED,
    },
)


class ProposalState(StrEnum):
    """Proposed hours wait, or a second person decided."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"


class HourProposal(Base):
    """补记时长: hours one person proposes for a member and another approves into a record."""

    __tablename__ = "hour_proposals"
    __table_args__ = (
        own_key(),
        within("member_id", "members"),
        within("team_id", "teams"),
        within("record_id", "service_records"),
        CheckConstraint("service_minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("starts_at < ends_at", name="order"),
        CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="second_person"
        ),
        Index("ix_hour_proposals_list", "community_id", "state", "id"),
        Index("ix_hour_proposals_member", "community_id", "member_id", "id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[BigInt]
    team_id: Mapped[BigInt]
    type_code: Mapped[Code]
    title: Mapped[Title]
    place: Mapped[Title] = mapped_column(default="")
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    service_minutes: Mapped[int]
    reason: Mapped[Prose]
    evidence: Mapped[Prose]
    state: Mapped[ProposalState] = mapped_column(words_of(ProposalState, "state"))
    proposed_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[Moment]
    answer: Mapped[Prose] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    decided_at: Mapped[Moment | None] = mapped_column(default=None)
    record_id: Mapped[int | None] = mapped_column(BIG, default=None)

    member: Mapped[Member] = relationship(
        primaryjoin="foreign(HourProposal.member_id) == Member.id", viewonly=True
    )
    team: Mapped[Team] = relationship(
        primaryjoin="foreign(HourProposal.team_id) == Team.id", viewonly=True
    )

    @property
    def is_open(self) -> bool:
        """Say whether it waits for a decision."""
        return self.state is ProposalState.OPEN


class ProposalMove(StrEnum):
    """What the second person decides."""

    APPROVE = "approve"
    REFUSE = "refuse"


PROPOSAL_LIFE = StateTable(
    HourProposal,
    {
        (ProposalState.OPEN, ProposalMove.APPROVE): ProposalState.APPROVED,
        (ProposalState.OPEN, ProposalMove.REFUSE): ProposalState.REFUSED,
    },
)
