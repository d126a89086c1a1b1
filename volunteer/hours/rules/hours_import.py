"""Past hours of a checked register become posted records, graded as imported, without points."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import cast

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from core import bulk, clock
from core.upsert import insert_new
from core.workbook import Book
from core.workbook_check import Checked
from teams.imports.rules.import_rows import sealed_key
from teams.imports.rules.imports import ImportRules, Reading, Running
from teams.members.models import Community
from teams.permissions import Permission
from volunteer.hours.models import (
    WITHOUT_TIMES,
    EvidenceGrade,
    MemberHours,
    RecordState,
    ServiceDay,
    ServiceRecord,
)
from volunteer.hours.rules import hours_known
from volunteer.hours.rules.hours_sheet import (
    LAYOUT,
    PAST_HOURS,
    HoursChecked,
    HoursRow,
    check_hours,
)

OTHER = "OTHER"
TYPE_WORDS = (
    ("LECTURE", ("宣讲", "讲座", "理论", "普法")),
    ("LEAFLET", ("反诈", "宣传", "传单", "资料")),
    ("VISIT", ("看望", "走访", "陪伴", "慰问", "探望")),
    ("PAIRING", ("结对", "帮扶")),
    ("COUNSEL", ("心理", "法律援助", "疏导")),
    ("SORTING", ("垃圾分类", "桶边")),
    ("CLEANUP", ("小广告", "环境", "清理", "卫生", "保洁", "捡拾")),
    ("PATROL", ("巡逻", "巡查", "值夜")),
    ("MEDIATE", ("调解",)),
    ("TRAFFIC", ("交通", "劝导", "护学")),
    ("HAIRCUT", ("理发", "义剪")),
    ("CLINIC", ("义诊", "量血压", "体检")),
    ("REPAIR", ("维修", "修理", "缝补")),
    ("EMERGENCY", ("清雪", "扫雪", "除冰", "防汛", "抢险")),
    ("CULTURE", ("演出", "文艺", "节日", "晚会", "书法")),
    ("DUTY", ("值守", "值班")),
)
"""Words of an activity's name by which its kind is known (domain 9.2); the first that fits."""

WITH_HOURS = "导入的旧记录。"


def read(session: Session, reading: Reading, book: Book) -> HoursChecked:
    """Check the lines of a register against the names of the community. Raises WorkbookRefused."""
    known = hours_known.volunteers(session, reading.community_id)
    return check_hours(book, known, reading.today, reading.mends, reading.taught)


def _settled(
    session: Session, reading: Reading, checked: Checked[HoursRow], decisions: Mapping[str, str]
) -> HoursChecked:
    return hours_known.settle(session, reading, cast("HoursChecked", checked), decisions)


def add(session: Session, running: Running, checked: Checked[HoursRow]) -> int:
    """Post every accepted record with its day and add it to its member's imported total.

    Minutes count as written, neither rounded nor capped, and give no points (contract 9). A
    record without hours begins at midnight and its reason says so. Its first person is who handed
    the batch in, its second who approved it.
    """
    writing = _Writing(session, running)
    rows = [writing.row(record) for record in checked.accepted]
    ids = bulk.insert_all(session, ServiceRecord, rows)
    days = [
        {
            "community_id": running.community_id,
            "record_id": record_id,
            "on_date": record.day,
            "member_id": int(record.volunteer),
            "minutes": record.duration.minutes,
        }
        for record_id, record in zip(ids, checked.accepted, strict=True)
    ]
    bulk.write(session, insert(ServiceDay), days)
    _add_totals(session, running.community_id, checked.accepted)
    return len(rows)


HOURS = ImportRules(
    PAST_HOURS, LAYOUT, read, _settled, add, Permission.IMPORT_APPROVE, needs_second_person=True
)


def type_of(title: str) -> str:
    """Return the kind of activity that a line of past hours speaks of, or OTHER."""
    for code, words in TYPE_WORDS:
        if any(word in title for word in words):
            return code
    return OTHER


class _Writing:
    """What every record of one run shares."""

    def __init__(self, session: Session, running: Running) -> None:
        self._running = running
        self._zone = session.get_one(Community, running.community_id).zone
        self._teams = hours_known.team_of_colour(session, running.community_id)
        self._homes = hours_known.home_team_of(session, running.community_id)

    def row(self, record: HoursRow) -> dict[str, object]:
        """Return the columns of one posted record."""
        member_id, minutes = int(record.volunteer), record.duration.minutes
        starts_at = clock.day_start(record.day, self._zone)
        if record.duration.starts is not None:
            starts_at = clock.at_local(record.day, record.duration.starts, self._zone)
        return {
            "community_id": self._running.community_id,
            "member_id": member_id,
            "team_id": self._teams[record.team] if record.team else self._homes[member_id],
            "title": record.title,
            "place": record.place,
            "type_code": type_of(record.title),
            "leader_name": record.leader,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=minutes),
            "served_on": record.day,
            "raw_minutes": minutes,
            "service_minutes": minutes,
            "grade": EvidenceGrade.IMPORTED,
            "state": RecordState.POSTED,
            "reason": WITH_HOURS if record.duration.starts else WITHOUT_TIMES,
            "confirmed_by_id": self._running.by_id,
            "confirmed_at": self._running.now,
            "second_person_id": self._running.second_id,
            "posted_at": self._running.now,
            "row_key": sealed_key(PAST_HOURS, record.row_key),
        }


def _add_totals(session: Session, community_id: int, records: Sequence[HoursRow]) -> None:
    """Add to the imported total of each member, by ascending id."""
    totals: Counter[int] = Counter()
    for record in records:
        totals[int(record.volunteer)] += record.duration.minutes
    had = set(
        session.scalars(
            select(MemberHours.member_id).where(MemberHours.community_id == community_id)
        )
    )
    for member_id, minutes in sorted(totals.items()):
        key = {"community_id": community_id, "member_id": member_id}
        if member_id not in had:
            zero = {"posted_minutes": 0, "imported_minutes": 0, "services": 0}
            insert_new(session, MemberHours.member_id, key | zero)
        session.execute(
            update(MemberHours)
            .where(MemberHours.community_id == community_id, MemberHours.member_id == member_id)
            .values(imported_minutes=MemberHours.imported_minutes + minutes)
            .execution_options(synchronize_session=False)
        )
