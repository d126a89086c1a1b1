"""Policies of accident insurance, the members a policy lists, and the policy an activity has."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from core.columns import BIG, BigInt, Code, Key, Moment, Title, words_of
from core.states import StateTable
from core.tenancy import own_key, within


class Cover(StrEnum):
    """Whom a policy covers: every active member, those it lists, or the roster of an activity."""

    EVERYBODY = "everybody"
    LISTED = "listed"
    ROSTER = "roster"


class WhyNot(StrEnum):
    """Why a policy does not cover somebody."""

    NOT_LISTED = "not_listed"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    AGE_UNKNOWN = "age_unknown"


class PolicyState(StrEnum):
    """A policy runs until its last day, unless it is ended before."""

    RUNNING = "running"
    ENDED = "ended"


class InsurancePolicy(Base):
    """One policy as it lies in the drawer (条例 17).

    `starts_on` and `ends_on` are the days written on it. `begins_at` and `over_at` are the moments
    that count, half-open; ending it early moves `over_at`. From `remind_at` on it is to be renewed.
    """

    __tablename__ = "insurance_policies"
    __table_args__ = (
        own_key(),
        CheckConstraint("starts_on <= ends_on", name="order"),
        CheckConstraint("min_age IS NULL OR max_age IS NULL OR min_age <= max_age", name="ages"),
        Index("ix_insurance_policies_list", "community_id", "state", "over_at", "id"),
        Index(
            "ix_insurance_policies_due",
            "remind_at",
            sqlite_where=text("reminded_at IS NULL"),
            postgresql_where=text("reminded_at IS NULL"),
        ),
        Index(
            "uq_insurance_policies_number",
            "community_id",
            "policy_no",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    state: Mapped[PolicyState] = mapped_column(
        words_of(PolicyState, "state"), default=PolicyState.RUNNING
    )
    insurer: Mapped[Title]
    policy_no: Mapped[Code]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    cover: Mapped[Cover] = mapped_column(words_of(Cover, "cover"))
    min_age: Mapped[int | None] = mapped_column(default=None)
    max_age: Mapped[int | None] = mapped_column(default=None)
    begins_at: Mapped[Moment]
    over_at: Mapped[Moment]
    remind_at: Mapped[Moment]
    reminded_at: Mapped[Moment | None] = mapped_column(default=None)
    made_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[Moment]
    ended_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    end_reason: Mapped[str] = mapped_column(String(200), default="")

    def covers(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Say whether it holds for the whole of an occasion."""
        return self.begins_at <= starts_at and ends_at <= self.over_at

    @property
    def is_ended(self) -> bool:
        """Say whether it was ended before its last day."""
        return self.state is PolicyState.ENDED

    @property
    def is_listed(self) -> bool:
        """Say whether it covers those it lists, and nobody else."""
        return self.cover is Cover.LISTED


class PolicyMove(StrEnum):
    """What is done with a policy."""

    END = "end"


POLICY_LIFE = StateTable(
    InsurancePolicy, {(PolicyState.RUNNING, PolicyMove.END): PolicyState.ENDED}
)


class InsuredMember(Base):
    """A member whom a policy lists."""

    __tablename__ = "insured_members"
    __table_args__ = (
        within("policy_id", "insurance_policies"),
        within("member_id", "members"),
        Index("ix_insured_members_member", "community_id", "member_id"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    policy_id: Mapped[BigInt] = mapped_column(primary_key=True)
    member_id: Mapped[BigInt] = mapped_column(primary_key=True)
    added_at: Mapped[Moment]


class ActivityCover(Base):
    """The policy an activity relies on; at most one."""

    __tablename__ = "activity_covers"
    __table_args__ = (
        within("activity_id", "activities"),
        within("policy_id", "insurance_policies"),
        Index("ix_activity_covers_policy", "community_id", "policy_id"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    activity_id: Mapped[BigInt] = mapped_column(primary_key=True)
    policy_id: Mapped[BigInt]
