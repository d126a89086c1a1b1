"""An act in a community: whose, where and when, as every rule above takes it."""

from collections.abc import Sequence
from copy import copy
from datetime import date, datetime
from typing import Self, TypeVar

from sqlalchemy.orm import Session

import accounts.act
from core import clock
from core.room_settings import RoomSettings
from teams.authority.kept_settings import KeptSettings, Version, kept_settings
from teams.authority.rules import Authority
from teams.members.models import Community

Kind = TypeVar("Kind", bound=RoomSettings)


class Act(accounts.act.Act):
    """One change: its session, its moment, who makes it, in which community.

    by, community: asking for one that was not said is a mistake of the program, RuntimeError.
    The settings of a community are read when first asked for, once an act.
    """

    __slots__ = ("_by", "_community", "_kept")

    def __init__(
        self,
        session: Session,
        now: datetime,
        *,
        by: Authority | None = None,
        community: Community | None = None,
    ) -> None:
        super().__init__(session, now)
        self._by = by
        self.actor_id = by.person_id if by is not None else None
        self._community = community
        self._kept: dict[int, KeptSettings] = {}

    @property
    def by(self) -> Authority:
        """What who makes the change may do here."""
        if self._by is None:
            raise RuntimeError("nobody makes this change")
        return self._by

    @property
    def community(self) -> Community:
        """Where the change is made."""
        if self._community is None:
            raise RuntimeError("this change is made in no community")
        return self._community

    @property
    def today(self) -> date:
        """The community's local day of the change."""
        return clock.local_day(self.now, self.community.zone)

    def settings(self, kind: type[Kind], on: date | None = None) -> Kind:
        """Return the community's settings of one room in force today, or `on` (a local day)."""
        here = self.community.id
        if here not in self._kept:
            self._kept[here] = kept_settings(self.session, here)
        return self._kept[here].of(kind, on or self.today)

    def knows_settings(self) -> bool:
        """Say whether the settings of the community were read already."""
        return self.community.id in self._kept

    def know_settings(self, versions: Sequence[Version]) -> None:
        """Take what the community has set as it was read along with something else."""
        self._kept[self.community.id] = KeptSettings(versions)

    def at(self, moment: datetime) -> Self:
        """Return the same act at another moment."""
        other = copy(self)
        other.now = moment
        return other

    def within(self, community_id: int) -> Self:
        """Return the same act in the community of a row; itself where it is made there anyway."""
        if self._community is not None and self._community.id == community_id:
            return self
        other = copy(self)
        other._community = self.session.get_one(Community, community_id)
        return other
