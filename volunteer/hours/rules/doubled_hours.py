"""Hours two files of one person have for the same time, counted once when they become one (T35).

The minutes go down at once, by the record of the file that goes; its points stay until a second
person has looked at the record, which is reported as wrong for that.
"""

from collections import defaultdict
from datetime import date

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session, aliased

from core.pairs import Pair
from core.upsert import insert_new
from teams.authority.act import Act
from volunteer.hours.models import (
    UNSETTLED,
    WITHOUT_TIMES,
    MemberHours,
    RecordState,
    ServiceDay,
    ServiceRecord,
)
from volunteer.hours.rules import record_posting, reported_errors
from volunteer.service_time.rules.spans import (
    Span,
    first_minutes,
    minutes_by_day,
    total,
    without,
)

DOUBLED = (
    "两份档案合并：这一条有 %(minutes)s 分钟和《%(title)s》是同一段时间，时长已经只算一次。"
    "多记的积分还在，请核实后更正。"
)
Overlaps = dict[ServiceRecord, list[ServiceRecord]]


def overlaps(session: Session, pair: Pair) -> Overlaps:
    """Return each record of the file that goes with those of the other it overlaps; read afresh."""
    gone, kept = aliased(ServiceRecord), aliased(ServiceRecord)
    rows = session.execute(
        select(gone, kept)
        .join(
            kept,
            and_(
                kept.community_id == gone.community_id,
                kept.starts_at < gone.ends_at,
                gone.starts_at < kept.ends_at,
            ),
        )
        .where(
            gone.community_id == pair.community_id,
            gone.member_id == pair.gone_id,
            kept.member_id == pair.kept_id,
            *(each.state != RecordState.VOIDED for each in (gone, kept)),
            *(each.service_minutes > 0 for each in (gone, kept)),
            *(each.reason != WITHOUT_TIMES for each in (gone, kept)),
        )
        .order_by(gone.id, kept.id)
        .execution_options(populate_existing=True)
    )
    found: Overlaps = defaultdict(list)
    for one, other in rows:
        found[one].append(other)
    return found


def left_of(record: ServiceRecord, others: list[ServiceRecord]) -> list[Span]:
    """Return the stretches of a record that still count beside the others, its minutes at most."""
    free = without([_span(record)], [_span(each) for each in others])
    return first_minutes(free, record.service_minutes)


def _span(record: ServiceRecord) -> Span:
    return Span.of(record.starts_at, record.ends_at)


def minutes_of(found: Overlaps) -> int:
    """Return how many minutes both files have of the same time."""
    return sum(each.service_minutes - total(left_of(each, rest)) for each, rest in found.items())


def unsettled(found: Overlaps) -> list[ServiceRecord]:
    """Return the records that would lose minutes and are not in the books yet."""
    return [
        each
        for each, rest in found.items()
        if each.state in UNSETTLED and total(left_of(each, rest)) < each.service_minutes
    ]


def merge(act: Act, pair: Pair, confirmed_twice: list[int]) -> None:
    """Count doubled minutes once, report the records for their points, add the totals up.

    confirmed_twice: sign-ups that were taken off; their records stand alone from now on.
    """
    _lock(act.session, pair)
    for record, others in overlaps(act.session, pair).items():
        _count_once(act, record, others)
    act.session.flush()
    act.session.execute(
        update(ServiceRecord)
        .where(
            ServiceRecord.community_id == pair.community_id,
            ServiceRecord.sign_up_id.in_(confirmed_twice),
        )
        .values(sign_up_id=None, version=ServiceRecord.version + 1),
        execution_options={"synchronize_session": False},
    )
    _add_totals(act.session, pair)


def _lock(session: Session, pair: Pair) -> None:
    """Take the records first, as who posts or voids one does, before totals and wallets."""
    of_both = ServiceRecord.member_id.in_((pair.gone_id, pair.kept_id))
    alive = or_(
        ServiceRecord.state.in_(UNSETTLED),
        and_(ServiceRecord.state == RecordState.POSTED, ServiceRecord.member_id == pair.gone_id),
    )
    session.execute(
        select(ServiceRecord.id)
        .where(ServiceRecord.community_id == pair.community_id, of_both, alive)
        .order_by(ServiceRecord.id)
        .with_for_update()
    ).all()


def _count_once(act: Act, record: ServiceRecord, others: list[ServiceRecord]) -> None:
    left = left_of(record, others)
    doubled = record.service_minutes - total(left)
    if not doubled:
        return
    record_posting.add_hours(act.session, record, -1)
    record.service_minutes = total(left)
    record.overlap_minutes = (record.overlap_minutes or 0) + doubled
    record.night_minutes = min(record.night_minutes, record.service_minutes)
    _lay_anew(act.session, record, minutes_by_day(left, act.community.zone))
    record_posting.add_hours(act.session, record, 1)
    words = DOUBLED % {"minutes": doubled, "title": others[0].title}
    reported_errors.flag(act, record, words)


def _lay_anew(session: Session, record: ServiceRecord, days: dict[date, int]) -> None:
    session.execute(
        delete(ServiceDay).where(
            ServiceDay.community_id == record.community_id, ServiceDay.record_id == record.id
        ),
        execution_options={"synchronize_session": False},
    )
    session.expire(record, ["days"])
    session.add_all(
        ServiceDay(
            community_id=record.community_id,
            record_id=record.id,
            member_id=record.member_id,
            on_date=day,
            minutes=minutes,
        )
        for day, minutes in days.items()
    )
    session.flush()


def _add_totals(session: Session, pair: Pair) -> None:
    """Add the stored totals of the one to the other's, and empty them."""
    columns = ("posted_minutes", "imported_minutes", "services")
    given = session.get(
        MemberHours, (pair.community_id, pair.gone_id), with_for_update=True, populate_existing=True
    )
    if given is None:
        return
    kept = {"community_id": pair.community_id, "member_id": pair.kept_id}
    insert_new(session, MemberHours.member_id, kept | dict.fromkeys(columns, 0))
    session.execute(
        update(MemberHours)
        .where(MemberHours.community_id == pair.community_id, MemberHours.member_id == pair.kept_id)
        .values({name: getattr(MemberHours, name) + getattr(given, name) for name in columns}),
        execution_options={"synchronize_session": False},
    )
    for name in columns:
        setattr(given, name, 0)
    session.flush()
