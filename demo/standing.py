"""A weekly evening of the red team with regulars: two who keep places, one who asks, one asked."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from demo import activities as outing_activities
from demo import outings, people
from demo.outings import RED, Routine
from demo.people import MINORS
from demo.town import LEADERS, PEOPLE, Diary, Town
from teams.authority.act import Act
from teams.members.models import MemberState
from volunteer.activities.models import Activity
from volunteer.activities.rules.shifts import ShiftPlan
from volunteer.regulars.models import Regular
from volunteer.regulars.rules import asking
from volunteer.regulars.rules.series import Slot

EVENINGS = Routine("LEAFLET", RED, "反诈夜校值守", "estate2", 19, 0, 90, "值守")
KEY = "evenings"
WEEKS, PLACES = 4, 6
LONG_AGO = 30
FIRST, SECOND = 1, 11


def write_down(diary: Diary, town: Town) -> None:
    """Put into the diary that the evenings are planned, who asks, who is asked, who is taken on."""
    diary.note(town.at(-2, 14), _plan, town)
    asks, asked = list(_red())[:2]
    for minute, number in ((0, FIRST), (1, SECOND), (2, asks)):
        diary.note(town.at(-2, 15, minute), _ask, town, number)
    diary.note(town.at(-2, 16), _accept, town)
    diary.note(town.at(-1, 9), _offer, town, asked)


def _red() -> Iterator[int]:
    """Yield grown-up members of the red team, long enough there, without a desk to mind."""
    for number in range(24, PEOPLE + 1):
        is_fit = people.state_of(number) is MemberState.ACTIVE and number not in MINORS
        if is_fit and people.team_of(number) == RED and people.joined_days_ago(number) > LONG_AGO:
            yield number


def _plan(session: Session, town: Town, now: datetime) -> None:
    plan = outings.outing_of(town, EVENINGS, KEY, 1)
    first = outing_activities.starts_at(town, plan)
    starts = [first + timedelta(weeks=week) for week in range(WEEKS)]
    shifts = [
        ShiftPlan(
            post_name=plan.post,
            starts_at=each,
            ends_at=each + timedelta(minutes=plan.minutes),
            opens_at=now,
            closes_at=each,
            places=PLACES,
        )
        for each in starts
    ]
    made = outing_activities.draft(session, town, plan, shifts, now)
    outing_activities.publish(session, town, plan, made, now)


def _act(session: Session, town: Town, number: int, now: datetime) -> Act:
    return Act(session, now, by=town.by(session, number), community=town.community(session))


def _slot(session: Session, town: Town) -> Slot:
    return Slot(session.get_one(Activity, town.kept[KEY]).id, EVENINGS.post)


def _ask(session: Session, town: Town, number: int, now: datetime) -> None:
    asking.ask(_act(session, town, number, now), _slot(session, town))


def _accept(session: Session, town: Town, now: datetime) -> None:
    members = [town.members[FIRST], town.members[SECOND]]
    asked = select(Regular.id).where(Regular.member_id.in_(members)).order_by(Regular.id)
    for regular_id in session.scalars(asked).all():
        asking.accept(_act(session, town, LEADERS[RED][0], now), regular_id)


def _offer(session: Session, town: Town, number: int, now: datetime) -> None:
    by = _act(session, town, LEADERS[RED][0], now)
    asking.offer(by, _slot(session, town), town.members[number])
