"""Lets people come, leave, stay away, and their minutes be confirmed, by the rules."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from demo.activities import ends_at, starts_at
from demo.outings import Outing, Part
from demo.town import Diary, Town
from teams.authority.act import Act
from teams.authority.kept_settings import settings_of
from volunteer.activities.models import Shift
from volunteer.attendance.rules import attendance
from volunteer.attendance.rules.attendance import Mark
from volunteer.hours.rules import records, time_sheets
from volunteer.hours.rules.records import Row
from volunteer.service_time.rules import policies
from volunteer.service_time.rules.service_time import Verdict
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import TO_CONFIRM, SignUp, SignUpMove

ARRIVES = {Part.LATE: 16}
SHORT_BY_PERCENT = 55
EXCUSES = ("孩子发烧，来电请假", "老人住院，走不开", "单位临时加班")


def write_down(diary: Diary, town: Town, outing: Outing) -> None:
    """Put into the diary who comes and what is confirmed of it."""
    for number, part in outing.crowd.items():
        _attendance(diary, town, outing, (number, part))
    if outing.settled is not None:
        diary.note(
            town.at(outing.day + outing.settled, 17),
            settle,
            town,
            outing,
        )


def _attendance(diary: Diary, town: Town, outing: Outing, who: tuple[int, Part]) -> None:
    number, part = who
    starts, ends = starts_at(town, outing), ends_at(town, outing)
    arrived = starts + timedelta(minutes=ARRIVES.get(part, -(number % 9)))
    short = outing.minutes * SHORT_BY_PERCENT // 100
    left = ends - timedelta(minutes=short if part is Part.LEFT_EARLY else -(number % 4))
    for moment, wanted in _marks(outing, part, (arrived, left), ends):
        diary.note(
            moment,
            mark,
            town,
            outing,
            (number, wanted),
        )


def _marks(
    outing: Outing, part: Part, times: tuple[datetime, datetime], ends: datetime
) -> list[tuple[datetime, Mark]]:
    """Return what the leader writes about one person, and when; versions are filled in then."""
    arrived, left = times
    after = ends + timedelta(minutes=outing.filed_after)
    if part is Part.MISSING:
        return [(after, Mark(SignUpMove.MISS, 0))]
    if part is Part.EXCUSED:
        return [(after, Mark(SignUpMove.EXCUSE, 0, note=EXCUSES[outing.day % len(EXCUSES)]))]
    if part in {Part.EXPECTED, Part.CANCELLED, Part.CANCELLED_LATE}:
        return []
    if outing.on_paper:
        return [(after, Mark(SignUpMove.ARRIVE, 0, arrived, left))]
    if part is Part.FORGOT:
        return [(arrived, Mark(SignUpMove.ARRIVE, 0))]
    return [(arrived, Mark(SignUpMove.ARRIVE, 0)), (left, Mark(SignUpMove.LEAVE, 0))]


def mark(
    session: Session, town: Town, outing: Outing, what: tuple[int, Mark], now: datetime
) -> None:
    """Write attendance of one person as whoever manages the outing."""
    number, wanted = what
    sign_up = session.get_one(SignUp, town.kept[f"{outing.key}/{number}"])
    seen = Mark(wanted.move, sign_up.version, wanted.arrived_at, wanted.left_at, wanted.note)
    by = town.by(session, outing.manager)
    attendance.mark(Act(session, now, by=by, community=town.community(session)), sign_up.id, seen)


def settle(session: Session, town: Town, outing: Outing, now: datetime) -> None:
    """Confirm what the times say; where they are not enough, what is possible, with a reason."""
    community = town.community(session)
    shift = session.get_one(Shift, town.kept[f"{outing.key}/shift0"])
    came = session.scalars(
        select(SignUp)
        .where(
            SignUp.shift_id == shift.id,
            SignUp.state.in_(TO_CONFIRM),
        )
        .order_by(SignUp.id)
    ).all()
    day = clock.local_day(shift.ends_at, community.zone)
    settings = settings_of(session, community.id, VolunteerSettings, day)
    policy = policies.policy_of(settings, community)
    rows = [
        Row(
            row.sign_up.id,
            row.suggestion.possible_minutes,
            row.sign_up.version,
            "" if row.suggestion.verdict is Verdict.COUNTED else "当场看到，按实到时间核",
        )
        for row in time_sheets.timed_rows(session, shift, came, policy)
    ]
    if rows:
        records.confirm(
            Act(session, now, by=town.by(session, outing.manager), community=community),
            shift.id,
            rows,
        )
