"""Posting: what passed its notice counts for good: totals and points, once (T9, T10)."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.upsert import insert_new
from points.ledger.rules import ledger
from teams.authority.act import Act
from teams.members.models import Member
from teams.notices.models import Notice, NoticeLine, NoticeLineState
from volunteer.hours.models import (
    EARNING,
    RECORD_LIFE,
    SERVICE_RECORDS,
    EvidenceGrade,
    MemberHours,
    RecordMove,
    RecordState,
    ServiceRecord,
)
from volunteer.hours.rules import record_awards

BATCH = 50

POSTED = "《%(title)s》公示期满，服务 %(served)s已入账，记 %(points)s 分。"
POSTED_WITH_MORE = (
    "《%(title)s》公示期满，服务 %(served)s已入账，记 %(points)s 分，另加 %(more)s 分。"
)
POSTED_TRAINING = "《%(title)s》公示期满，培训 %(served)s已入账，不算服务时长，记 %(points)s 分。"
POSTED_NO_POINTS = "《%(title)s》公示期满，服务 %(served)s已入账。补录的时长不记积分。"


def post_passed(session: Session, now: datetime) -> int:
    """Post a batch of records whose line has passed its notice; return how many.

    Safe to run twice and on two machines: rows another run holds are left to it, and a record
    leaves PUBLICITY by a guarded update. Members in ascending order, so that wallets are too.
    """
    due = session.scalars(
        select(ServiceRecord)
        .join(
            NoticeLine,
            (NoticeLine.community_id == ServiceRecord.community_id)
            & (NoticeLine.subject_id == ServiceRecord.id),
        )
        .join(Notice, Notice.id == NoticeLine.notice_id)
        .where(
            ServiceRecord.state == RecordState.PUBLICITY,
            NoticeLine.state == NoticeLineState.PASSED,
            Notice.kind == SERVICE_RECORDS,
        )
        .order_by(ServiceRecord.community_id, ServiceRecord.member_id, ServiceRecord.id)
        .limit(BATCH)
        .with_for_update(of=ServiceRecord, skip_locked=True)
    ).all()
    for record in due:
        post(Act(session, now), record)
    return len(due)


def post(act: Act, record: ServiceRecord) -> bool:
    """Make one record count: its minutes join the totals, its points the wallet: once.

    Returns False, having changed nothing, when it was posted, disputed or voided meanwhile.
    """
    if not RECORD_LIFE.move(act.session, record, RecordMove.POST, posted_at=act.now):
        return False
    add_hours(act.session, record, 1)
    more = _award(act, record) if record.grade in EARNING else 0
    act.session.flush()
    _tell_posted(act, record, more)
    return True


def add_hours(session: Session, record: ServiceRecord, sign: int) -> None:
    """Add a posted record to the totals of its member (`sign` 1), or take it off again (−1).

    Imported past hours have a total of their own; they are no services counted here.
    """
    is_imported = record.grade is EvidenceGrade.IMPORTED
    minutes = sign * record.service_minutes
    change = {
        "posted_minutes": 0 if is_imported else minutes,
        "imported_minutes": minutes if is_imported else 0,
        "services": 0 if is_imported or not record.service_minutes else sign,
    }
    whose = {"community_id": record.community_id, "member_id": record.member_id}
    insert_new(session, MemberHours.member_id, whose | dict.fromkeys(change, 0))
    session.execute(
        update(MemberHours)
        .where(
            MemberHours.community_id == record.community_id,
            MemberHours.member_id == record.member_id,
        )
        .values({name: getattr(MemberHours, name) + more for name, more in change.items()})
        .execution_options(synchronize_session=False)
    )


def _award(act: Act, record: ServiceRecord) -> int:
    """Credit what the record earns; return the points that came on top of those of its rule."""
    here = act.within(record.community_id)
    grounds = record_awards.grounds_of(here, ServiceRecord.id == record.id)[record]
    if grounds.rule is None:
        act.made_by(None).note(
            "record_posted_without_rule",
            record,
            minutes=record.service_minutes,
            points=record.points,
        )
        return 0
    base, *bonuses = record_awards.awards_of(record, grounds)
    record.earn_rule_id, record.points = grounds.rule.id, base.points
    act.session.flush()
    for award in (base, *bonuses):
        if award.points:
            ledger.credit(act, award)
    return sum(award.points for award in bonuses)


def _tell_posted(act: Act, record: ServiceRecord, more: int) -> None:
    member = act.session.get_one(Member, record.member_id)
    community = act.within(record.community_id).community
    act.tell(
        member.person_id,
        _posted_words(record, more),
        f"/c/{community.slug}/me/records/{record.id}",
        title=record.title,
        minutes=record.named_minutes,
        points=record.points,
        more=more,
    )
    act.made_by(None).note(
        "record_posted", record, minutes=record.service_minutes, points=record.points
    )


def _posted_words(record: ServiceRecord, more: int) -> str:
    if record.grade not in EARNING:
        return POSTED_NO_POINTS
    if record.is_training:
        return POSTED_TRAINING
    return POSTED_WITH_MORE if more else POSTED
