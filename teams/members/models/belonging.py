"""The five teams of a community, and who belongs to them."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Person
from core.base import Base
from core.columns import BIG, BigInt, Code, Key, Moment, Name, Prose, Title, words_of
from core.states import StateTable
from core.tenancy import own_key, within
from teams.members.models.communities import Community


class TeamColour(StrEnum):
    """The five colours, always in this order."""

    RED = "red"
    PURPLE = "purple"
    GREEN = "green"
    BLUE = "blue"
    ORANGE = "orange"


class Team(Base):
    """One of the five teams of a community, or a sub-team of one."""

    __tablename__ = "teams"
    __table_args__ = (
        own_key(),
        UniqueConstraint("community_id", "code"),
        within("parent_id", "teams"),
        Index("ix_teams_parent", "community_id", "parent_id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    parent_id: Mapped[int | None] = mapped_column(BIG, default=None)
    code: Mapped[Code]
    name: Mapped[Name]
    short_name: Mapped[Name]
    colour: Mapped[TeamColour] = mapped_column(words_of(TeamColour, "colour"))
    shape: Mapped[Code]
    scope: Mapped[Prose] = mapped_column(default="")
    fixed_day: Mapped[Title] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)


class MemberState(StrEnum):
    """The life of a membership (domain 8)."""

    PENDING = "pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    ANONYMISED = "anonymised"
    MERGED = "merged"


class Member(Base):
    """One person in one community, with a volunteer number of that community."""

    __tablename__ = "members"
    __table_args__ = (
        own_key(),
        UniqueConstraint("community_id", "person_id"),
        within("home_team_id", "teams"),
        Index("ix_members_list", "community_id", "state", "id"),
        Index("ix_members_home_team", "community_id", "home_team_id", "state", "id"),
        Index(
            "uq_members_row_key",
            "community_id",
            "row_key",
            unique=True,
            sqlite_where=text("row_key IS NOT NULL"),
            postgresql_where=text("row_key IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    person_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"), index=True)
    volunteer_no: Mapped[Code] = mapped_column(unique=True)
    state: Mapped[MemberState] = mapped_column(words_of(MemberState, "state"))
    home_team_id: Mapped[int | None] = mapped_column(BIG, default=None)
    place_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("places.id"), index=True)
    skills: Mapped[Title] = mapped_column(default="")
    available_times: Mapped[Title] = mapped_column(default="")
    remarks: Mapped[Prose] = mapped_column(default="")
    joined_on: Mapped[date]
    activated_at: Mapped[Moment | None] = mapped_column(default=None)
    withdrawn_on: Mapped[date | None] = mapped_column(default=None)
    registered_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    paused_until: Mapped[Moment | None] = mapped_column(default=None)
    contacts_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, deferred=True)
    row_key: Mapped[str | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    registered_by: Mapped[Person | None] = relationship(
        foreign_keys=[registered_by_id], viewonly=True
    )
    community: Mapped[Community] = relationship()
    home_team: Mapped[Team | None] = relationship(
        primaryjoin="foreign(Member.home_team_id) == Team.id", viewonly=True
    )

    @property
    def is_pending(self) -> bool:
        """Say whether the desk has not activated it yet."""
        return self.state is MemberState.PENDING

    @property
    def is_suspended(self) -> bool:
        """Say whether it is paused."""
        return self.state is MemberState.SUSPENDED

    @property
    def is_erased(self) -> bool:
        """Say whether nothing of the person is left."""
        return self.state is MemberState.ANONYMISED

    @property
    def is_merged(self) -> bool:
        """Say whether it was a second file of somebody, and stands in the first one now."""
        return self.state is MemberState.MERGED

    @property
    def may_activate(self) -> bool:
        """Say whether it can be activated now."""
        return MEMBER_LIFE.allows(self, MemberMove.ACTIVATE)

    @property
    def may_suspend(self) -> bool:
        """Say whether it can be paused now."""
        return MEMBER_LIFE.allows(self, MemberMove.SUSPEND)

    @property
    def may_resume(self) -> bool:
        """Say whether it can be resumed now."""
        return MEMBER_LIFE.allows(self, MemberMove.RESUME)

    @property
    def may_withdraw(self) -> bool:
        """Say whether it can be ended now."""
        return MEMBER_LIFE.allows(self, MemberMove.WITHDRAW)

    __mapper_args__ = {"version_id_col": version}


class MemberMove(StrEnum):
    """What becomes of a membership. TAKE_BACK undoes an activation nothing depends on yet."""

    ACTIVATE = "activate"
    TAKE_BACK = "take_back"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    ERASE = "erase"
    MERGE = "merge"


MEMBER_LIFE = StateTable(
    Member,
    {
        (MemberState.PENDING, MemberMove.ACTIVATE): MemberState.ACTIVE,
        (MemberState.ACTIVE, MemberMove.TAKE_BACK): MemberState.PENDING,
        (MemberState.ACTIVE, MemberMove.SUSPEND): MemberState.SUSPENDED,
        (MemberState.SUSPENDED, MemberMove.RESUME): MemberState.ACTIVE,
        (MemberState.PENDING, MemberMove.WITHDRAW): MemberState.WITHDRAWN,
        (MemberState.ACTIVE, MemberMove.WITHDRAW): MemberState.WITHDRAWN,
        (MemberState.SUSPENDED, MemberMove.WITHDRAW): MemberState.WITHDRAWN,
        (MemberState.PENDING, MemberMove.ERASE): MemberState.ANONYMISED,
        (MemberState.ACTIVE, MemberMove.ERASE): MemberState.ANONYMISED,
        (MemberState.SUSPENDED, MemberMove.ERASE): MemberState.ANONYMISED,
        (MemberState.WITHDRAWN, MemberMove.ERASE): MemberState.ANONYMISED,
        (MemberState.MERGED, MemberMove.ERASE): MemberState.ANONYMISED,
        (MemberState.PENDING, MemberMove.MERGE): MemberState.MERGED,
        (MemberState.ACTIVE, MemberMove.MERGE): MemberState.MERGED,
        (MemberState.SUSPENDED, MemberMove.MERGE): MemberState.MERGED,
        (MemberState.WITHDRAWN, MemberMove.MERGE): MemberState.MERGED,
    },
)
BELONGING = MEMBER_LIFE.begins(MemberMove.WITHDRAW)
"""Still a member, may it be a waiting or a paused one; the others are former members."""

MAY_HELP = (MemberState.PENDING, MemberState.ACTIVE)
"""Whom a leader may put on a list at the place: accepted by the desk, or waiting for it."""

MERGEABLE = MEMBER_LIFE.begins(MemberMove.MERGE)
"""Can turn out to be a second file of somebody."""

NOBODY = (MemberState.ANONYMISED, MemberState.MERGED)
"""Files nobody is found by: what was merged is found as the file it went to."""

SIGNS_IN_BY_PIN = (MemberState.ACTIVE, MemberState.SUSPENDED)
"""Was activated: only then is there a PIN from the desk."""


class TeamMemberState(StrEnum):
    """A request to join, and what came of it."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LEFT = "left"


IN_TEAM = (TeamMemberState.REQUESTED, TeamMemberState.ACCEPTED)
"""Asked or accepted: at most one such row of a member in a team."""

_IS_LIVE = f"state IN ({', '.join(repr(state.value) for state in IN_TEAM)})"


class TeamMember(Base):
    """One member in one team: asked, accepted by its leader, or left; one live row a pair."""

    __tablename__ = "team_members"
    __table_args__ = (
        own_key(),
        within("team_id", "teams"),
        within("member_id", "members"),
        Index(
            "uq_team_members_live",
            "community_id",
            "team_id",
            "member_id",
            unique=True,
            sqlite_where=text(_IS_LIVE),
            postgresql_where=text(_IS_LIVE),
        ),
        Index("ix_team_members_member", "community_id", "member_id"),
        Index("ix_team_members_waiting", "community_id", "state", "team_id", "id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    team_id: Mapped[BigInt]
    member_id: Mapped[BigInt]
    state: Mapped[TeamMemberState] = mapped_column(words_of(TeamMemberState, "state"))
    reason: Mapped[Title] = mapped_column(default="")
    asked_at: Mapped[Moment]
    decided_at: Mapped[Moment | None] = mapped_column(default=None)
    decided_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)

    team: Mapped[Team] = relationship(
        primaryjoin="foreign(TeamMember.team_id) == Team.id", viewonly=True
    )
    member: Mapped[Member] = relationship(
        primaryjoin="foreign(TeamMember.member_id) == Member.id", viewonly=True
    )

    @property
    def is_accepted(self) -> bool:
        """Say whether the member belongs to the team."""
        return self.state is TeamMemberState.ACCEPTED


class TeamMemberMove(StrEnum):
    """What is done to a request to join, or to belonging to a team."""

    ACCEPT = "accept"
    TAKE_BACK = "take_back"
    REFUSE = "refuse"
    LEAVE = "leave"


TEAM_MEMBER_LIFE = StateTable(
    TeamMember,
    {
        (TeamMemberState.REQUESTED, TeamMemberMove.ACCEPT): TeamMemberState.ACCEPTED,
        (TeamMemberState.ACCEPTED, TeamMemberMove.TAKE_BACK): TeamMemberState.REQUESTED,
        (TeamMemberState.REQUESTED, TeamMemberMove.REFUSE): TeamMemberState.REFUSED,
        (TeamMemberState.REQUESTED, TeamMemberMove.LEAVE): TeamMemberState.LEFT,
        (TeamMemberState.ACCEPTED, TeamMemberMove.LEAVE): TeamMemberState.LEFT,
    },
)
