"""What follows a confirmation: the public notice, messages, the trail."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import wording
from teams.authority.act import Act
from teams.members.models import Member
from teams.notices.models import Notice
from teams.notices.rules import notices
from volunteer.hours.models import RECORD_LIFE, SERVICE_RECORDS, RecordMove, ServiceRecord
from volunteer.settings import VolunteerSettings

LINE = "服务 %(served)s"
TRAINING_LINE = "培训 %(served)s，不算服务时长"
CONFIRMED = "《%(title)s》核为 %(served)s，公示到 %(month)s月%(day)s日，没有异议就入账。"
CONFIRMED_NONE = "《%(title)s》核为 0 小时：%(reason)s。不对的话，请找带队人说明。"
TITLE = "服务时长公示：%(title)s"
BODY = "以下时长由带队人核对，公示期满没有异议就入账。认为不实的，请实名提出异议。"


def post_public_notice(act: Act, title: str, records: Sequence[ServiceRecord]) -> Notice | None:
    """Post the public notice of freshly confirmed records and tell each person.

    Records of 0 minutes are told to the person alone and stay CONFIRMED. None when none is hung.
    """
    hung = [record for record in records if record.named_minutes]
    person_of = _persons_of(act.session, records)
    with act.together():
        notice = _post(act, title, hung) if hung else None
        are_hung = ServiceRecord.id.in_([record.id for record in hung])
        RECORD_LIFE.move_all(act.session, RecordMove.HANG, are_hung)
        for record in records:
            _tell_confirmed(act, person_of[record.member_id], record, notice)
            act.note(
                "record_confirmed",
                record,
                minutes=record.service_minutes,
                grade=record.grade.value,
                reason=record.reason,
            )
    return notice


def _persons_of(session: Session, records: Sequence[ServiceRecord]) -> dict[int, int]:
    """Return member → person, of all records in one statement."""
    members = [record.member_id for record in records]
    rows = session.execute(select(Member.id, Member.person_id).where(Member.id.in_(members)))
    return {row.id: row.person_id for row in rows}


def _post(act: Act, title: str, records: Sequence[ServiceRecord]) -> Notice:
    announcement = notices.Announcement(
        kind=SERVICE_RECORDS,
        title=TITLE % {"title": title},
        body=BODY,
        working_days=act.settings(VolunteerSettings).record_notice_working_days,
        lines=[_line(record) for record in records],
    )
    return notices.post(act, announcement, act.by.person_id)


def _line(record: ServiceRecord) -> notices.Line:
    """Keep no name in the line: who is named, and how, is asked whenever it is read."""
    words = TRAINING_LINE if record.is_training else LINE
    return notices.Line(record.member_id, record.id, words, {"minutes": record.named_minutes})


def _tell_confirmed(act: Act, person_id: int, record: ServiceRecord, notice: Notice | None) -> None:
    link = f"/c/{act.community.slug}/me/records"
    values = {"title": record.title}
    if notice is None or not record.named_minutes:
        act.tell(person_id, CONFIRMED_NONE, link, reason=record.reason, **values)
        return
    act.tell(
        person_id,
        CONFIRMED,
        link,
        minutes=record.named_minutes,
        **wording.month_and_day(notice.last_on),
        **values,
    )
