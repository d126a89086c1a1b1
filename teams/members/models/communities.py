"""The tree of places, and the community: the tenant of everything above."""

from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BIG, BigInt, Code, Key, Moment, Name, Prose, Title, words_of


class PlaceKind(StrEnum):
    """The levels of the tree, from the top."""

    COUNTY = "county"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    GRID = "grid"
    ESTATE = "estate"
    BUILDING = "building"


OWN_KINDS = (PlaceKind.GRID, PlaceKind.ESTATE, PlaceKind.BUILDING)
"""What a community names and moves itself; a place stands below one of a kind before its own."""


class Place(Base):
    """One node of the tree county → sub-district → community → grid → estate → building.

    `community_id`: whose it is, by a check of the books since a community points at its place too;
    none above the communities. A closed one is offered no more; who is registered there stays.
    """

    __tablename__ = "places"
    __table_args__ = (Index("ix_places_community", "community_id", "id"),)

    id: Mapped[Key]
    community_id: Mapped[int | None] = mapped_column(BIG, default=None)
    parent_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("places.id"), index=True)
    kind: Mapped[PlaceKind] = mapped_column(words_of(PlaceKind, "kind"))
    name: Mapped[Name]
    closed_at: Mapped[Moment | None] = mapped_column(default=None)

    parent: Mapped["Place | None"] = relationship(remote_side="Place.id")

    @property
    def is_closed(self) -> bool:
        """Say whether it is offered no more."""
        return self.closed_at is not None


class Community(Base):
    """One tenant. Its rows carry its id, and no row points into another's."""

    __tablename__ = "communities"

    id: Mapped[Key]
    slug: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    station: Mapped[Title] = mapped_column(default="新时代文明实践站")
    prefix: Mapped[Code] = mapped_column(unique=True)
    last_number: Mapped[BigInt] = mapped_column(default=0)
    place_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("places.id"), index=True)
    zone: Mapped[Code] = mapped_column(default="Asia/Shanghai")
    address: Mapped[Title | None] = mapped_column(default=None)
    desk_phone: Mapped[Code | None] = mapped_column(default=None)
    desk_hours: Mapped[Title] = mapped_column(default="周一至周五 8:30—12:00，14:30—18:00")
    made_at: Mapped[Moment]

    place: Mapped[Place | None] = relationship()


class CommunitySetting(Base):
    """One value of one threshold from a day on; the newest not after the day asked for counts."""

    __tablename__ = "community_settings"
    __table_args__ = (
        Index("ix_community_settings_as_of", "community_id", "name", "starts_on", "id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    name: Mapped[Code]
    value: Mapped[int | str] = mapped_column(JSON)
    starts_on: Mapped[date]
    set_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    set_at: Mapped[Moment]
    reason: Mapped[Prose] = mapped_column(default="")
