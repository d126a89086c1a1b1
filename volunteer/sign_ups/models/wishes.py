"""What people ask for around a sign-up: the first one, word when it opens, somebody instead."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BIG, BigInt, Key, Moment, words_of
from core.states import StateTable
from core.tenancy import own_key, within
from teams.members.models import Member
from volunteer.activities.models import Shift
from volunteer.sign_ups.models.sign_ups import SignUp

UNTOLD = "told_at IS NULL"
ASKED = "state = 'asked'"


class OpeningReminder(Base):
    """One member's wish to be told when sign-up for a shift opens; told once."""

    __tablename__ = "opening_reminders"
    __table_args__ = (
        own_key(),
        within("shift_id", "shifts"),
        within("member_id", "members"),
        UniqueConstraint("community_id", "member_id", "shift_id"),
        Index(
            "ix_opening_reminders_due",
            "shift_id",
            sqlite_where=text(UNTOLD),
            postgresql_where=text(UNTOLD),
        ),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    shift_id: Mapped[BigInt]
    member_id: Mapped[BigInt]
    asked_at: Mapped[Moment]
    told_at: Mapped[Moment | None] = mapped_column(default=None)

    shift: Mapped[Shift] = relationship(
        primaryjoin="foreign(OpeningReminder.shift_id) == Shift.id", viewonly=True
    )


class FirstWish(Base):
    """The activity somebody looked at before registering; offered once the member is activated."""

    __tablename__ = "first_wishes"
    __table_args__ = (
        within("activity_id", "activities"),
        within("member_id", "members"),
        Index("ix_first_wishes_activity", "community_id", "activity_id"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    member_id: Mapped[BigInt] = mapped_column(primary_key=True)
    activity_id: Mapped[BigInt]
    asked_at: Mapped[Moment]


class SubstitutionState(StrEnum):
    """What became of asking somebody to come instead."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


ASKED_OR_TAKEN = (SubstitutionState.ASKED, SubstitutionState.ACCEPTED)
"""Somebody is asked to come instead, or comes: what the asker is shown beside the place."""


class Substitution(Base):
    """One member asked another to take over a place; one open question a sign-up.

    `to_member_id` is None while a link asks whoever follows it first, and then who took it.
    """

    __tablename__ = "substitutions"
    __table_args__ = (
        own_key(),
        within("sign_up_id", "sign_ups"),
        within("to_member_id", "members"),
        Index(
            "uq_substitutions_asked",
            "community_id",
            "sign_up_id",
            unique=True,
            sqlite_where=text(ASKED),
            postgresql_where=text(ASKED),
        ),
        Index(
            "ix_substitutions_to",
            "community_id",
            "to_member_id",
            sqlite_where=text(ASKED),
            postgresql_where=text(ASKED),
        ),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    sign_up_id: Mapped[BigInt]
    to_member_id: Mapped[int | None] = mapped_column(BIG, default=None)
    state: Mapped[SubstitutionState] = mapped_column(words_of(SubstitutionState, "state"))
    asked_at: Mapped[Moment]
    answered_at: Mapped[Moment | None] = mapped_column(default=None)

    sign_up: Mapped[SignUp] = relationship(
        primaryjoin="foreign(Substitution.sign_up_id) == SignUp.id", viewonly=True
    )
    to_member: Mapped[Member | None] = relationship(
        primaryjoin="foreign(Substitution.to_member_id) == Member.id", viewonly=True
    )


class SubstitutionMove(StrEnum):
    """How the question ends: the first two by who was asked, the third by who asked.

    The last two take an answer back within minutes: a no opens the question again, a yes hands the
    place back.
    """

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    HAND_BACK = "hand_back"


SUBSTITUTION_LIFE = StateTable(
    Substitution,
    {
        (SubstitutionState.ASKED, SubstitutionMove.ACCEPT): SubstitutionState.ACCEPTED,
        (SubstitutionState.ASKED, SubstitutionMove.DECLINE): SubstitutionState.DECLINED,
        (SubstitutionState.ASKED, SubstitutionMove.WITHDRAW): SubstitutionState.WITHDRAWN,
        (SubstitutionState.DECLINED, SubstitutionMove.REOPEN): SubstitutionState.ASKED,
        (SubstitutionState.ACCEPTED, SubstitutionMove.HAND_BACK): SubstitutionState.DECLINED,
    },
)
