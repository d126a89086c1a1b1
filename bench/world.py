"""A built town as the legs of a run see it: who may be asked for, and what they press."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from accounts.models import LoginSession
from accounts.rules import login_sessions
from bench.town import station as places
from bench.town.people import token_of
from core import engine as engines
from core.db import run_on
from core.declarations import Check
from points.goods.models import PriceVersion, Product
from points.goods.rules import shops
from teams.members.models import Community, Member
from volunteer.activities.models import Activity, Shift, ShiftState
from volunteer.sign_ups.rules import risk_readings


@dataclass(frozen=True, slots=True)
class Somebody:
    """A member with the token of a live session."""

    person_id: int
    member_id: int
    number: str

    @property
    def token(self) -> str:
        """The token of the session."""
        return token_of(self.person_id)


@dataclass(slots=True)
class World:
    """The first station: `crowd` are its volunteers with a session, `staff` by their place."""

    engine: Engine
    community_id: int
    slug: str
    zone: str
    shop_id: int
    staff: list[Somebody]
    crowd: list[Somebody]
    coming: list[tuple[int, int]]
    goods: list[tuple[int, int]]
    counted: dict[str, int] = field(default_factory=dict)
    told: dict[int, str] = field(default_factory=dict)

    def path(self, below: str = "") -> str:
        """Return an address of the station."""
        return f"/c/{self.slug}/{below}"

    @property
    def clerk(self) -> Somebody:
        """Who stands at the counter."""
        return self.staff[places.CLERK]

    @property
    def coordinator(self) -> Somebody:
        """Who may confirm the minutes of any team."""
        return self.staff[places.COORDINATOR]

    @property
    def admin(self) -> Somebody:
        """Who runs the station."""
        return self.staff[places.ADMIN]

    def asked(self, *checks: Check) -> list[str]:
        """Ask what must always hold, of the books at one moment, however long it takes."""
        with Session(engines.at_one_moment(self.engine)) as session:
            return [each for check in checks for each in check(session)]

    def seen(self, activity_id: int) -> str:
        """Return what a form carries of the risk notice that was shown before the press."""
        if activity_id not in self.told:
            with Session(self.engine) as session:
                activity = session.get_one(Activity, activity_id)
                notice = risk_readings.notice_for(session, activity, None)
            self.told[activity_id] = notice.key if notice else ""
        return self.told[activity_id]

    def next(self, name: str) -> int:
        """Count: no request of a run is like one before."""
        self.counted[name] = self.counted.get(name, -1) + 1
        return self.counted[name]


def enter(engine: Engine, now: datetime, number: int = 0) -> World:
    """Read the station, and let its sessions begin now: the town may be days old."""
    run_on(engine, lambda session: _begin_sessions(session, now))
    with Session(engine) as session:
        community = session.scalars(select(Community).order_by(Community.id).offset(number)).first()
        if community is None:
            raise LookupError(f"no station {number + 1}")
        return _world(session, engine, community, now)


def _begin_sessions(session: Session, now: datetime) -> None:
    ends = now + login_sessions.VOLUNTEER_LASTS
    session.execute(update(LoginSession).values(made_at=now, seen_at=now, expires_at=ends))


def _world(session: Session, engine: Engine, community: Community, now: datetime) -> World:
    members = session.execute(
        select(Member.person_id, Member.id, Member.volunteer_no)
        .join(LoginSession, LoginSession.person_id == Member.person_id)
        .where(Member.community_id == community.id)
        .order_by(Member.id)
    )
    people = [Somebody(*row) for row in members]
    coming = session.execute(
        select(Shift.id, Shift.activity_id)
        .where(
            Shift.community_id == community.id,
            Shift.state == ShiftState.OPEN,
            Shift.starts_at > now,
        )
        .order_by(Shift.starts_at, Shift.id)
    )
    goods = session.execute(
        select(Product.id, PriceVersion.price_points)
        .join(PriceVersion, PriceVersion.product_id == Product.id)
        .where(Product.community_id == community.id)
        .order_by(Product.id)
    )
    return World(
        engine=engine,
        community_id=community.id,
        slug=community.slug,
        zone=community.zone,
        shop_id=shops.serving(session, community.id).id,
        staff=people[: places.STAFF],
        crowd=people[places.STAFF :],
        coming=[(shift, activity) for shift, activity in coming],
        goods=[(product, price) for product, price in goods],
    )
