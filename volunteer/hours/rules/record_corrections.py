"""Putting records right: voided by a second person, or a late list accepted by one (T14, T16)."""

from dataclasses import dataclass

from sqlalchemy import select

from core.errors import BadRequest, NotFound, OwnCase, RuleError, Stale
from points.ledger.models import EARNED, Transaction
from points.ledger.rules import ledger
from points.ledger.rules.postings import Cause
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.attendance.rules.closing import reopen
from volunteer.hours.models import (
    ON_NOTICE,
    RECORD_LIFE,
    EvidenceGrade,
    RecordMove,
    RecordState,
    ServiceRecord,
)
from volunteer.hours.rules import record_awards
from volunteer.hours.rules.record_posting import add_hours
from volunteer.permissions import Permission
from volunteer.sign_ups.models import SIGN_UP_LIFE, SignUp, SignUpMove

LEAST_WORDS = 4
VOIDED = "《%(title)s》的 %(served)s已撤销：%(reason)s。不同意的，可以到社区说明。"
ACCEPTED = "《%(title)s》的签到表虽然交晚了，已经核实，公示期满照常记积分。"


class NotPosted(RuleError):
    """Only a posted record is voided this way; what still hangs is objected to instead."""

    code = "already_done"
    message = "这一条还没有入账，或者已经撤销。还在公示的，请走异议。"


class NotMadeUp(RuleError):
    """Only a made-up record of a list, not posted yet, can become a record of the paper list."""

    code = "already_done"
    message = "只有还没入账的补录记录，才能由第二个人按签到表认定。"


class ReasonTooShort(BadRequest):
    """A correction says why, in a sentence the person will read."""

    message = "请写明理由，至少 4 个字，本人会看到。"


class SecondPersonNeeded(OwnCase):
    """Who confirmed a record does not also void or upgrade it: it takes a second person."""

    message = "这一条是您核的，更正要由另一位同事来办。"


@dataclass(frozen=True, slots=True)
class Correction:
    """Why a record is put right. `version` is that of the record as the person saw it."""

    reason: str
    version: int


def void(act: Act, record_id: int, correction: Correction) -> ServiceRecord:
    """Take a posted record back: totals go down, its awards are reversed, even below zero (T14).

    The sign-up opens again, so that a right record can be made in its place. Raises NotFound,
    NotAllowed, OwnCase, SecondPersonNeeded, ReasonTooShort, Stale, NotPosted, in that order.
    """
    record, member = _for_correction(act, record_id, correction)
    if record.state is not RecordState.POSTED:
        raise NotPosted
    record.second_person_id = act.by.person_id
    drop(act, record, correction.reason.strip())
    add_hours(act.session, record, -1)
    act.session.flush()
    _reverse_awards(act, record)
    act.note(
        "record_voided",
        record,
        minutes=record.service_minutes,
        points=record.points,
        reason=record.void_reason,
    )
    act.tell(
        member.person_id,
        VOIDED,
        f"/c/{act.community.slug}/me/records/{record.id}",
        title=record.title,
        minutes=record.service_minutes,
        reason=record.void_reason,
    )
    return record


def accept_late_list(act: Act, record_id: int, correction: Correction) -> ServiceRecord:
    """Let a list filed too late count as filed in time, so that it earns points (T16).

    Raises NotFound, NotAllowed, OwnCase, SecondPersonNeeded, ReasonTooShort, Stale, NotMadeUp.
    """
    record, member = _for_correction(act, record_id, correction)
    is_open = record.state in ON_NOTICE
    is_from_paper = record.grade is EvidenceGrade.MAKEUP and record.sign_up_id is not None
    if not is_from_paper or not is_open:
        raise NotMadeUp
    record.grade, record.second_person_id = EvidenceGrade.PAPER_LIST, act.by.person_id
    act.session.flush()
    act.note(
        "late_roster_accepted",
        record,
        minutes=record.service_minutes,
        points=record.points,
        reason=correction.reason.strip() or record.void_reason,
    )
    link = f"/c/{act.community.slug}/me/records/{record.id}"
    act.tell(member.person_id, ACCEPTED, link, title=record.title)
    return record


def drop(act: Act, record: ServiceRecord, reason: str) -> None:
    """Mark `record` as voided and let its sign-up be confirmed anew. Raises NotPosted."""
    voided = {"voided_at": act.now, "void_reason": reason}
    if not RECORD_LIFE.move(act.session, record, RecordMove.VOID, **voided):
        raise NotPosted
    if record.sign_up_id is None or record.shift_id is None:
        return
    sign_up = act.session.get_one(SignUp, record.sign_up_id, with_for_update=True)
    move = SignUpMove.REOPEN if sign_up.left_at else SignUpMove.REOPEN_PRESENT
    SIGN_UP_LIFE.move(act.session, sign_up, move)
    reopen(act.session, record.shift_id)


def _for_correction(
    act: Act, record_id: int, correction: Correction
) -> tuple[ServiceRecord, Member]:
    record = act.session.scalars(
        select(ServiceRecord)
        .where(ServiceRecord.community_id == act.community.id, ServiceRecord.id == record_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if record is None:
        raise NotFound
    member = act.session.get_one(Member, record.member_id)
    act.by.refuse_unless(Permission.RECORD_APPROVE)
    act.by.refuse_own_case(member.person_id)
    if record.confirmed_by_id == act.by.person_id:
        raise SecondPersonNeeded
    if len(correction.reason.strip()) < LEAST_WORDS:
        raise ReasonTooShort
    if record.version != correction.version:
        raise Stale
    return record, member


def _reverse_awards(act: Act, record: ServiceRecord) -> None:
    given = act.session.scalars(
        select(Transaction.id)
        .where(
            Transaction.community_id == record.community_id,
            Transaction.source_kind.in_(record_awards.SOURCES),
            Transaction.source_id == record.id,
            Transaction.kind.in_(EARNED),
        )
        .order_by(Transaction.id)
    ).all()
    for transaction_id in given:
        cause = Cause(
            source_kind=record_awards.VOIDED,
            source_id=record.id,
            actor_id=act.actor_id,
            reason=record.void_reason,
        )
        ledger.reverse(act, record.community_id, transaction_id, cause)
