"""What is done: activities, their posts, shifts and places, with the life each goes through."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BIG, BigInt, Code, Key, Moment, Name, Prose, Title, words_of
from core.states import StateTable
from core.tenancy import own_key, within
from teams.members.models import Member, Team
from volunteer.activities.models.catalogue import ActivityType, RiskLevel


class ActivityState(StrEnum):
    """The life of an activity (domain 8); what the clock alone decides is not stored."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


ANNOUNCED = (ActivityState.PUBLISHED, ActivityState.CANCELLED)
"""People were asked to come, whatever became of it."""


class Activity(Base):
    """One thing a team does, on one or many occasions."""

    __tablename__ = "activities"
    __table_args__ = (
        own_key(),
        within("type_id", "activity_types"),
        within("team_id", "teams"),
        within("leader_id", "members"),
        CheckConstraint("length(risk_notice) > 0", name="tells_risk"),
        CheckConstraint(
            "state <> 'published' OR risk <> 'high' OR length(policy_no) > 0",
            name="high_risk_insured",
        ),
        Index("ix_activities_list", "community_id", "state", "id"),
        Index("ix_activities_team", "community_id", "team_id", "id"),
        Index("ix_activities_leader", "community_id", "leader_id", "id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    type_id: Mapped[BigInt]
    team_id: Mapped[BigInt]
    leader_id: Mapped[BigInt]
    title: Mapped[Title]
    description: Mapped[Prose] = mapped_column(default="")
    place: Mapped[Title]
    meeting_point: Mapped[Title] = mapped_column(default="")
    risk: Mapped[RiskLevel] = mapped_column(words_of(RiskLevel, "risk"))
    risk_notice: Mapped[Prose]
    policy_no: Mapped[Code] = mapped_column(default="")
    min_age: Mapped[int]
    takes_guarded_minors: Mapped[bool] = mapped_column(default=False)
    is_team_only: Mapped[bool] = mapped_column(default=False)
    recurrence: Mapped[Title] = mapped_column(default="")
    state: Mapped[ActivityState] = mapped_column(words_of(ActivityState, "state"))
    made_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[Moment]
    published_at: Mapped[Moment | None] = mapped_column(default=None)
    published_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    closed_at: Mapped[Moment | None] = mapped_column(default=None)
    close_reason: Mapped[Prose] = mapped_column(default="")
    sent_back_reason: Mapped[Prose] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    type: Mapped[ActivityType] = relationship(
        primaryjoin="foreign(Activity.type_id) == ActivityType.id", viewonly=True
    )
    team: Mapped[Team] = relationship(
        primaryjoin="foreign(Activity.team_id) == Team.id", viewonly=True
    )
    leader: Mapped[Member] = relationship(
        primaryjoin="foreign(Activity.leader_id) == Member.id", viewonly=True
    )
    shifts: Mapped[list["Shift"]] = relationship(
        primaryjoin="Activity.id == foreign(Shift.activity_id)",
        order_by="Shift.starts_at, Shift.id",
        viewonly=True,
    )

    @property
    def is_waiting(self) -> bool:
        """Say whether it waits for an administrator."""
        return self.state is ActivityState.SUBMITTED

    @property
    def is_published(self) -> bool:
        """Say whether it is open to volunteers."""
        return self.state is ActivityState.PUBLISHED

    @property
    def is_called_off(self) -> bool:
        """Say whether it was cancelled or withdrawn."""
        return self.state in {ActivityState.CANCELLED, ActivityState.WITHDRAWN}

    @property
    def may_publish(self) -> bool:
        """Say whether it can be published now."""
        return ACTIVITY_LIFE.allows(self, ActivityMove.PUBLISH)

    @property
    def is_high_risk(self) -> bool:
        """Say whether its risk is HIGH."""
        return self.risk is RiskLevel.HIGH

    __mapper_args__ = {"version_id_col": version}


class ActivityMove(StrEnum):
    """What is done with an activity."""

    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"


ACTIVITY_LIFE = StateTable(
    Activity,
    {
        (ActivityState.DRAFT, ActivityMove.SUBMIT): ActivityState.SUBMITTED,
        (ActivityState.SUBMITTED, ActivityMove.SEND_BACK): ActivityState.DRAFT,
        (ActivityState.DRAFT, ActivityMove.PUBLISH): ActivityState.PUBLISHED,
        (ActivityState.SUBMITTED, ActivityMove.PUBLISH): ActivityState.PUBLISHED,
        (ActivityState.DRAFT, ActivityMove.WITHDRAW): ActivityState.WITHDRAWN,
        (ActivityState.SUBMITTED, ActivityMove.WITHDRAW): ActivityState.WITHDRAWN,
        (ActivityState.PUBLISHED, ActivityMove.WITHDRAW): ActivityState.WITHDRAWN,
        (ActivityState.DRAFT, ActivityMove.CANCEL): ActivityState.CANCELLED,
        (ActivityState.SUBMITTED, ActivityMove.CANCEL): ActivityState.CANCELLED,
        (ActivityState.PUBLISHED, ActivityMove.CANCEL): ActivityState.CANCELLED,
    },
)
UNPUBLISHED = ACTIVITY_LIFE.begins(ActivityMove.PUBLISH)
CHANGEABLE = ACTIVITY_LIFE.begins(ActivityMove.CANCEL)


class Post(Base):
    """A role in an activity, with its needs; `required_qualification` is a kind or nothing."""

    __tablename__ = "posts"
    __table_args__ = (
        own_key(),
        within("activity_id", "activities"),
        Index("ix_posts_activity", "community_id", "activity_id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    activity_id: Mapped[BigInt]
    name: Mapped[Name]
    needs: Mapped[Title] = mapped_column(default="")
    required_qualification: Mapped[Code] = mapped_column(default="")


class ShiftState(StrEnum):
    """An occasion goes on unless cancelled; confirmed when all its minutes are."""

    OPEN = "open"
    CANCELLED = "cancelled"
    CONFIRMED = "confirmed"


TAKING_PLACE = (ShiftState.OPEN, ShiftState.CONFIRMED)
"""Not called off."""


class Shift(Base):
    """One post on one occasion: what one signs up to. Its interval is half-open.

    `reminded_step`: how many of the three reminders about its minutes were told. `place`: where
    this occasion alone was moved to, else empty. `moved_at`, `free_until`: when it was last moved,
    and until when who was on its list then goes back on it without a mark.
    """

    __tablename__ = "shifts"
    __table_args__ = (
        own_key(),
        within("activity_id", "activities"),
        within("post_id", "posts"),
        CheckConstraint("starts_at < ends_at", name="order"),
        CheckConstraint("sign_up_closes_at <= ends_at", name="closes"),
        Index("ix_shifts_coming", "community_id", "state", "starts_at", "id"),
        Index("ix_shifts_activity", "community_id", "activity_id", "starts_at"),
        Index("ix_shifts_ended", "community_id", "state", "ends_at"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    activity_id: Mapped[BigInt]
    post_id: Mapped[BigInt]
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    sign_up_opens_at: Mapped[Moment]
    sign_up_closes_at: Mapped[Moment]
    state: Mapped[ShiftState] = mapped_column(
        words_of(ShiftState, "state"), default=ShiftState.OPEN
    )
    confirmed_at: Mapped[Moment | None] = mapped_column(default=None)
    reminded_step: Mapped[int] = mapped_column(default=0)
    place: Mapped[Title] = mapped_column(default="")
    moved_at: Mapped[Moment | None] = mapped_column(default=None)
    free_until: Mapped[Moment | None] = mapped_column(default=None)

    activity: Mapped[Activity] = relationship(
        primaryjoin="foreign(Shift.activity_id) == Activity.id", viewonly=True
    )
    post: Mapped[Post] = relationship(
        primaryjoin="foreign(Shift.post_id) == Post.id", viewonly=True
    )
    places: Mapped["ShiftPlaces"] = relationship(
        primaryjoin="and_(Shift.community_id == foreign(ShiftPlaces.community_id), "
        "Shift.id == foreign(ShiftPlaces.shift_id))",
        viewonly=True,
        uselist=False,
    )

    @property
    def where(self) -> str:
        """Say where it is: its own place where it was moved, else that of the activity."""
        return self.place or self.activity.place

    @property
    def meeting_point(self) -> str:
        """Say where people meet: the place it was moved to, else the activity's meeting point."""
        return self.place or self.activity.meeting_point or self.activity.place

    def free_for(self, since: datetime) -> datetime | None:
        """Return until when who had a place or waited `since` then may say no to a move, or None.

        Until then going back on it costs nothing; the moment itself is too late.
        """
        is_before = self.moved_at is not None and since <= self.moved_at
        return self.free_until if is_before else None

    @property
    def is_open(self) -> bool:
        """Say whether it is neither cancelled nor confirmed."""
        return self.state is ShiftState.OPEN

    @property
    def is_cancelled(self) -> bool:
        """Say whether it was called off."""
        return self.state is ShiftState.CANCELLED


class ShiftMove(StrEnum):
    """What is done with an occasion: it is closed once nobody on its list waits."""

    CLOSE = "close"
    REOPEN = "reopen"
    CALL_OFF = "call_off"
    RESTORE = "restore"


SHIFT_LIFE = StateTable(
    Shift,
    {
        (ShiftState.OPEN, ShiftMove.CLOSE): ShiftState.CONFIRMED,
        (ShiftState.CONFIRMED, ShiftMove.REOPEN): ShiftState.OPEN,
        (ShiftState.OPEN, ShiftMove.CALL_OFF): ShiftState.CANCELLED,
        (ShiftState.CANCELLED, ShiftMove.RESTORE): ShiftState.OPEN,
    },
)


class ShiftPlaces(Base):
    """The counters of a shift, on a row nothing refers to, so that the rush waits only here.

    `is_open` stands here, beside the counters, so that the one guarded update which takes a place
    also sees that the activity was withdrawn or cancelled a moment ago.
    """

    __tablename__ = "shift_places"
    __table_args__ = (
        within("shift_id", "shifts"),
        CheckConstraint("places > 0", name="places"),
        CheckConstraint("taken BETWEEN 0 AND places", name="taken"),
        CheckConstraint("waiting >= 0", name="waiting"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    shift_id: Mapped[BigInt] = mapped_column(primary_key=True)
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    last_queue_no: Mapped[BigInt] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=False)
