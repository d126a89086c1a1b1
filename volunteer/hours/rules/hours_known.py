"""Checked past hours beside the records there are: what is known, new, refused or asked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from accounts.models import Person
from core import clock
from core.inputs import DAY_MINUTES
from core.workbook_check import Asked
from teams.imports.rules.import_rows import COME_IN, LEAVE_OUT, sealed_key
from teams.imports.rules.imports import Reading
from teams.members.models import NOBODY, Community, Member, MemberState, Team
from volunteer.hours.models import RecordState, ServiceRecord
from volunteer.hours.rules.hours_duration import Duration
from volunteer.hours.rules.hours_names import Volunteer, tails_of
from volunteer.hours.rules.hours_sheet import PAST_HOURS, HoursChecked, HoursRow, hours

AT_ONCE = 500


def volunteers(session: Session, community_id: int) -> Mapping[str, Sequence[Volunteer]]:
    """Return everyone past hours may name; number and tails tell namesakes apart.

    Those who left are still known, since the hours are past; the key is the member's id. A day of
    joining is known where somebody wrote it down, not where it only is that of the registration.
    """
    zone = session.get_one(Community, community_id).zone
    rows = session.execute(
        select(
            Person.name,
            Person.birth_on,
            Person.registered_at,
            Member.id,
            Member.joined_on,
            Member.volunteer_no,
            Person.resident_number_tail,
            Person.phone_tail,
        )
        .join(Person, Person.id == Member.person_id)
        .where(Member.community_id == community_id, Member.state.not_in(NOBODY))
    )
    earlier = _earlier_numbers(session, community_id)
    known: dict[str, list[Volunteer]] = defaultdict(list)
    for name, born_on, registered_at, member_id, joined_on, *numbers in rows:
        stated = joined_on if joined_on < clock.local_day(registered_at, zone) else None
        told = tails_of((*numbers, *earlier[member_id]))
        known[name].append(Volunteer(str(member_id), told, born_on, stated))
    return known


def _earlier_numbers(session: Session, community_id: int) -> Mapping[int, list[str | None]]:
    """Return the numbers and tails of files that were merged, by the member they went to."""
    kept = aliased(Member)
    rows = session.execute(
        select(kept.id, Member.volunteer_no, Person.resident_number_tail, Person.phone_tail)
        .select_from(Member)
        .join(Person, Person.id == Member.person_id)
        .join(kept, kept.person_id == Person.merged_into_id)
        .where(
            Member.community_id == community_id,
            Member.state == MemberState.MERGED,
            kept.community_id == community_id,
        )
    )
    found: defaultdict[int, list[str | None]] = defaultdict(list)
    for member_id, *numbers in rows:
        found[member_id] += numbers
    return found


def settle(
    session: Session, reading: Reading, checked: HoursChecked, decisions: Mapping[str, str]
) -> HoursChecked:
    """Move records imported before aside; refuse who was elsewhere; ask about a doubtful second.

    A record with hours that overlaps a stored one is refused by name; the same activity on the
    same day, where one of both has no hours, is asked.
    """
    candidates = _candidates(checked, decisions)
    stored = _Stored(session, reading.community_id, candidates)
    teams = _home_teams(session, reading.community_id)
    checked.accepted = []
    for record in candidates:
        key = sealed_key(PAST_HOURS, record.row_key)
        place = (record.sheet, record.row)
        if key in stored.keys:
            checked.known.append(record)
        elif not record.team and int(record.volunteer) not in teams:
            checked.refuse(place, "team", f"没有写队伍，“{record.name}”也还没有入队，请补上。")
        elif stored.is_elsewhere(record):
            checked.refuse(place, "people", f"“{record.name}”同一时间已有服务记录，请核对。")
        elif decisions.get(key) != COME_IN and (why := stored.doubt(record)):
            _ask(checked, record, why, decisions.get(key, ""))
        else:
            checked.accepted.append(record)
    return checked


def _candidates(checked: HoursChecked, decisions: Mapping[str, str]) -> list[HoursRow]:
    """Return the accepted and the asked that were decided to come in; set the others aside."""
    coming = list(checked.accepted)
    asked, held = checked.asked, checked.held
    checked.asked, checked.held = [], []
    for question, record in zip(asked, held, strict=True):
        decision = decisions.get(sealed_key(PAST_HOURS, record.row_key), "")
        if decision == COME_IN:
            coming.append(record)
        elif decision == LEAVE_OUT:
            checked.aside.append((question, record))
        else:
            checked.asked.append(question)
            checked.held.append(record)
    return coming


def _ask(checked: HoursChecked, record: HoursRow, why: str, decision: str) -> None:
    line = checked.lines[record.sheet, record.row]
    if decision == LEAVE_OUT:
        checked.aside.append((Asked(line.sheet, line.row, why, line.shown()), record))
    else:
        checked.ask(line, why, record)


def _home_teams(session: Session, community_id: int) -> set[int]:
    return set(
        session.scalars(
            select(Member.id).where(
                Member.community_id == community_id, Member.home_team_id.is_not(None)
            )
        )
    )


@dataclass(frozen=True, slots=True)
class _Record:
    """A stored record as far as a new one can contradict it."""

    title: str
    duration: Duration


class _Stored:
    """The records there are, of the members and days a sheet speaks of."""

    def __init__(self, session: Session, community_id: int, records: Sequence[HoursRow]) -> None:
        self.keys: set[str] = set()
        self._days: dict[tuple[str, date], list[_Record]] = defaultdict(list)
        if not records:
            return
        self._zone = session.get_one(Community, community_id).zone
        members = sorted({int(record.volunteer) for record in records})
        days = (min(record.day for record in records), max(record.day for record in records))
        for at in range(0, len(members), AT_ONCE):
            self._load(session, community_id, members[at : at + AT_ONCE], days)

    def _load(
        self, session: Session, community_id: int, members: list[int], days: tuple[date, date]
    ) -> None:
        first = clock.day_start(days[0], self._zone)
        last = clock.day_start(days[1] + timedelta(days=1), self._zone)
        rows = session.scalars(
            select(ServiceRecord).where(
                ServiceRecord.community_id == community_id,
                ServiceRecord.member_id.in_(members),
                ServiceRecord.ends_at > first,
                ServiceRecord.starts_at < last,
                ServiceRecord.state != RecordState.VOIDED,
            )
        )
        for row in rows:
            self.keys.add(row.row_key or "")
            self._days[str(row.member_id), row.served_on].append(
                _Record(row.title, _duration(row, self._zone))
            )

    def is_elsewhere(self, record: HoursRow) -> bool:
        """Tell whether a stored record has a minute in common."""
        return any(record.duration.overlaps(one.duration) for one in self._same_day(record))

    def doubt(self, record: HoursRow) -> str:
        """Say why a person must decide: the same activity stored, or a day of over 24 hours."""
        for one in self._same_day(record):
            if one.title == record.title and not (record.duration.starts and one.duration.starts):
                return f"“{record.name}”当天已有同名活动的服务记录，请确认是不是两次。"
        stored = sum(one.duration.minutes for one in self._same_day(record))
        if stored and stored + record.duration.minutes > DAY_MINUTES:
            total = hours(stored + record.duration.minutes)
            return f"“{record.name}”当天连同已有的记录有 {total} 小时，超过 24 小时，请核对。"
        return ""

    def _same_day(self, record: HoursRow) -> list[_Record]:
        return self._days.get((record.volunteer, record.day), [])


def _duration(row: ServiceRecord, zone: str) -> Duration:
    """Return the hours of a stored record; an imported one may have none."""
    if not row.has_times:
        return Duration(row.service_minutes)
    starts, ends = clock.local(row.starts_at, zone), clock.local(row.ends_at, zone)
    closes = ends.time() if ends.date() == row.served_on else time.max
    return Duration(row.service_minutes, starts.time(), closes)


def home_team_of(session: Session, community_id: int) -> dict[int, int]:
    """Return the home team of each member with past hours who has one."""
    rows = session.execute(
        select(Member.id, Member.home_team_id).where(
            Member.community_id == community_id, Member.home_team_id.is_not(None)
        )
    )
    return {member_id: team_id for member_id, team_id in rows if team_id is not None}


def team_of_colour(session: Session, community_id: int) -> dict[str, int]:
    """Return the first team of each colour past hours may name; a sub-team has its parent's."""
    rows = session.execute(
        select(Team.colour, Team.id)
        .where(Team.community_id == community_id)
        .order_by(Team.parent_id.is_(None), Team.id.desc())
    )
    return {colour.value: team_id for colour, team_id in rows}
