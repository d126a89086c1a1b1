"""Which role a person holds, and where."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Person
from core.base import Base
from core.columns import BIG, BigInt, Key, Moment, words_of
from core.tenancy import within


class Role(StrEnum):
    """The roles of contract 8. Every active member is a volunteer without a binding."""

    VOLUNTEER = "volunteer"
    LEADER = "leader"
    DEPUTY = "deputy"
    COORDINATOR = "coordinator"
    SHOP_CLERK = "shop_clerk"
    STOCK_KEEPER = "stock_keeper"
    SUPERVISOR = "supervisor"
    COMMUNITY_ADMIN = "community_admin"
    COUNTY_ADMIN = "county_admin"


TEAM_ROLES = (Role.LEADER, Role.DEPUTY)
"""Held for one team."""

DESK_ROLES = (Role.COORDINATOR, Role.COMMUNITY_ADMIN)
COMMUNITY_ROLES = (
    *TEAM_ROLES,
    Role.COORDINATOR,
    Role.SHOP_CLERK,
    Role.STOCK_KEEPER,
    Role.SUPERVISOR,
    Role.COMMUNITY_ADMIN,
)
"""Given and held inside one community."""

STAFF_ROLES = (*COMMUNITY_ROLES, Role.COUNTY_ADMIN)
DECIDING_ROLES = (
    Role.COMMUNITY_ADMIN,
    Role.COORDINATOR,
    Role.SHOP_CLERK,
    Role.STOCK_KEEPER,
    Role.SUPERVISOR,
)
"""The first of these that is held says where one begins; who holds none begins as a volunteer."""


def _one_live(column: str) -> Index:
    beside = " AND team_id IS NULL" if column == "community_id" else ""
    live = text(f"ended_at IS NULL AND {column} IS NOT NULL{beside}")
    return Index(
        f"uq_role_bindings_live_{column}",
        "person_id",
        "role",
        column,
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )


class RoleBinding(Base):
    """One role of one person: over a county, a community or one team; ended, never deleted."""

    __tablename__ = "role_bindings"
    __table_args__ = (
        within("team_id", "teams"),
        CheckConstraint("(county_id IS NULL) <> (community_id IS NULL)", name="one_place"),
        CheckConstraint("(role = 'county_admin') = (county_id IS NOT NULL)", name="county_admin"),
        CheckConstraint(
            "(role IN ('leader', 'deputy')) = (team_id IS NOT NULL)", name="team_roles"
        ),
        *(_one_live(column) for column in ("county_id", "community_id", "team_id")),
        Index("ix_role_bindings_community", "community_id", "role"),
        Index("ix_role_bindings_person", "person_id"),
    )

    id: Mapped[Key]
    person_id: Mapped[BigInt] = mapped_column(ForeignKey("people.id"))
    role: Mapped[Role] = mapped_column(words_of(Role, "role"))
    county_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("places.id"), default=None)
    community_id: Mapped[int | None] = mapped_column(
        BIG, ForeignKey("communities.id"), default=None
    )
    team_id: Mapped[int | None] = mapped_column(BIG, default=None)
    granted_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    granted_at: Mapped[Moment]
    ended_at: Mapped[Moment | None] = mapped_column(default=None)
    ended_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
