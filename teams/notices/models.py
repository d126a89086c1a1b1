"""The public notice (公示): what hangs until when, and who objected."""

from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BIG, BigInt, Code, Key, Moment, Name, Prose, Title, words_of
from core.states import StateTable
from core.tenancy import own_key, within
from teams.members.models import Member


class NoticeState(StrEnum):
    """Hanging, ended, or taken down."""

    OPEN = "open"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


POSTED = (NoticeState.OPEN, NoticeState.ENDED)
"""Hangs or has hung to its end: not taken down."""


class Notice(Base):
    """One notice, hanging for a number of working days.

    `kind` is the name of a NoticeSort; the room that declares it acts on the end of the notice.
    `last_on` is its last day; `ends_at` the first moment after it, when what it announces counts.
    `planned_last_on`: the last day as first announced, once the calendar moved it.
    """

    __tablename__ = "notices"
    __table_args__ = (
        own_key(),
        CheckConstraint("working_days > 0", name="has_days"),
        Index("ix_notices_list", "community_id", "state", "id"),
        Index("ix_notices_due", "state", "ends_at"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[Code]
    title: Mapped[Title]
    body: Mapped[Prose] = mapped_column(default="")
    state: Mapped[NoticeState] = mapped_column(words_of(NoticeState, "state"))
    posted_on: Mapped[date]
    posted_at: Mapped[Moment]
    posted_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    working_days: Mapped[int]
    first_on: Mapped[date]
    last_on: Mapped[date]
    ends_at: Mapped[Moment]
    planned_last_on: Mapped[date | None] = mapped_column(default=None)
    ended_at: Mapped[Moment | None] = mapped_column(default=None)

    lines: Mapped[list["NoticeLine"]] = relationship(back_populates="notice", viewonly=True)

    @property
    def is_open(self) -> bool:
        """Say whether it hangs."""
        return self.state is NoticeState.OPEN


class NoticeMove(StrEnum):
    """What happens to a notice."""

    END = "end"


NOTICE_LIFE = StateTable(Notice, {(NoticeState.OPEN, NoticeMove.END): NoticeState.ENDED})


class NoticeLineState(StrEnum):
    """What becomes of one line: it passes unless somebody objects and is right."""

    HANGING = "hanging"
    DISPUTED = "disputed"
    PASSED = "passed"
    REMOVED = "removed"


class NoticeLine(Base):
    """One announced thing of one member. `subject_id` is the row of the room that posted it."""

    __tablename__ = "notice_lines"
    __table_args__ = (
        own_key(),
        within("notice_id", "notices"),
        within("member_id", "members"),
        UniqueConstraint("notice_id", "subject_id"),
        Index("ix_notice_lines_notice", "community_id", "notice_id", "id"),
        Index("ix_notice_lines_subject", "community_id", "subject_id"),
        Index("ix_notice_lines_member", "community_id", "member_id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    notice_id: Mapped[BigInt]
    member_id: Mapped[BigInt]
    subject_id: Mapped[BigInt]
    sentence: Mapped[Prose]
    values: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    state: Mapped[NoticeLineState] = mapped_column(words_of(NoticeLineState, "state"))
    decided_at: Mapped[Moment | None] = mapped_column(default=None)

    notice: Mapped[Notice] = relationship(
        primaryjoin="foreign(NoticeLine.notice_id) == Notice.id",
        back_populates="lines",
        viewonly=True,
    )
    member: Mapped[Member] = relationship(
        primaryjoin="foreign(NoticeLine.member_id) == Member.id", viewonly=True
    )


class NoticeLineMove(StrEnum):
    """What happens to a line; an objection rejected after the end of its notice clears it."""

    END = "end"
    DISPUTE = "dispute"
    REMOVE = "remove"
    RESTORE = "restore"
    CLEAR = "clear"


NOTICE_LINE_LIFE = StateTable(
    NoticeLine,
    {
        (NoticeLineState.HANGING, NoticeLineMove.END): NoticeLineState.PASSED,
        (NoticeLineState.HANGING, NoticeLineMove.DISPUTE): NoticeLineState.DISPUTED,
        (NoticeLineState.DISPUTED, NoticeLineMove.REMOVE): NoticeLineState.REMOVED,
        (NoticeLineState.DISPUTED, NoticeLineMove.RESTORE): NoticeLineState.HANGING,
        (NoticeLineState.DISPUTED, NoticeLineMove.CLEAR): NoticeLineState.PASSED,
    },
)


class ObjectionState(StrEnum):
    """An objection is answered one of two ways."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


class Objection(Base):
    """One real-name objection to one line, and its answer; one open objection a line."""

    __tablename__ = "objections"
    __table_args__ = (
        own_key(),
        within("line_id", "notice_lines"),
        Index(
            "uq_objections_open",
            "community_id",
            "line_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_objections_list", "community_id", "state", "id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    line_id: Mapped[BigInt]
    made_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"), index=True)
    made_by_name: Mapped[Name]
    contact_tail: Mapped[Code] = mapped_column(default="")
    words: Mapped[Prose]
    state: Mapped[ObjectionState] = mapped_column(words_of(ObjectionState, "state"))
    made_at: Mapped[Moment]
    due_on: Mapped[date]
    answer: Mapped[Prose] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    decided_at: Mapped[Moment | None] = mapped_column(default=None)

    line: Mapped[NoticeLine] = relationship(
        primaryjoin="foreign(Objection.line_id) == NoticeLine.id", viewonly=True
    )

    @property
    def is_open(self) -> bool:
        """Say whether it waits for an answer."""
        return self.state is ObjectionState.OPEN


class ObjectionMove(StrEnum):
    """How an objection is answered."""

    UPHOLD = "uphold"
    REJECT = "reject"


OBJECTION_LIFE = StateTable(
    Objection,
    {
        (ObjectionState.OPEN, ObjectionMove.UPHOLD): ObjectionState.UPHELD,
        (ObjectionState.OPEN, ObjectionMove.REJECT): ObjectionState.REJECTED,
    },
)
