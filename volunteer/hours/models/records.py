"""What was actually done: service records, their days, and the stored totals."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BIG, BigInt, Code, Key, Moment, Name, Prose, Title, words_of
from core.states import StateTable
from core.tenancy import own_key, within
from points.ledger.models import EarnRule
from teams.members.models import Member, Team


class EvidenceGrade(StrEnum):
    """How a record came to be (domain decision 4): it decides whether it earns points."""

    TIMED = "timed"
    PAPER_LIST = "roster"
    MAKEUP = "makeup"
    IMPORTED = "imported"


EARNING = (EvidenceGrade.TIMED, EvidenceGrade.PAPER_LIST)
"""Seen on the day or filed in time: what gives points (T16)."""


WITHOUT_TIMES = "导入的旧记录，原表没有写起止时间。"
"""The reason kept with an imported record whose sheet gave a day and minutes, and no times."""


class RecordState(StrEnum):
    """The life of a service record (domain 8)."""

    CONFIRMED = "confirmed"
    PUBLICITY = "publicity"
    DISPUTED = "disputed"
    POSTED = "posted"
    VOIDED = "voided"


TRAINING = "TRAINING"
"""The kind of activity that is learned from, and no service (domain 9.2)."""

SERVICE_RECORDS = "service_records"
"""The sort of notice records hang in."""

UNSETTLED = (RecordState.CONFIRMED, RecordState.PUBLICITY, RecordState.DISPUTED)
"""Confirmed and not yet in the books for good, nor out of them."""

ON_NOTICE = (RecordState.PUBLICITY, RecordState.DISPUTED)
"""Hangs in public: an error in it is objected to, in every other state it is reported."""


class ServiceRecord(Base):
    """志愿服务记录 (民政部令第67号, art. 4): who did what, when, how long, confirmed by whom.

    `service_minutes` is what counts; it can never exceed what its shift planned. How it came about
    is kept beside it, so that it can be told as it was: what was planned, arrival and leaving,
    what other records and caps took away, how it was rounded. Missing where nothing was timed.
    """

    __tablename__ = "service_records"
    __table_args__ = (
        own_key(),
        within("member_id", "members"),
        within("team_id", "teams"),
        within("shift_id", "shifts"),
        within("sign_up_id", "sign_ups"),
        CheckConstraint("service_minutes BETWEEN 0 AND 1440", name="minutes"),
        CheckConstraint("starts_at < ends_at", name="order"),
        CheckConstraint(
            "second_person_id IS NULL OR second_person_id <> confirmed_by_id",
            name="second_person",
        ),
        Index(
            "uq_service_records_sign_up",
            "community_id",
            "sign_up_id",
            unique=True,
            sqlite_where=text("sign_up_id IS NOT NULL AND state <> 'voided'"),
            postgresql_where=text("sign_up_id IS NOT NULL AND state <> 'voided'"),
        ),
        Index(
            "uq_service_records_row_key",
            "community_id",
            "row_key",
            unique=True,
            sqlite_where=text("row_key IS NOT NULL"),
            postgresql_where=text("row_key IS NOT NULL"),
        ),
        Index("ix_service_records_member", "community_id", "member_id", "ends_at", "id"),
        Index("ix_service_records_state", "community_id", "state", "id"),
        Index("ix_service_records_shift", "community_id", "shift_id"),
        Index("ix_service_records_team", "community_id", "team_id", "state", "ends_at"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[BigInt]
    team_id: Mapped[BigInt]
    shift_id: Mapped[int | None] = mapped_column(BIG, default=None)
    sign_up_id: Mapped[int | None] = mapped_column(BIG, default=None)
    title: Mapped[Title]
    place: Mapped[Title] = mapped_column(default="")
    type_code: Mapped[Code]
    leader_name: Mapped[Name] = mapped_column(default="")
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    served_on: Mapped[date]
    raw_minutes: Mapped[int]
    service_minutes: Mapped[int]
    night_minutes: Mapped[int] = mapped_column(default=0)
    grade: Mapped[EvidenceGrade] = mapped_column(words_of(EvidenceGrade, "grade"))
    state: Mapped[RecordState] = mapped_column(words_of(RecordState, "state"))
    reason: Mapped[Prose] = mapped_column(default="")
    confirmed_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    confirmed_at: Mapped[Moment]
    second_person_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    earn_rule_id: Mapped[int | None] = mapped_column(BIG, ForeignKey(EarnRule.id), default=None)
    points: Mapped[BigInt] = mapped_column(default=0)
    posted_at: Mapped[Moment | None] = mapped_column(default=None)
    voided_at: Mapped[Moment | None] = mapped_column(default=None)
    void_reason: Mapped[Prose] = mapped_column(default="")
    row_key: Mapped[str | None] = mapped_column(default=None)
    planned_starts_at: Mapped[Moment | None] = mapped_column(default=None)
    planned_ends_at: Mapped[Moment | None] = mapped_column(default=None)
    arrived_at: Mapped[Moment | None] = mapped_column(default=None)
    left_at: Mapped[Moment | None] = mapped_column(default=None)
    overlap_minutes: Mapped[int | None] = mapped_column(default=None)
    capped_minutes: Mapped[int | None] = mapped_column(default=None)
    rounding: Mapped[Code] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    member: Mapped[Member] = relationship(
        primaryjoin="foreign(ServiceRecord.member_id) == Member.id", viewonly=True
    )
    team: Mapped[Team] = relationship(
        primaryjoin="foreign(ServiceRecord.team_id) == Team.id", viewonly=True
    )
    days: Mapped[list["ServiceDay"]] = relationship(
        primaryjoin="ServiceRecord.id == foreign(ServiceDay.record_id)",
        order_by="ServiceDay.on_date",
        viewonly=True,
    )

    @property
    def is_training(self) -> bool:
        """Say whether it is of training: learned, and no service (domain 9.2)."""
        return self.type_code == TRAINING

    @property
    def has_times(self) -> bool:
        """Say whether it knows from when to when, and not only the day."""
        return self.reason != WITHOUT_TIMES

    @property
    def named_minutes(self) -> int:
        """Return the minutes a list names: of service, or of training, which is no service."""
        return self.raw_minutes if self.is_training else self.service_minutes

    @property
    def is_posted(self) -> bool:
        """Say whether it counts for good."""
        return self.state is RecordState.POSTED

    @property
    def is_on_notice(self) -> bool:
        """Say whether it hangs and nobody objects."""
        return self.state is RecordState.PUBLICITY

    @property
    def is_disputed(self) -> bool:
        """Say whether somebody objects."""
        return self.state is RecordState.DISPUTED

    @property
    def is_voided(self) -> bool:
        """Say whether it was taken back."""
        return self.state is RecordState.VOIDED

    @property
    def is_made_up(self) -> bool:
        """Say whether it was made up for afterwards."""
        return self.grade is EvidenceGrade.MAKEUP

    @property
    def is_imported(self) -> bool:
        """Say whether it came in with an old sheet."""
        return self.grade is EvidenceGrade.IMPORTED

    __mapper_args__ = {"version_id_col": version}


class RecordMove(StrEnum):
    """What happens to a service record."""

    HANG = "hang"
    DISPUTE = "dispute"
    RESTORE = "restore"
    POST = "post"
    VOID = "void"


RECORD_LIFE = StateTable(
    ServiceRecord,
    {
        (RecordState.CONFIRMED, RecordMove.HANG): RecordState.PUBLICITY,
        (RecordState.PUBLICITY, RecordMove.DISPUTE): RecordState.DISPUTED,
        (RecordState.DISPUTED, RecordMove.RESTORE): RecordState.PUBLICITY,
        (RecordState.PUBLICITY, RecordMove.POST): RecordState.POSTED,
        (RecordState.POSTED, RecordMove.VOID): RecordState.VOIDED,
        (RecordState.DISPUTED, RecordMove.VOID): RecordState.VOIDED,
        (RecordState.CONFIRMED, RecordMove.VOID): RecordState.VOIDED,
    },
)
"""Voided: posted, by a second person; disputed, when the objection is right; one of 0 minutes."""


class ServiceDay(Base):
    """The minutes of one record that fall on one local day, for daily caps and yearly totals."""

    __tablename__ = "service_days"
    __table_args__ = (
        within("record_id", "service_records"),
        within("member_id", "members"),
        CheckConstraint("minutes > 0", name="minutes"),
        Index("ix_service_days_member", "community_id", "member_id", "on_date"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    record_id: Mapped[BigInt] = mapped_column(primary_key=True)
    on_date: Mapped[date] = mapped_column(primary_key=True)
    member_id: Mapped[BigInt]
    minutes: Mapped[int]


class MemberHours(Base):
    """A member's stored totals, moved in the transaction that posts or voids; `verify` recounts."""

    __tablename__ = "member_hours"
    __table_args__ = (
        within("member_id", "members"),
        CheckConstraint("posted_minutes >= 0 AND imported_minutes >= 0", name="minutes"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    member_id: Mapped[BigInt] = mapped_column(primary_key=True)
    posted_minutes: Mapped[BigInt] = mapped_column(default=0)
    imported_minutes: Mapped[BigInt] = mapped_column(default=0)
    services: Mapped[BigInt] = mapped_column(default=0)
