"""Posting: what passed its notice counts for good, once, and its points are credited (T9, T10)."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from accounts.rules import audit, inbox
from core import clock
from points.models import EntryKind
from points.rules import earning, ledger
from points.rules.ledger import Award
from points.rules.postings import Cause
from teams.models import Community, Member, Notice, NoticeKind, NoticeLine, NoticeLineState
from teams.rules import settings as dated_settings
from volunteer.models import (
    Activity,
    EvidenceGrade,
    MemberHours,
    RecordState,
    ServiceRecord,
    Shift,
)

BATCH = 50
EARNS = frozenset({EvidenceGrade.TIMED, EvidenceGrade.ROSTER})
SERVICE, FIRST_SERVICE, SHIFT_LEADER = "service_record", "first_service", "shift_leader"

POSTED = "《%(title)s》公示期满，服务 %(served)s已入账，记 %(points)s 分。"
POSTED_WITH_MORE = (
    "《%(title)s》公示期满，服务 %(served)s已入账，记 %(points)s 分，另加 %(more)s 分。"
)
POSTED_TRAINING = "《%(title)s》公示期满，培训 %(served)s已入账，不算服务时长，记 %(points)s 分。"
POSTED_NO_POINTS = "《%(title)s》公示期满，服务 %(served)s已入账。补录的时长不记积分。"
AWARD_WORDS = "《%(title)s》"
FIRST_WORDS = "第一次参加志愿服务"
LEADER_WORDS = "带队《%(title)s》"


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
            Notice.kind == NoticeKind.SERVICE_RECORDS,
        )
        .order_by(ServiceRecord.community_id, ServiceRecord.member_id, ServiceRecord.id)
        .limit(BATCH)
        .with_for_update(of=ServiceRecord, skip_locked=True)
    ).all()
    for record in due:
        post(session, record, now)
    return len(due)


def post(session: Session, record: ServiceRecord, now: datetime) -> bool:
    """Make one record count: its minutes join the totals, its points the wallet: once.

    Returns False, having changed nothing, when it was posted, disputed or voided meanwhile.
    """
    moved = session.scalar(
        update(ServiceRecord)
        .where(ServiceRecord.id == record.id, ServiceRecord.state == RecordState.PUBLICITY)
        .values(state=RecordState.POSTED, posted_at=now, version=ServiceRecord.version + 1)
        .returning(ServiceRecord.id)
        .execution_options(synchronize_session=False)
    )
    if moved is None:
        return False
    session.refresh(record)
    add_hours(session, record, 1)
    more = _award(session, record, now) if record.grade in EARNS else 0
    session.flush()
    _tell(session, record, more, now)
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
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(
        dialect.insert(MemberHours)
        .values(community_id=record.community_id, member_id=record.member_id)
        .values(posted_minutes=0, imported_minutes=0, services=0)
        .on_conflict_do_nothing()
    )
    session.execute(
        update(MemberHours)
        .where(
            MemberHours.community_id == record.community_id,
            MemberHours.member_id == record.member_id,
        )
        .values({name: getattr(MemberHours, name) + more for name, more in change.items()})
        .execution_options(synchronize_session=False)
    )


def _award(session: Session, record: ServiceRecord, now: datetime) -> int:
    """Credit what the rule of the day the service ended gives (T10), and what is added to it.

    Returns the points that were added.
    """
    community = session.get_one(Community, record.community_id)
    ended_on = clock.local_day(record.ends_at, community.zone)
    try:
        rule, points = earning.points_for(
            session,
            community.id,
            record.type_code,
            record.service_minutes,
            record.night_minutes,
            ended_on,
        )
    except earning.NoEarnRule:
        _note(session, record, "record_posted_without_rule", now)
        return 0
    record.earn_rule_id, record.points = rule.id, points
    session.flush()
    words = AWARD_WORDS % {"title": record.title}
    base = Award(
        community_id=community.id,
        member_id=record.member_id,
        points=points,
        ended_on=ended_on,
        cause=_cause(record, SERVICE, words),
        rule_id=rule.id,
        service_minutes=record.service_minutes,
        night_minutes=record.night_minutes,
    )
    bonuses = list(_bonuses(session, base, record))
    for award in (base, *bonuses):
        if award.points:
            ledger.credit(session, award, now)
    return sum(award.points for award in bonuses)


def _bonuses(session: Session, base: Award, record: ServiceRecord) -> Iterator[Award]:
    settings = dated_settings.as_of(session, record.community_id, base.ended_on)
    if _is_first(session, record):
        points = settings.number("bonus_first_service")
        yield _bonus(base, points, _cause(record, FIRST_SERVICE, FIRST_WORDS))
    if _was_led_by(session, record):
        points = settings.number("bonus_shift_leader")
        words = LEADER_WORDS % {"title": record.title}
        yield _bonus(base, points, _cause(record, SHIFT_LEADER, words))


def _bonus(base: Award, points: int, cause: Cause) -> Award:
    return Award(
        community_id=base.community_id,
        member_id=base.member_id,
        points=points,
        ended_on=base.ended_on,
        cause=cause,
        kind=EntryKind.BONUS,
    )


def _cause(record: ServiceRecord, source_kind: str, words: str) -> Cause:
    return Cause(source_kind=source_kind, source_id=record.id, reason=words)


def _is_first(session: Session, record: ServiceRecord) -> bool:
    """Say whether no other record that earns was posted before for this member."""
    return record.service_minutes > 0 and not session.scalar(
        select(
            exists().where(
                ServiceRecord.community_id == record.community_id,
                ServiceRecord.member_id == record.member_id,
                ServiceRecord.id != record.id,
                ServiceRecord.state == RecordState.POSTED,
                ServiceRecord.grade.in_(EARNS),
                ServiceRecord.service_minutes > 0,
            )
        )
    )


def _was_led_by(session: Session, record: ServiceRecord) -> bool:
    leader_id = session.scalar(
        select(Activity.leader_id)
        .join(Shift, Shift.activity_id == Activity.id)
        .where(Shift.id == record.shift_id)
    )
    return leader_id == record.member_id


def _tell(session: Session, record: ServiceRecord, more: int, now: datetime) -> None:
    member = session.get_one(Member, record.member_id)
    community = session.get_one(Community, record.community_id)
    inbox.tell(
        session,
        member.person_id,
        _posted_words(record, more),
        now,
        f"/c/{community.slug}/me/records",
        title=record.title,
        minutes=record.named_minutes,
        points=record.points,
        more=more,
    )
    _note(session, record, "record_posted", now)


def _posted_words(record: ServiceRecord, more: int) -> str:
    if record.grade not in EARNS:
        return POSTED_NO_POINTS
    if record.is_training:
        return POSTED_TRAINING
    return POSTED_WITH_MORE if more else POSTED


def _note(session: Session, record: ServiceRecord, event: str, now: datetime) -> None:
    audit.record(
        session,
        event,
        ("service_record", record.id),
        actor_id=None,
        community_id=record.community_id,
        now=now,
        minutes=record.service_minutes,
        points=record.points,
    )
