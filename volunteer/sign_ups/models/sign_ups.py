"""Sign-ups, and what became of them."""

from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BIG, BigInt, Code, Key, Moment, Prose, words_of
from core.states import StateTable
from core.tenancy import own_key, within
from teams.members.models import Member
from volunteer.activities.models import Shift


class SignUpState(StrEnum):
    """The life of a sign-up (domain 8)."""

    APPROVED = "approved"
    WAITLISTED = "waitlisted"
    CANCELLED = "cancelled"
    LATE_CANCELLED = "late_cancelled"
    LAPSED = "lapsed"
    EXCUSED = "excused"
    CHECKED_IN = "checked_in"
    CHECKED_OUT = "checked_out"
    NO_SHOW = "no_show"
    CONFIRMED = "confirmed"


LIVE = (
    SignUpState.APPROVED,
    SignUpState.WAITLISTED,
    SignUpState.CHECKED_IN,
    SignUpState.CHECKED_OUT,
    SignUpState.CONFIRMED,
)
"""A place or a wait for one: at most one such sign-up of a member for a shift."""

WITH_PLACE = (
    SignUpState.APPROVED,
    SignUpState.CHECKED_IN,
    SignUpState.CHECKED_OUT,
    SignUpState.CONFIRMED,
)
"""A place, kept or still to be kept."""

HOLDING_PLACE = (*WITH_PLACE, SignUpState.NO_SHOW)
"""What counts as taken: who did not come held a place too, so attendance moves no counter."""

ON_LIST = (*LIVE, SignUpState.NO_SHOW)
"""Had a place or a wait for one when the shift began."""

ON_BOARD = (*ON_LIST, SignUpState.EXCUSED)
"""Whom the board of the day shows."""

DUE = (SignUpState.APPROVED, SignUpState.CHECKED_IN)
"""The member has something to press on the day: arriving, or leaving."""

UNDECIDED = (SignUpState.APPROVED, SignUpState.CHECKED_IN, SignUpState.CHECKED_OUT)
"""The leader has yet to say what became of it."""

LEFT = (SignUpState.CHECKED_OUT, SignUpState.CONFIRMED)
MARKED = (SignUpState.LATE_CANCELLED, SignUpState.NO_SHOW)
"""Counts against the member unless it is excused (T19)."""

ABSENT = (SignUpState.EXCUSED, SignUpState.NO_SHOW)
GAVE_UP = (SignUpState.LATE_CANCELLED, SignUpState.EXCUSED)
"""Gave a place up too late: counted, or excused."""

_IS_LIVE = f"state IN ({', '.join(repr(state.value) for state in LIVE)})"


class SignUp(Base):
    """One member's sign-up for one shift; cancelled, never deleted. One live row a pair.

    `queue_no` orders the waiting list; it comes from the counter of the shift, so the order is
    the order of commit. `kept_at`: when who was given the place from the queue said yes to it.
    `explanation` is the member's own word on not coming (T19). `earlier` is
    what it was before each act of the day, `undone_arrival` the arrival last undone.
    """

    __tablename__ = "sign_ups"
    __table_args__ = (
        own_key(),
        within("shift_id", "shifts"),
        within("member_id", "members"),
        Index(
            "uq_sign_ups_live",
            "community_id",
            "shift_id",
            "member_id",
            unique=True,
            sqlite_where=text(_IS_LIVE),
            postgresql_where=text(_IS_LIVE),
        ),
        Index(
            "ix_sign_ups_waiting",
            "shift_id",
            "queue_no",
            sqlite_where=text("state = 'waitlisted'"),
            postgresql_where=text("state = 'waitlisted'"),
        ),
        Index("ix_sign_ups_attendance_list", "community_id", "shift_id", "state", "queue_no"),
        Index("ix_sign_ups_member", "community_id", "member_id", "state", "id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    shift_id: Mapped[BigInt]
    member_id: Mapped[BigInt]
    state: Mapped[SignUpState] = mapped_column(words_of(SignUpState, "state"))
    queue_no: Mapped[int | None] = mapped_column(BIG, default=None)
    note: Mapped[Prose] = mapped_column(default="")
    is_walk_in: Mapped[bool] = mapped_column(default=False)
    signed_up_at: Mapped[Moment]
    signed_up_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    promoted_at: Mapped[Moment | None] = mapped_column(default=None)
    kept_at: Mapped[Moment | None] = mapped_column(default=None)
    closed_at: Mapped[Moment | None] = mapped_column(default=None)
    close_reason: Mapped[Prose] = mapped_column(default="")
    arrived_at: Mapped[Moment | None] = mapped_column(default=None)
    arrived_by: Mapped[Code] = mapped_column(default="")
    left_at: Mapped[Moment | None] = mapped_column(default=None)
    left_by: Mapped[Code] = mapped_column(default="")
    attendance_note: Mapped[Prose] = mapped_column(default="")
    explanation: Mapped[Prose] = mapped_column(default="")
    explained_at: Mapped[Moment | None] = mapped_column(default=None)
    earlier: Mapped[list[dict[str, object]] | None] = mapped_column(JSON(none_as_null=True))
    undone_arrival: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    version: Mapped[int] = mapped_column(default=1)

    shift: Mapped[Shift] = relationship(
        primaryjoin="foreign(SignUp.shift_id) == Shift.id", viewonly=True
    )
    member: Mapped[Member] = relationship(
        primaryjoin="foreign(SignUp.member_id) == Member.id", viewonly=True
    )

    @property
    def is_approved(self) -> bool:
        """Say whether there is a place and nothing more is known yet."""
        return self.state is SignUpState.APPROVED

    @property
    def is_waiting(self) -> bool:
        """Say whether it waits in the queue."""
        return self.state is SignUpState.WAITLISTED

    @property
    def is_confirmed(self) -> bool:
        """Say whether its minutes are confirmed."""
        return self.state is SignUpState.CONFIRMED

    @property
    def is_no_show(self) -> bool:
        """Say whether the person is marked as not come."""
        return self.state is SignUpState.NO_SHOW

    @property
    def is_excused(self) -> bool:
        """Say whether not coming is excused."""
        return self.state is SignUpState.EXCUSED

    @property
    def was_there(self) -> bool:
        """Say whether the person came and left."""
        return self.state in {SignUpState.CHECKED_OUT, SignUpState.CONFIRMED}

    @property
    def may_cancel(self) -> bool:
        """Say whether it can still be cancelled, the time aside."""
        return SIGN_UP_LIFE.allows(self, SignUpMove.CANCEL)

    __mapper_args__ = {"version_id_col": version}


class SignUpMove(StrEnum):
    """What happens to a sign-up: before the day, on the day, and when its minutes are confirmed."""

    QUEUE = "queue"
    PROMOTE = "promote"
    CANCEL = "cancel"
    CANCEL_LATE = "cancel_late"
    LAPSE = "lapse"
    CALL_OFF = "call_off"
    ARRIVE = "arrive"
    ATTEND = "attend"
    LEAVE = "leave"
    CORRECT = "correct"
    EXCUSE = "excuse"
    MISS = "miss"
    UNDO = "undo"
    UNDO_VISIT = "undo_visit"
    UNDO_TIMES = "undo_times"
    BACK_TO_QUEUE = "back_to_queue"
    TAKE_OFF = "take_off"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    REOPEN_PRESENT = "reopen_present"
    DOUBLED = "doubled"


BY_LEADER = (
    SignUpMove.ARRIVE,
    SignUpMove.LEAVE,
    SignUpMove.CORRECT,
    SignUpMove.EXCUSE,
    SignUpMove.MISS,
    SignUpMove.UNDO,
)
"""What a leader presses; the rest of the table follows by itself."""

WRITING_TIMES = (SignUpMove.ARRIVE, SignUpMove.CORRECT)
STAYING_AWAY = (SignUpMove.EXCUSE, SignUpMove.MISS)
UNDOING = (
    SignUpMove.UNDO,
    SignUpMove.UNDO_VISIT,
    SignUpMove.UNDO_TIMES,
    SignUpMove.BACK_TO_QUEUE,
    SignUpMove.TAKE_OFF,
)


SIGN_UP_LIFE = StateTable(
    SignUp,
    {
        (SignUpState.APPROVED, SignUpMove.QUEUE): SignUpState.WAITLISTED,
        (SignUpState.WAITLISTED, SignUpMove.PROMOTE): SignUpState.APPROVED,
        (SignUpState.APPROVED, SignUpMove.CANCEL): SignUpState.CANCELLED,
        (SignUpState.WAITLISTED, SignUpMove.CANCEL): SignUpState.CANCELLED,
        (SignUpState.APPROVED, SignUpMove.CANCEL_LATE): SignUpState.LATE_CANCELLED,
        (SignUpState.WAITLISTED, SignUpMove.LAPSE): SignUpState.LAPSED,
        (SignUpState.APPROVED, SignUpMove.CALL_OFF): SignUpState.CANCELLED,
        (SignUpState.WAITLISTED, SignUpMove.CALL_OFF): SignUpState.CANCELLED,
        (SignUpState.CHECKED_IN, SignUpMove.CALL_OFF): SignUpState.CANCELLED,
        (SignUpState.CHECKED_OUT, SignUpMove.CALL_OFF): SignUpState.CANCELLED,
        (SignUpState.APPROVED, SignUpMove.ARRIVE): SignUpState.CHECKED_IN,
        (SignUpState.APPROVED, SignUpMove.ATTEND): SignUpState.CHECKED_OUT,
        (SignUpState.CHECKED_IN, SignUpMove.LEAVE): SignUpState.CHECKED_OUT,
        (SignUpState.CHECKED_IN, SignUpMove.CORRECT): SignUpState.CHECKED_IN,
        (SignUpState.CHECKED_OUT, SignUpMove.CORRECT): SignUpState.CHECKED_OUT,
        (SignUpState.APPROVED, SignUpMove.EXCUSE): SignUpState.EXCUSED,
        (SignUpState.NO_SHOW, SignUpMove.EXCUSE): SignUpState.EXCUSED,
        (SignUpState.LATE_CANCELLED, SignUpMove.EXCUSE): SignUpState.EXCUSED,
        (SignUpState.APPROVED, SignUpMove.MISS): SignUpState.NO_SHOW,
        (SignUpState.CHECKED_IN, SignUpMove.UNDO): SignUpState.APPROVED,
        (SignUpState.CHECKED_OUT, SignUpMove.UNDO): SignUpState.CHECKED_IN,
        (SignUpState.NO_SHOW, SignUpMove.UNDO): SignUpState.APPROVED,
        (SignUpState.CHECKED_OUT, SignUpMove.UNDO_VISIT): SignUpState.APPROVED,
        (SignUpState.CHECKED_IN, SignUpMove.UNDO_TIMES): SignUpState.CHECKED_IN,
        (SignUpState.CHECKED_OUT, SignUpMove.UNDO_TIMES): SignUpState.CHECKED_OUT,
        (SignUpState.CHECKED_IN, SignUpMove.BACK_TO_QUEUE): SignUpState.WAITLISTED,
        (SignUpState.CHECKED_OUT, SignUpMove.BACK_TO_QUEUE): SignUpState.WAITLISTED,
        (SignUpState.CHECKED_IN, SignUpMove.TAKE_OFF): SignUpState.CANCELLED,
        (SignUpState.CHECKED_OUT, SignUpMove.TAKE_OFF): SignUpState.CANCELLED,
        (SignUpState.CHECKED_IN, SignUpMove.CONFIRM): SignUpState.CONFIRMED,
        (SignUpState.CHECKED_OUT, SignUpMove.CONFIRM): SignUpState.CONFIRMED,
        (SignUpState.CONFIRMED, SignUpMove.REOPEN): SignUpState.CHECKED_OUT,
        (SignUpState.CONFIRMED, SignUpMove.REOPEN_PRESENT): SignUpState.CHECKED_IN,
        (SignUpState.CONFIRMED, SignUpMove.DOUBLED): SignUpState.CANCELLED,
    },
)
CANCELLABLE = SIGN_UP_LIFE.begins(SignUpMove.CANCEL)
TO_CONFIRM = SIGN_UP_LIFE.begins(SignUpMove.CONFIRM)
"""The life of a sign-up (domain 8).

ATTEND is an arrival and a departure at once. Undoing goes back to what was remembered
(`attendance_steps`): UNDO one step, UNDO_VISIT an ATTEND, UNDO_TIMES a correction, BACK_TO_QUEUE
and TAKE_OFF an addition on the spot. REOPEN: its record was voided. DOUBLED: two numbers (T35).
"""


class WarningKind(StrEnum):
    """What counts on the late marks (domain T19)."""

    LATE_CANCEL = "late_cancel"
    NO_SHOW = "no_show"


class SignUpWarning(Base):
    """One mark; three within 90 days pause signing up for 30 days."""

    __tablename__ = "sign_up_warnings"
    __table_args__ = (
        own_key(),
        within("member_id", "members"),
        within("sign_up_id", "sign_ups"),
        UniqueConstraint("community_id", "sign_up_id"),
        Index("ix_sign_up_warnings_ladder", "community_id", "member_id", "happened_at"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[BigInt]
    sign_up_id: Mapped[BigInt]
    kind: Mapped[WarningKind] = mapped_column(words_of(WarningKind, "kind"))
    happened_at: Mapped[Moment]
    removed_at: Mapped[Moment | None] = mapped_column(default=None)
    removed_reason: Mapped[Prose] = mapped_column(default="")
