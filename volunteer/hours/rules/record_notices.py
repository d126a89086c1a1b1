"""What follows a confirmation: the public notice, messages, the trail."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from core import wording
from teams.authority.act import Act
from teams.members.models import SIGNS_IN_BY_PIN, Member, MemberState
from teams.notices.models import Notice
from teams.notices.rules import notices
from volunteer.hours.models import (
    RECORD_LIFE,
    SERVICE_RECORDS,
    TRAINING,
    RecordMove,
    RecordState,
    ServiceRecord,
)
from volunteer.settings import VolunteerSettings

LINE = "服务 %(served)s"
TRAINING_LINE = "培训 %(served)s，不算服务时长"
CONFIRMED = "《%(title)s》核为 %(served)s，公示到 %(month)s月%(day)s日，没有异议就入账。"
CONFIRMED_NONE = "《%(title)s》核为 0 小时：%(reason)s。不对的话，请找带队人说明。"
CONFIRMED_WAITS = "《%(title)s》核为 %(served)s。登记激活以后再公示、入账。"
TITLE = "服务时长公示：%(title)s"
BATCH = 50
BODY = "以下时长由带队人核对，公示期满没有异议就入账。认为不实的，请实名提出异议。"


def post_public_notice(act: Act, title: str, records: Sequence[ServiceRecord]) -> Notice | None:
    """Post the public notice of freshly confirmed records and tell each person.

    Records of 0 minutes are told to the person alone and stay CONFIRMED. So do those of somebody
    the desk has yet to accept, until `hang_accepted`. None when none is hung.
    """
    whose = _members_of(act.session, records)
    hung = [each for each in records if each.named_minutes and whose[each.member_id].is_accepted]
    with act.together():
        notice = _hang(act, title, hung) if hung else None
        for record in records:
            _tell_confirmed(act, whose[record.member_id], record, notice)
            act.note(
                "record_confirmed",
                record,
                minutes=record.service_minutes,
                grade=record.grade.value,
                reason=record.reason,
            )
    return notice


def hang_accepted(session: Session, now: datetime) -> int:
    """Hang out a batch of records whose member the desk accepted meanwhile; return how many.

    Safe to run twice and on two machines: rows another run holds are left to it.
    """
    is_training = ServiceRecord.type_code == TRAINING
    named = case((is_training, ServiceRecord.raw_minutes), else_=ServiceRecord.service_minutes)
    due = session.scalars(
        select(ServiceRecord)
        .join(Member, Member.id == ServiceRecord.member_id)
        .where(
            ServiceRecord.state == RecordState.CONFIRMED,
            Member.state.in_(SIGNS_IN_BY_PIN),
            named > 0,
        )
        .order_by(ServiceRecord.id)
        .limit(BATCH)
        .with_for_update(of=ServiceRecord, skip_locked=True)
    ).all()
    whose = _members_of(session, due)
    for record in due:
        act = Act(session, now).within(record.community_id).made_by(record.confirmed_by_id)
        notice = _hang(act, record.title, [record])
        _tell_confirmed(act, whose[record.member_id], record, notice)
    return len(due)


class _Whose(NamedTuple):
    """Whose record it is; `is_accepted` by the desk, so that it may be hung out."""

    person_id: int
    is_accepted: bool


def _hang(act: Act, title: str, records: Sequence[ServiceRecord]) -> Notice:
    notice = _post(act, title, records)
    are_hung = ServiceRecord.id.in_([record.id for record in records])
    RECORD_LIFE.move_all(act.session, RecordMove.HANG, are_hung)
    return notice


def _members_of(session: Session, records: Sequence[ServiceRecord]) -> dict[int, _Whose]:
    """Return whose they are by member, of all records in one statement."""
    members = [record.member_id for record in records]
    asked = select(Member.id, Member.person_id, Member.state).where(Member.id.in_(members))
    rows = session.execute(asked)
    return {row.id: _Whose(row.person_id, row.state is not MemberState.PENDING) for row in rows}


def _post(act: Act, title: str, records: Sequence[ServiceRecord]) -> Notice:
    announcement = notices.Announcement(
        kind=SERVICE_RECORDS,
        title=TITLE % {"title": title},
        body=BODY,
        working_days=act.settings(VolunteerSettings).record_notice_working_days,
        lines=[_line(record) for record in records],
    )
    return notices.post(act, announcement, act.actor_id)


def _line(record: ServiceRecord) -> notices.Line:
    """Keep no name in the line: who is named, and how, is asked whenever it is read."""
    words = TRAINING_LINE if record.is_training else LINE
    return notices.Line(record.member_id, record.id, words, {"minutes": record.named_minutes})


def _tell_confirmed(act: Act, whose: _Whose, record: ServiceRecord, notice: Notice | None) -> None:
    person_id = whose.person_id
    link = f"/c/{act.community.slug}/me/records/{record.id}"
    values = {"title": record.title}
    if not record.named_minutes:
        act.tell(person_id, CONFIRMED_NONE, link, reason=record.reason, **values)
        return
    if notice is None or not whose.is_accepted:
        act.tell(person_id, CONFIRMED_WAITS, link, minutes=record.named_minutes, **values)
        return
    act.tell(
        person_id,
        CONFIRMED,
        link,
        minutes=record.named_minutes,
        **wording.month_and_day(notice.last_on),
        **values,
    )
