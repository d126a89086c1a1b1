"""An act in a community: whose, where and when, as every rule above takes it."""

from datetime import datetime

from sqlalchemy.orm import Session

import core.act
from teams.authority.rules import Authority
from teams.members.models import Community


class Act(core.act.Act):
    """One change: its session, its moment, who makes it, in which community.

    by, community: asking for one that was not said is a mistake of the program, RuntimeError.
    """

    __slots__ = ("_by", "_community")

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
        self._community = community

    @property
    def by(self) -> Authority:
        """Who makes the change."""
        if self._by is None:
            raise RuntimeError("nobody makes this change")
        return self._by

    @property
    def community(self) -> Community:
        """Where the change is made, loaded in its session."""
        if self._community is None:
            raise RuntimeError("this change is made in no community")
        return self._community

    def at(self, moment: datetime) -> "Act":
        """Return the same act at another moment."""
        return Act(self.session, moment, by=self._by, community=self._community)

    def within(self, community: Community) -> "Act":
        """Return the same act in this community."""
        return Act(self.session, self.now, by=self._by, community=community)
