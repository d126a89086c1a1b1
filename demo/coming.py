"""What waits, goes on now and is still to come: one of every state a page has to show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from core import clock
from demo import activities as outing_activities
from demo import outings
from demo.insurance import LISTED
from demo.outings import (
    BLUE,
    DEVOTIONS,
    DUTY,
    LECTURES,
    ORANGE,
    RED,
    SATURDAYS,
    SORTING,
    VISITS,
    Casting,
    Outing,
    Part,
    Routine,
    routines_on,
)
from demo.town import COORDINATOR, LEADERS, Diary, Town
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.activities.models import Activity, QualificationKind
from volunteer.activities.rules import activities, qualifications, recurrence
from volunteer.activities.rules.shifts import ShiftPlan
from volunteer.sign_ups.rules import substitutes

CLEANUP, TRAFFIC, CULTURE, *_, EMERGENCY = SATURDAYS
CAME, LATE, FORGOT, EXPECTED = Part.CAME, Part.LATE, Part.FORGOT, Part.EXPECTED
RAIN = "气象台预报有大风，改天再办"
COMING_DAYS = 15
FIRST, HANDED_ON_DAY = 1, 7
"""The volunteer people look at first, and the day on which that one is asked to come instead."""


@dataclass(frozen=True, slots=True)
class Special:
    """An outing told one by one: the parts its people play, beside those named.

    moved: hours from the moment of the demo instead of the routine's own hour.
    """

    key: str
    routine: Routine
    day: int
    parts: tuple[Part, ...]
    named: tuple[tuple[int, Part], ...] = ()
    places: int = 12
    settled: int | None = None
    moved: int | None = None
    filed_after: int = 0


SPECIALS = (
    Special("overdue", CLEANUP, -9, (CAME,) * 4),
    Special("filed late", VISITS[0], -11, (CAME,) * 3, settled=4, filed_after=60 * 60),
    Special("queued", CLEANUP, -6, (CAME,) * 4 + (EXPECTED,) * 2, places=4, settled=1),
    Special("noticed", LECTURES[1], -3, (CAME,) * 4 + (LATE,), ((1, CAME), (11, CAME)), settled=2),
    Special(
        "waiting",
        LECTURES[0],
        -2,
        (CAME,) * 4 + (Part.LEFT_EARLY, Part.CANCELLED_LATE),
        ((1, CAME),),
    ),
    Special(
        "forgotten",
        LECTURES[2],
        -1,
        (CAME, CAME, FORGOT, FORGOT, EXPECTED),
        ((11, CAME), (5, EXPECTED)),
    ),
    Special(
        "running",
        replace(DUTY, team=RED, title="站点值守"),
        0,
        (CAME, CAME, CAME, LATE, EXPECTED, EXPECTED),
        ((11, EXPECTED),),
        places=9,
        moved=-1,
    ),
    Special("soon", SORTING, 0, (EXPECTED,) * 5, places=8, moved=1),
    Special("tomorrow", LECTURES[1], 1, (EXPECTED,) * 3, ((1, EXPECTED), (11, EXPECTED)), 8),
    Special("given", TRAFFIC, 2, (EXPECTED,) * 4, ((1, EXPECTED),), places=4),
    Special("full", CLEANUP, 3, (EXPECTED,) * 5, ((1, EXPECTED),), places=4),
    Special("high", EMERGENCY, 4, (EXPECTED,) * 3),
    Special("cancelled", CULTURE, 5, (EXPECTED,) * 4),
    Special("handed on", SORTING, 7, (EXPECTED,) * 3),
    Special("nearly", VISITS[0], 6, (EXPECTED,) * 5, places=6),
    Special("clinic", DEVOTIONS[1], 13, (EXPECTED,) * 3),
    Special("counsel", VISITS[2], 11, (EXPECTED,) * 2),
    Special("minors", CULTURE, 10, (EXPECTED,) * 2, ((31, EXPECTED), (32, EXPECTED)), 30),
)


def specials(town: Town, casting: Casting) -> list[Outing]:
    """Return the outings told one by one; called first, so that their people are free."""
    for special in SPECIALS:
        casting.reserve([number for number, _ in special.named], special.day)
    casting.reserve([FIRST], HANDED_ON_DAY)
    return [_outing(town, casting, special) for special in SPECIALS]


def write_down_turns(diary: Diary, town: Town, outings_made: list[Outing]) -> None:
    """Put into the diary what the first volunteer is to answer: a place just given, a question."""
    made = {outing.key: outing for outing in outings_made}
    given, handed_on = made["given"], made["handed on"]
    leaves = next(iter(given.crowd))
    since = town.now - timedelta(minutes=20)
    diary.note(since, outing_activities.cancel, town, given, leaves)
    diary.note(since, _asks_the_first, town, handed_on)


def _asks_the_first(session: Session, town: Town, outing: Outing, now: datetime) -> None:
    asks = next(iter(outing.crowd))
    by = town.by(session, asks)
    act = Act(session, now, by=by, community=town.community(session))
    asked = session.get_one(Member, town.members[FIRST])
    substitutes.ask(act, town.kept[f"{outing.key}/{asks}"], asked.volunteer_no)


def _outing(town: Town, casting: Casting, special: Special) -> Outing:
    plan = outings.outing_of(town, special.routine, special.key, special.day)
    if special.moved is not None:
        plan = _moved(town, plan, special.moved)
    plan = replace(
        plan,
        places=special.places,
        settled=special.settled,
        opens=max(plan.opens, special.day + 3),
        on_paper=special.filed_after > 0,
        filed_after=special.filed_after,
    )
    chosen = casting.crowd(plan, len(special.parts))
    chosen = dict(zip(chosen, special.parts, strict=False))
    if special.moved is not None:
        casting.reserve(list(chosen), plan.day + 1)
    return replace(plan, crowd=chosen | dict(special.named))


def _moved(town: Town, plan: Outing, hours: int) -> Outing:
    local = clock.local(town.now + timedelta(hours=hours))
    day = (local.date() - town.today).days
    return replace(plan, day=day, hour=local.hour, minute=0, minutes=180)


def coming(town: Town, casting: Casting) -> Iterator[Outing]:
    """Return the round of the next two weeks, with a few sign-ups already given."""
    for day in range(2, COMING_DAYS):
        for at, routine in enumerate(routines_on(town, day)):
            plan = outings.outing_of(town, routine, f"coming{day}-{at}", day)
            crowd = casting.crowd(plan, 2 + (day + at) % 3)
            yield replace(plan, crowd=dict.fromkeys(crowd, EXPECTED), settled=None)


def write_down_others(diary: Diary, town: Town) -> None:
    """Put into the diary what has no crowd: drafts, waiting ones, repeated ones, taken back."""
    for moment, act in (
        (town.at(-2, 10), _draft),
        (town.at(-2, 11), _high_waiting),
        (town.at(-2, 12), _not_open_yet),
        (town.at(-3, 9), _nines),
        (town.at(-2, 13), _published_in_vain),
        (town.at(-1, 9), _withdraw),
        (town.at(-1, 18), _cancel),
    ):
        diary.note(moment, _done, town, act)
    diary.note(town.at(-20, 10), _licences, town)


def _done(
    session: Session, town: Town, act: Callable[[Session, Town], None], _now: datetime
) -> None:
    act(session, town)


def _licences(session: Session, town: Town, now: datetime) -> None:
    """Note two certificates at the desk: one good for a year, one that is over tomorrow."""
    for number, kind, days in (
        (11, QualificationKind.MEDICAL, 365),
        (LEADERS[ORANGE][1], QualificationKind.MEDICAL, 1),
    ):
        shown = qualifications.Shown(town.members[number], kind, town.day(days))
        by = town.by(session, COORDINATOR)
        qualifications.record(Act(session, now, by=by, community=town.community(session)), shown)


def _plain(town: Town, routine: Routine, key: str, day: int) -> tuple[Outing, ShiftPlan]:
    plan = outings.outing_of(town, routine, key, day)
    starts_at = outing_activities.starts_at(town, plan)
    shift = ShiftPlan(
        post_name=plan.post,
        starts_at=starts_at,
        ends_at=outing_activities.ends_at(town, plan),
        opens_at=town.at(-1, 8),
        closes_at=starts_at - timedelta(hours=1),
        places=10,
    )
    return plan, shift


def _draft(session: Session, town: Town) -> None:
    plan, shift = _plain(town, DEVOTIONS[2], "draft", 9)
    outing_activities.draft(session, town, plan, [shift], town.at(-2, 10))


def _high_waiting(session: Session, town: Town) -> None:
    plan, shift = _plain(town, replace(EMERGENCY, title="扫雪除冰"), "submitted", 7)
    leader = town.by(session, LEADERS[ORANGE][0])
    now = town.at(-2, 11)
    made = outing_activities.draft(session, town, plan, [shift], now, policy=LISTED)
    activity = session.get_one(Activity, made)
    activities.publish(Act(session, now, by=leader), activity)


def _not_open_yet(session: Session, town: Town) -> None:
    plan, shift = _plain(town, VISITS[1], "later", 12)
    shift = replace(shift, opens_at=town.at(2, 8))
    now = town.at(-2, 12)
    made = outing_activities.draft(session, town, plan, [shift], now)
    outing_activities.publish(session, town, plan, made, now)


def _nines(session: Session, town: Town) -> None:
    plan, shift = _plain(town, replace(LECTURES[0], title="逢九宣讲日"), "nines", 0)
    days = recurrence.dates(recurrence.NINES, town.day(2), town.day(45))
    occasions = [recurrence.occasion(day, time(15, 30), time(17)) for day in days]
    shifts = [
        replace(
            shift,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            opens_at=town.at(-2, 8),
            closes_at=each.starts_at,
        )
        for each in occasions
    ]
    now = town.at(-3, 9)
    made = outing_activities.draft(session, town, plan, shifts, now, recurrence=recurrence.NINES)
    outing_activities.publish(session, town, plan, made, now)


def _published_in_vain(session: Session, town: Town) -> None:
    plan, shift = _plain(town, TRAFFIC, "withdrawn", 8)
    now = town.at(-2, 13)
    made = outing_activities.draft(session, town, plan, [shift], now)
    outing_activities.publish(session, town, plan, made, now)


def _withdraw(session: Session, town: Town) -> None:
    activity = session.get_one(Activity, town.kept["withdrawn"])
    leader = town.by(session, LEADERS[BLUE][0])
    activities.withdraw(Act(session, town.at(-1, 9), by=leader), activity)


def _cancel(session: Session, town: Town) -> None:
    activity = session.get_one(Activity, town.kept["cancelled"])
    leader = town.by(session, LEADERS[ORANGE][0])
    activities.cancel(Act(session, town.at(-1, 18), by=leader), activity, RAIN)
