"""What follows a confirmation: the public notice, messages, the trail."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock, wording
from teams.authority.act import Act
from teams.authority.kept_settings import settings_of
from teams.members.models import Community, Member
from teams.notices.models import Notice, NoticeKind
from teams.notices.rules import notices
from volunteer.hours.models import RECORD_LIFE, RecordMove, ServiceRecord
from volunteer.settings import VolunteerSettings

LINE = "服务 %(served)s"
TRAINING_LINE = "培训 %(served)s，不算服务时长"
CONFIRMED = "《%(title)s》核为 %(served)s，公示到 %(month)s月%(day)s日，没有异议就入账。"
CONFIRMED_NONE = "《%(title)s》核为 0 小时：%(reason)s。不对的话，请找带队人说明。"
TITLE = "服务时长公示：%(title)s"
BODY = "以下时长由带队人核对，公示期满没有异议就入账。认为不实的，请实名提出异议。"


def post_public_notice(
    session: Session,
    community: Community,
    title: str,
    records: Sequence[ServiceRecord],
    by: tuple[int, datetime],
) -> Notice | None:
    """Post the public notice of freshly confirmed records and tell each person.

    Records of 0 minutes are told to the person alone and stay CONFIRMED. None when none is hung.
    """
    person_id, now = by
    hung = [record for record in records if record.named_minutes]
    notice = _post(session, community, title, hung, by) if hung else None
    are_hung = ServiceRecord.id.in_([record.id for record in hung])
    RECORD_LIFE.move_all(session, RecordMove.HANG, are_hung)
    for record in records:
        _tell_confirmed(Act(session, now, community=community), record, notice)
        Act(session, now).made_by(person_id).note(
            "record_confirmed",
            record,
            minutes=record.service_minutes,
            grade=record.grade.value,
            reason=record.reason,
        )
    return notice


def _post(
    session: Session,
    community: Community,
    title: str,
    records: Sequence[ServiceRecord],
    by: tuple[int, datetime],
) -> Notice:
    person_id, now = by
    on = clock.local_day(now, community.zone)
    days = settings_of(session, community.id, VolunteerSettings, on).record_notice_working_days
    announcement = notices.Announcement(
        kind=NoticeKind.SERVICE_RECORDS,
        title=TITLE % {"title": title},
        body=BODY,
        working_days=days,
        lines=[_line(record) for record in records],
    )
    return notices.post(Act(session, now, community=community), announcement, person_id)


def _line(record: ServiceRecord) -> notices.Line:
    """Keep no name in the line: who is named, and how, is asked whenever it is read."""
    words = TRAINING_LINE if record.is_training else LINE
    return notices.Line(record.member_id, record.id, words, {"minutes": record.named_minutes})


def _tell_confirmed(act: Act, record: ServiceRecord, notice: Notice | None) -> None:
    person_id = act.session.scalars(
        select(Member.person_id).where(Member.id == record.member_id)
    ).one()
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
