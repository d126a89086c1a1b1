"""What a station did: shifts of twenty people, their records, the notices these hung on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import AuditEvent, Notification
from bench.town.sheets import BY_CODE, Sheets
from bench.town.station import ADMIN, COORDINATOR, FIRST_LEADER, SHIFT, Kind, Station
from core import calendar
from points.ledger.rules import earning
from teams.notices.models import Notice, NoticeLine, NoticeLineState, NoticeState
from volunteer.activities.models import Activity, Post, Shift, ShiftState
from volunteer.hours.models import SERVICE_RECORDS, RecordState, ServiceRecord
from volunteer.hours.rules import record_notices, record_posting
from volunteer.sign_ups.models import SignUp, SignUpState

CREW = 20
"""So many people in a shift that is over."""

HANGING = 2
"""So many shifts of a station have a notice that hangs when the town is used."""

SHIFTS_OF_AN_ACTIVITY = 10
MINUTES = int(SHIFT.total_seconds()) // 60
WORKING_DAYS = 3
HUNG_DAYS = 6
SETTLED_DAYS = 12
"""The last shift was so long ago that its notice has ended."""


@dataclass(frozen=True, slots=True)
class Outing:
    """One shift on its way into the sheets; `hangs`: its notice has not ended yet."""

    id: int
    kind: Kind
    title: str
    starts_at: datetime
    day: date
    hangs: bool = False

    @property
    def ends_at(self) -> datetime:
        """The end of the shift."""
        return self.starts_at + SHIFT


@dataclass(frozen=True, slots=True)
class Served:
    """What one person earned at a shift, for the books."""

    at: int
    record_id: int
    points: int
    day: date
    posted_at: datetime
    kind: Kind
    title: str


def round_days(station: Station, turn: int) -> tuple[date, int]:
    """Return the first day of a turn, in which each serves once, and how many days it has."""
    past = (station.today - timedelta(days=SETTLED_DAYS) - station.began_on).days
    length = past // station.scale.services
    return station.began_on + timedelta(days=turn * length), max(1, length - SETTLED_DAYS)


def write_turn(sheets: Sheets, station: Station, turn: int) -> list[Served]:
    """Write the shifts of one turn, in which everybody serves once; return what was earned."""
    first_on, days = round_days(station, turn)
    served: list[Served] = []
    activity = (0, 0)
    for place in range(station.scale.people // CREW):
        kind = station.kinds[place // SHIFTS_OF_AN_ACTIVITY % len(station.kinds)]
        day = first_on + timedelta(days=place % days)
        if place % SHIFTS_OF_AN_ACTIVITY == 0:
            activity = an_activity(sheets, station, kind, station.at(day, 8))
        starts_at = station.at(day, 8 + place % 9)
        shift_id = a_shift(sheets, station, activity, (starts_at, ShiftState.CONFIRMED))
        sheets.places.add(station.id, shift_id, CREW, CREW)
        outing = Outing(shift_id, kind, title_of(kind), starts_at, day)
        crew = [_member_at(station, turn, place * CREW + seat) for seat in range(CREW)]
        served += _write_shift(sheets, station, outing, crew)
    return served


def _member_at(station: Station, turn: int, seat: int) -> int:
    """Spread the people over the shifts of a turn, differently each turn."""
    people = station.scale.people
    step = next(each for each in range(7 + 2 * turn, 999) if _are_coprime(each, people))
    return (seat * step + turn) % people


def _are_coprime(one: int, other: int) -> bool:
    while other:
        one, other = other, one % other
    return one == 1


def title_of(kind: Kind) -> str:
    """Return what an activity of a kind is called."""
    return f"{kind.name[:10]}活动"


def an_activity(sheets: Sheets, station: Station, kind: Kind, made_at: datetime) -> tuple[int, int]:
    """Write a published activity and its post; return their ids."""
    activity_id, post_id = sheets.next(Activity), sheets.next(Post)
    admin = station.people[ADMIN]
    leader = station.members[FIRST_LEADER + station.team_ids.index(kind.team_id)]
    where = ("北关小区东门", admin, made_at, made_at, admin)
    of = (kind.type_id, kind.team_id, leader, title_of(kind))
    sheets.activities.add(activity_id, station.id, *of, *where)
    sheets.posts.add(post_id, station.id, activity_id)
    return activity_id, post_id


def a_shift(
    sheets: Sheets,
    station: Station,
    activity: tuple[int, int],
    when: tuple[datetime, ShiftState],
    length: timedelta = SHIFT,
) -> int:
    """Write a shift of an activity; return its id. Its places are written apart."""
    starts_at, state = when
    shift_id, ends_at = sheets.next(Shift), starts_at + length
    opens_at = min(starts_at - timedelta(days=7), station.built_at - timedelta(days=1))
    closed = ends_at + timedelta(hours=1) if state is ShiftState.CONFIRMED else None
    times = (starts_at, ends_at, opens_at, starts_at, state, closed)
    sheets.shifts.add(shift_id, station.id, *activity, *times)
    return shift_id


def _write_shift(sheets: Sheets, station: Station, outing: Outing, crew: list[int]) -> list[Served]:
    notice_id = sheets.next(Notice)
    days = calendar.working_days_after(outing.day, WORKING_DAYS, {})
    ends_on = max(days[-1] + timedelta(days=1), outing.day + timedelta(days=HUNG_DAYS))
    ended_at = None if outing.hangs else station.at(ends_on, 0, 5)
    sheets.notices.add(
        notice_id,
        station.id,
        SERVICE_RECORDS,
        record_notices.TITLE % {"title": outing.title},
        NoticeState.OPEN if outing.hangs else NoticeState.ENDED,
        outing.day,
        outing.ends_at + timedelta(hours=1),
        station.people[COORDINATOR],
        days[0],
        ends_on - timedelta(days=1),
        station.at(ends_on, 0),
        ended_at,
    )
    served = [_write_one(sheets, station, outing, at, ended_at) for at in crew]
    state = NoticeLineState.HANGING if outing.hangs else NoticeLineState.PASSED
    for each in served:
        hung = (notice_id, station.members[each.at], each.record_id)
        columns = (record_notices.LINE, {"minutes": MINUTES}, state, ended_at)
        sheets.notice_lines.add(sheets.next(NoticeLine), station.id, *hung, *columns)
    return served


def _write_one(
    sheets: Sheets, station: Station, outing: Outing, at: int, posted_at: datetime | None
) -> Served:
    person_id, member_id = station.people[at], station.members[at]
    sign_up_id, record_id = sheets.next(SignUp), sheets.next(ServiceRecord)
    signed_up_at = outing.starts_at - timedelta(days=3, minutes=at % 600)
    times = (outing.starts_at, outing.ends_at)
    signed = (signed_up_at, person_id, *times, BY_CODE, BY_CODE)
    sheets.sign_ups.add(
        sign_up_id, station.id, outing.id, member_id, SignUpState.CONFIRMED, *signed
    )
    rule = outing.kind.rule
    points = 0 if outing.hangs else earning.points_of(rule, MINUTES, 0)
    confirmed_by = station.people[COORDINATOR if at != COORDINATOR else ADMIN]
    sheets.records.add(
        record_id,
        station.id,
        member_id,
        outing.kind.team_id,
        outing.id,
        sign_up_id,
        outing.title,
        "北关小区东门",
        outing.kind.code,
        *times,
        outing.day,
        MINUTES,
        MINUTES,
        RecordState.PUBLICITY if outing.hangs else RecordState.POSTED,
        confirmed_by,
        outing.ends_at + timedelta(hours=1),
        None if outing.hangs else rule.id,
        points,
        posted_at,
        *times,
        *times,
    )
    sheets.days.add(station.id, record_id, outing.day, member_id, MINUTES)
    told_at = posted_at or outing.ends_at + timedelta(hours=1)
    _tell(sheets, station, outing, (person_id, sign_up_id, points, signed_up_at, told_at))
    return Served(at, record_id, points, outing.day, told_at, outing.kind, outing.title)


def _tell(
    sheets: Sheets,
    station: Station,
    outing: Outing,
    of: tuple[int, int, int, datetime, datetime],
) -> None:
    """Leave a line in the trail and a message that was read, as the rules do."""
    person_id, sign_up_id, points, signed_up_at, posted_at = of
    about = ("sign_up_made", "sign_up", sign_up_id, {"shift_id": outing.id}, signed_up_at)
    sheets.trail.add(sheets.next(AuditEvent), station.id, person_id, *about)
    values = {"title": outing.title, "minutes": MINUTES, "points": points, "more": 0}
    words = (record_posting.POSTED, values, f"/c/{station.slug}/me/records", posted_at)
    read_at = posted_at + timedelta(days=1)
    sheets.messages.add(sheets.next(Notification), person_id, *words, read_at)


def write_hanging(sheets: Sheets, station: Station) -> None:
    """Write shifts of the day before yesterday: the upkeep of some night ends their notices."""
    day = station.today - timedelta(days=2)
    for number in range(HANGING):
        kind = station.kinds[number % len(station.kinds)]
        activity = an_activity(sheets, station, kind, station.at(day, 8))
        starts_at = station.at(day, 9 + 3 * number)
        shift_id = a_shift(sheets, station, activity, (starts_at, ShiftState.CONFIRMED))
        sheets.places.add(station.id, shift_id, CREW, CREW)
        outing = Outing(shift_id, kind, title_of(kind), starts_at, day, hangs=True)
        crew = [(number * CREW + seat) % station.scale.people for seat in range(CREW)]
        _write_shift(sheets, station, outing, crew)


def write_hours(sheets: Sheets, station: Station) -> None:
    """Write the stored totals: everybody served once a turn."""
    turns = station.scale.services
    for member_id in station.members:
        sheets.hours.add(station.id, member_id, turns * MINUTES, turns)
