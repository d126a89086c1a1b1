"""One station as the generator knows it: its rows by name, and the moments it counts from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.town.scale import Scale
from core import clock
from points.goods.rules import shops
from points.ledger.models import EarnRule
from points.ledger.rules import periods
from points.settings import PointsSettings
from teams.authority.act import Act
from teams.communities.rules import communities
from teams.communities.rules.communities import NewCommunity
from teams.members.models import Community, CommunitySetting, Team
from volunteer.activities.models import ActivityType

ADMIN, COORDINATOR, CLERK, KEEPER, SUPERVISOR, FIRST_LEADER = range(6)
"""Places of the staff in the list of members; five leaders, a team each, come last."""

STAFF = FIRST_LEADER + 5
COMPARED = 20
SERVED = ("LEAFLET", "VISIT", "CLEANUP", "TRAFFIC", "HAIRCUT")
"""A kind of service of each of the five teams, in their order."""

SHIFT = timedelta(hours=2)
GENEROUS = {"monthly_points": 100_000, "monthly_redemptions": 100}
"""Settings of the points room, at their most: a leg reserves as often as it can."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of service with the team that does it and the rule that pays it."""

    type_id: int
    code: str
    name: str
    team_id: int
    rule: EarnRule


@dataclass(slots=True)
class Station:
    """`number` counts from 0. People, members and volunteer numbers stand in the same order."""

    number: int
    scale: Scale
    built_at: datetime
    id: int = 0
    slug: str = ""
    prefix: str = ""
    zone: str = clock.DEFAULT_ZONE
    shop_id: int = 0
    team_ids: list[int] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    periods: dict[date, int] = field(default_factory=dict)
    people: list[int] = field(default_factory=list)
    members: list[int] = field(default_factory=list)
    goods: list[tuple[int, int, int, str]] = field(default_factory=list)
    """Product, its one batch, its price, its name."""

    @property
    def today(self) -> date:
        """The local day the town is built on."""
        return clock.local_day(self.built_at, self.zone)

    @property
    def began_on(self) -> date:
        """The first day of service: so late that no point has expired yet."""
        return date(self.today.year - 1, 1, 4)

    @property
    def signed_in(self) -> range:
        """Places in the list of members of those who have a live session.

        Those of the first station act in the legs; a few of the second compare what pages cost.
        """
        count = (self.scale.signed_in, COMPARED)[self.number] if self.number < 2 else 0
        return range(STAFF, STAFF + count)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return a moment on the clock of the station."""
        return clock.at_local(day, time(hour, minute), self.zone)


def opened(session: Session, number: int, scale: Scale, built_at: datetime) -> Station:
    """Open a station as an operator does, with its months and rules; nobody is in it yet."""
    prefix = chr(ord("A") + number // 26) + chr(ord("A") + number % 26) + "B"
    told = Station(number, scale, built_at, slug=f"bench-{number + 1}", prefix=prefix)
    since = told.at(told.began_on - timedelta(days=30), 9)
    act = Act(session, since)
    county = communities.county_called(session, "测量县")
    new = NewCommunity(told.slug, f"测量社区{number + 1}", prefix, county.id)
    community = communities.create(act, new, None)
    community.last_number = scale.people
    told.id, told.zone = community.id, community.zone
    _learn(session, told, community)
    for name, value in GENEROUS.items():
        assert hasattr(PointsSettings, name)  # noqa: S101 - renamed settings are told at once
        session.add(
            CommunitySetting(
                community_id=told.id,
                name=name,
                value=value,
                starts_on=told.began_on,
                set_at=since,
            )
        )
    session.flush()
    return told


def _learn(session: Session, told: Station, community: Community) -> None:
    told.shop_id = shops.serving(session, told.id).id
    teams = session.scalars(
        select(Team).where(Team.community_id == told.id).order_by(Team.id)
    ).all()
    told.team_ids = [team.id for team in teams]
    kinds = {
        each.code: each
        for each in session.scalars(
            select(ActivityType).where(ActivityType.community_id == told.id)
        )
    }
    rules = {
        each.kind_code: each
        for each in session.scalars(select(EarnRule).where(EarnRule.community_id == told.id))
    }
    told.kinds = [
        Kind(kinds[code].id, code, kinds[code].name, team.id, rules[code])
        for code, team in zip(SERVED, teams, strict=True)
    ]
    month_on = told.began_on.replace(day=1)
    while month_on <= told.today:
        told.periods[month_on] = periods.period_of(session, community.id, month_on).id
        month_on = clock.month_bounds(month_on)[1]
