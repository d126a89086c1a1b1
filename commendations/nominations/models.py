"""Rounds of recognition and the names put forward in them, with the life each goes through."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commendations.levels.models import StarLevel
from core.base import Base
from core.columns import BIG, BigInt, Key, Moment, Prose, Title, words_of
from core.states import StateTable
from core.tenancy import own_key, within
from teams.members.models import Member, Team
from teams.notices.models import Notice


class CommendationKind(StrEnum):
    """What is recognised. 表彰 is reserved by law (条例 32): none of these is called so."""

    STAR_LEVEL = "star_level"
    STAR_OF_MONTH = "star_of_month"


class CommendationState(StrEnum):
    """The stage of a round (domain 8)."""

    NOMINATING = "nominating"
    CHECKED = "checked"
    REVIEWED = "reviewed"
    PUBLICITY = "publicity"
    ISSUED = "issued"


PUBLISHED = (CommendationState.PUBLICITY, CommendationState.ISSUED)
"""Its nominations have been put up in public."""


class Commendation(Base):
    """One round: of star levels, or of the stars of one month."""

    __tablename__ = "commendations"
    __table_args__ = (
        own_key(),
        within("notice_id", "notices"),
        Index("ix_commendations_list", "community_id", "state", "id"),
        Index("ix_commendations_notice", "notice_id"),
        UniqueConstraint("community_id", "kind", "title"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[CommendationKind] = mapped_column(words_of(CommendationKind, "kind"))
    title: Mapped[Title]
    month_on: Mapped[date | None] = mapped_column(default=None)
    cut_off_on: Mapped[date]
    working_days: Mapped[int]
    state: Mapped[CommendationState] = mapped_column(words_of(CommendationState, "state"))
    notice_id: Mapped[int | None] = mapped_column(BIG, default=None)
    made_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    made_at: Mapped[Moment]
    checked_at: Mapped[Moment | None] = mapped_column(default=None)
    checked_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    reviewed_at: Mapped[Moment | None] = mapped_column(default=None)
    reviewed_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    issued_at: Mapped[Moment | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    notice: Mapped[Notice | None] = relationship(
        primaryjoin="foreign(Commendation.notice_id) == Notice.id", viewonly=True
    )
    nominations: Mapped[list["Nomination"]] = relationship(
        primaryjoin="Commendation.id == foreign(Nomination.commendation_id)",
        order_by="Nomination.id",
        viewonly=True,
    )

    @property
    def is_on_notice(self) -> bool:
        """Say whether its notice hangs, or has ended and nothing is issued yet."""
        return self.state is CommendationState.PUBLICITY

    @property
    def is_issued(self) -> bool:
        """Say whether its certificates are issued."""
        return self.state is CommendationState.ISSUED

    @property
    def is_nominating(self) -> bool:
        """Say whether nominations are still taken."""
        return self.state is CommendationState.NOMINATING

    @property
    def may_check(self) -> bool:
        """Say whether its hours can be checked now."""
        return COMMENDATION_LIFE.allows(self, CommendationMove.CHECK)

    @property
    def may_review(self) -> bool:
        """Say whether it can be reviewed now."""
        return COMMENDATION_LIFE.allows(self, CommendationMove.REVIEW)

    @property
    def may_publish(self) -> bool:
        """Say whether its notice can be posted now."""
        return COMMENDATION_LIFE.allows(self, CommendationMove.PUBLISH)

    __mapper_args__ = {"version_id_col": version}


class CommendationMove(StrEnum):
    """What is done to a round."""

    CHECK = "check"
    REVIEW = "review"
    PUBLISH = "publish"
    ISSUE = "issue"


COMMENDATION_LIFE = StateTable(
    Commendation,
    {
        (CommendationState.NOMINATING, CommendationMove.CHECK): CommendationState.CHECKED,
        (CommendationState.CHECKED, CommendationMove.REVIEW): CommendationState.REVIEWED,
        (CommendationState.REVIEWED, CommendationMove.PUBLISH): CommendationState.PUBLICITY,
        (CommendationState.PUBLICITY, CommendationMove.ISSUE): CommendationState.ISSUED,
        (CommendationState.ISSUED, CommendationMove.ISSUE): CommendationState.ISSUED,
    },
)
"""The last line: a nomination freed from an objection later is issued after the others."""


class NominationState(StrEnum):
    """What became of one nomination."""

    PROPOSED = "proposed"
    CHECKED = "checked"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


UNDER_WAY = (
    NominationState.PROPOSED,
    NominationState.CHECKED,
    NominationState.ACCEPTED,
    NominationState.DISPUTED,
    NominationState.CONFIRMED,
)
"""Neither refused nor withdrawn: at most one such of a member in a round, level by level."""


_IS_LIVE = "state NOT IN ('refused', 'withdrawn')"


class Nomination(Base):
    """One member put forward (or applying) in one round, with deeds or a level.

    One live row a round, member and level: three and four stars may be applied for together (T28).
    """

    __tablename__ = "nominations"
    __table_args__ = (
        own_key(),
        within("commendation_id", "commendations"),
        within("member_id", "members"),
        within("level_id", "star_levels"),
        within("team_id", "teams"),
        CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="second_person"
        ),
        Index(
            "uq_nominations_live",
            "community_id",
            "commendation_id",
            "member_id",
            unique=True,
            sqlite_where=text(f"{_IS_LIVE} AND level_id IS NULL"),
            postgresql_where=text(f"{_IS_LIVE} AND level_id IS NULL"),
        ),
        Index(
            "uq_nominations_level",
            "community_id",
            "commendation_id",
            "member_id",
            "level_id",
            unique=True,
            sqlite_where=text(f"{_IS_LIVE} AND level_id IS NOT NULL"),
            postgresql_where=text(f"{_IS_LIVE} AND level_id IS NOT NULL"),
        ),
        Index("ix_nominations_member", "community_id", "member_id", "id"),
        Index("ix_nominations_round", "community_id", "commendation_id", "id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    commendation_id: Mapped[BigInt]
    member_id: Mapped[BigInt]
    team_id: Mapped[int | None] = mapped_column(BIG, default=None)
    level_id: Mapped[int | None] = mapped_column(BIG, default=None)
    deeds: Mapped[Prose] = mapped_column(default="")
    minutes_at_cut_off: Mapped[BigInt] = mapped_column(default=0)
    state: Mapped[NominationState] = mapped_column(words_of(NominationState, "state"))
    proposed_by_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[Moment]
    decided_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    decided_at: Mapped[Moment | None] = mapped_column(default=None)
    decision: Mapped[Prose] = mapped_column(default="")

    commendation: Mapped[Commendation] = relationship(
        primaryjoin="foreign(Nomination.commendation_id) == Commendation.id", viewonly=True
    )
    member: Mapped[Member] = relationship(
        primaryjoin="foreign(Nomination.member_id) == Member.id", viewonly=True
    )
    level: Mapped[StarLevel | None] = relationship(
        primaryjoin="foreign(Nomination.level_id) == StarLevel.id", viewonly=True
    )
    team: Mapped[Team | None] = relationship(
        primaryjoin="foreign(Nomination.team_id) == Team.id", viewonly=True
    )

    @property
    def is_accepted(self) -> bool:
        """Say whether the review agreed and nobody objects."""
        return self.state is NominationState.ACCEPTED

    @property
    def is_on_notice(self) -> bool:
        """Say whether it is announced, objected to or not."""
        return self.state in {NominationState.ACCEPTED, NominationState.DISPUTED}

    @property
    def is_confirmed(self) -> bool:
        """Say whether it passed its notice."""
        return self.state is NominationState.CONFIRMED

    @property
    def may_accept(self) -> bool:
        """Say whether the review can agree now."""
        return NOMINATION_LIFE.allows(self, NominationMove.ACCEPT)

    @property
    def may_withdraw(self) -> bool:
        """Say whether it can be taken back now."""
        return NOMINATION_LIFE.allows(self, NominationMove.WITHDRAW)


class NominationMove(StrEnum):
    """What happens to one nomination."""

    CHECK = "check"
    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    DISPUTE = "dispute"
    RESTORE = "restore"
    CONFIRM = "confirm"


NOMINATION_LIFE = StateTable(
    Nomination,
    {
        (NominationState.PROPOSED, NominationMove.CHECK): NominationState.CHECKED,
        (NominationState.PROPOSED, NominationMove.REFUSE): NominationState.REFUSED,
        (NominationState.PROPOSED, NominationMove.WITHDRAW): NominationState.WITHDRAWN,
        (NominationState.CHECKED, NominationMove.ACCEPT): NominationState.ACCEPTED,
        (NominationState.CHECKED, NominationMove.REFUSE): NominationState.REFUSED,
        (NominationState.CHECKED, NominationMove.WITHDRAW): NominationState.WITHDRAWN,
        (NominationState.ACCEPTED, NominationMove.DISPUTE): NominationState.DISPUTED,
        (NominationState.ACCEPTED, NominationMove.CONFIRM): NominationState.CONFIRMED,
        (NominationState.DISPUTED, NominationMove.RESTORE): NominationState.ACCEPTED,
        (NominationState.DISPUTED, NominationMove.CONFIRM): NominationState.CONFIRMED,
        (NominationState.DISPUTED, NominationMove.REFUSE): NominationState.REFUSED,
        (NominationState.CONFIRMED, NominationMove.REFUSE): NominationState.REFUSED,
    },
)
UNCONFIRMED = NOMINATION_LIFE.begins(NominationMove.CONFIRM)
"""Put up in public and not yet confirmed."""
