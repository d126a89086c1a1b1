"""A small town of today, since a real server goes by the real clock: 64 people and a full desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules import login_sessions
from accounts.rules.hashing import RECOMMENDED
from commendations.rounds.rules import reviewing
from core import clock, keyring
from core.db import run_on
from points.ledger.rules import earning
from teams.authority.act import Act
from teams.members.models import Community, Member
from tests.activity_builders import a_kind, a_shift, a_sign_up, an_activity
from tests.commendations.honour_builders import a_round, applied, hours, the_staff
from tests.service_builders import a_run_shift, present
from tests.shop_builders import PIN, Store, a_cause, a_store, earn
from volunteer.activities.models import Shift
from volunteer.attendance.rules import check_in

PEOPLE = 64
PLACES = 50
ENDED_SHIFTS = 8
RESERVABLE = 10


@dataclass
class Crowd:
    """What the people of the town will press, by number; who works at its desk, by token."""

    community_id: int
    numbers: list[str]
    member_ids: list[int]
    running_id: int
    coming_id: int
    coming_activity_id: int
    ended_ids: list[int]
    scarce_id: int
    plenty_id: int
    batch_id: int
    clerk: str
    coordinator: str
    admin: str
    pin: str = PIN

    def path(self, below: str) -> str:
        """An address of the community."""
        return f"/c/dongjie/{below}"

    def code_at_the_place(self) -> str:
        """What the QR at the running shift shows now."""
        place = check_in.Place(self.community_id, self.running_id)
        now = clock.now()
        return check_in.issue(place, check_in.Direction.IN, now, keyring.sealer()).code


def a_crowd(engine: Engine, busy: int = 0) -> Crowd:
    """Build the town; the first `busy` people have points, a place today and one of yesterday."""
    now = clock.now()
    return run_on(engine, lambda session: _costly(session, _built(session, now, busy)))


def _costly(session: Session, crowd: Crowd) -> Crowd:
    """Let the server check every PIN at the product's own cost."""
    real = RECOMMENDED.hash(crowd.pin)
    session.execute(update(Person).where(Person.pin_hash.is_not(None)).values(pin_hash=real))
    return crowd


def _built(session: Session, now: datetime, busy: int) -> Crowd:
    store = a_store(session)
    town = store.community
    earning.install_defaults(Act(session, now, community=town))
    desk = the_staff(session, town)
    members = [store.member(name=f"王{chr(0x4E00 + at)}") for at in range(PEOPLE)]
    activity = an_activity(session, town, kind=a_kind(session, town))
    running = a_shift(session, activity, PEOPLE, starts_at=now - timedelta(minutes=5))
    coming = a_shift(session, activity, PLACES, starts_at=now + timedelta(days=1))
    for member in members[:busy]:
        cause = a_cause(source_id=1_000_000 + member.id)
        earn(session, member, 200, now, ended_on=clock.local_day(now), cause=cause)
        a_sign_up(session, town, running, member, now - timedelta(hours=1))
    return Crowd(
        community_id=town.id,
        numbers=[each.volunteer_no for each in members],
        member_ids=[each.id for each in members],
        running_id=running.id,
        coming_id=coming.id,
        coming_activity_id=activity.id,
        ended_ids=_ended_shifts(session, town, members[:busy], now),
        scarce_id=store.product("大米", 40, RESERVABLE).id,
        plenty_id=store.product("香皂", 40, 500).id,
        batch_id=_reviewed_round(session, store, desk, now),
        clerk=_token(session, store.clerk_member.person_id, now),
        coordinator=_token(session, desk["checker"].person_id, now),
        admin=_token(session, desk["issuer"].person_id, now),
    )


def _ended_shifts(
    session: Session, town: Community, members: list[Member], now: datetime
) -> list[int]:
    """Shifts of this morning whose people came and went, with minutes to confirm."""
    if not members:
        return []
    start = now - timedelta(hours=5)
    shifts: list[Shift] = [
        a_run_shift(session, town, places=20, starts_at=start) for _ in range(ENDED_SHIFTS)
    ]
    for at, member in enumerate(members):
        present(session, town, shifts[at % ENDED_SHIFTS], member)
    return [each.id for each in shifts]


def _reviewed_round(session: Session, store: Store, desk: dict, now: datetime) -> int:
    """A round of star levels with one name, to be hung out."""
    star = store.member(name="刘秀英")
    hours(session, star, 6000)
    batch = a_round(session, store.community, desk["checker"])
    applied(session, batch, star)
    reviewing.check(Act(session, now, by=desk["checker"]), batch)
    reviewing.review(Act(session, now, by=desk["reviewer"]), batch, {})
    return batch.id


def _token(session: Session, person_id: int, now: datetime) -> str:
    person = session.get_one(Person, person_id)
    return login_sessions.begin(Act(session, now), person, "测试机", is_staff=True)


def tokens_of(engine: Engine, crowd: Crowd, people: int) -> list[str]:
    """Let the first of the people be signed in already."""
    now = clock.now()

    def begin(session: Session) -> list[str]:
        found = [session.get_one(Member, each).person for each in crowd.member_ids[:people]]
        return [login_sessions.begin(Act(session, now), p, "测试机", is_staff=False) for p in found]

    return run_on(engine, begin)
