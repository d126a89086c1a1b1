"""Confirming the minutes of a shift, and hanging them out for objections (domain 8, T17, T40)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person
from core import clock
from core.errors import BadRequest, NotFound, RuleError, Stale
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.activities.models import Activity, ActivityType, Shift, ShiftState
from volunteer.attendance.rules.attendance_cases import MAKEUP, PAPER, ShiftCalledOff
from volunteer.attendance.rules.attendance_moves import refuse_unless_legal
from volunteer.attendance.rules.closing import close_if_done
from volunteer.hours.models import EvidenceGrade, RecordState, ServiceDay, ServiceRecord
from volunteer.hours.rules.record_notices import post_public_notice
from volunteer.hours.rules.time_sheets import TimedRow, timed_rows
from volunteer.permissions import Permission
from volunteer.service_time.rules.policies import policy_of
from volunteer.service_time.rules.service_time import (
    Allotment,
    TimePolicy,
    Verdict,
    allot,
    is_whole,
)
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SIGN_UP_LIFE, SignUp, SignUpMove, SignUpState

MOST_ROWS = 500
GRADES = {PAPER: EvidenceGrade.PAPER_LIST, MAKEUP: EvidenceGrade.MAKEUP}


class NotOverYet(RuleError):
    """Minutes are confirmed once the shift has ended; its end is in time."""

    code = "not_eligible"
    message = "这一场还没结束，结束后再核对时长。"


class ConfirmedMeanwhile(Stale):
    """Somebody else confirmed first; the first figure stands (T40)."""

    message = "刚才已有人把这一条核为 %(minutes)s 分钟。请刷新看看，要改请走更正。"


class NobodyToConfirm(BadRequest):
    """The list of rows is empty, doubled, or too long for one go."""

    message = "没有可核对的人，或者同一个人填了两次，请刷新后再填。"


class NeverArrived(RuleError):
    """Who never arrived has no minutes to confirm."""

    code = "not_eligible"
    message = "有人还没有到岗记录，先补记到岗，或者记没来。"


class MoreThanPlanned(RuleError):
    """More than the plan leaves after overlaps and caps (T2, T5 to T7); `ceiling` is the most."""

    code = "limit_reached"
    message = "这一条最多核 %(ceiling)s 分钟：不能超过计划时间、每日上限，也不能和别的记录重叠。"


class NotWholeHalves(BadRequest):
    """A figure rounding would change (T1); `nearest` is what it would become."""

    message = "时长按规定取整，这一条请填 %(nearest)s 分钟。"


class ReasonMissing(BadRequest):
    """Another figure than the times suggest needs a word of reason."""

    message = "和系统算的不一样时，请写一句原因，比如：提前走了，回来补完。"


@dataclass(frozen=True, slots=True)
class Row:
    """What a leader confirms for one person. `version` is that of the sign-up as it was seen."""

    sign_up_id: int
    minutes: int
    version: int
    reason: str = ""


def confirm(act: Act, shift_id: int, rows: Sequence[Row]) -> list[ServiceRecord]:
    """Turn attendance into service records and hang them out for the working days of the setting.

    A record of 0 minutes stays off the notice. Raises NotFound, NotAllowed, ShiftCalledOff,
    NotOverYet, NobodyToConfirm; then, row by row in order of sign-up, NotFound, OwnCase,
    ConfirmedMeanwhile, Stale, NeverArrived, NotNow, MoreThanPlanned, NotWholeHalves, ReasonMissing.
    All rows are confirmed or none.
    """
    shift = _shift_to_confirm(act, shift_id)
    wanted = _by_sign_up(rows)
    locked = _locked(act.session, act.community.id, shift.id, sorted(wanted))
    sign_ups = [each.sign_up for each in locked]
    for each in locked:
        _refuse_row(act, each, wanted[each.sign_up.id])
    policy = _policy_for(act, shift)
    timed = timed_rows(act.session, shift, sign_ups, policy)
    occasion = _occasion(act.session, shift)
    laid = [_record(act, occasion, row, wanted[row.sign_up.id]) for row in timed]
    act.session.flush()
    are_confirmed = SignUp.id.in_([sign_up.id for sign_up in sign_ups])
    SIGN_UP_LIFE.move_all(act.session, SignUpMove.CONFIRM, are_confirmed)
    _lay_days(act.session, laid)
    confirmed = [each.record for each in laid]
    post_public_notice(act, shift.activity.title, confirmed)
    close_if_done(act, shift)
    return confirmed


def _policy_for(act: Act, shift: Shift) -> TimePolicy:
    day = clock.local_day(shift.ends_at, act.community.zone)
    return policy_of(act.settings(VolunteerSettings, day), act.community)


def _shift_to_confirm(act: Act, shift_id: int) -> Shift:
    shift = row_in(act.session, Shift, act.community.id, shift_id)
    act.by.refuse_unless(Permission.ATTENDANCE_MANAGE, shift.activity.team_id)
    if shift.state is ShiftState.CANCELLED:
        raise ShiftCalledOff
    if act.now < shift.ends_at:
        raise NotOverYet
    return shift


def _by_sign_up(rows: Sequence[Row]) -> dict[int, Row]:
    wanted = {row.sign_up_id: row for row in rows}
    if not 0 < len(rows) <= MOST_ROWS or len(wanted) < len(rows):
        raise NobodyToConfirm
    return wanted


@dataclass(frozen=True, slots=True)
class _Locked:
    """A sign-up under lock, and whose it is."""

    sign_up: SignUp
    person_id: int


def _locked(
    session: Session, community_id: int, shift_id: int, sign_up_ids: list[int]
) -> list[_Locked]:
    """Return the sign-ups under lock, their members locked before them, both in ascending order.

    Holding the member makes two shifts of one person wait for each other, so that the cap of the
    day and the overlap see the record confirmed a moment before.
    """
    of_shift = (
        SignUp.community_id == community_id,
        SignUp.shift_id == shift_id,
        SignUp.id.in_(sign_up_ids),
    )
    members = session.execute(
        select(Member.id, Member.person_id)
        .where(Member.id.in_(select(SignUp.member_id).where(*of_shift)))
        .order_by(Member.id)
        .with_for_update(key_share=True)
    )
    person_of = {row.id: row.person_id for row in members}
    found = session.scalars(
        select(SignUp)
        .where(*of_shift)
        .order_by(SignUp.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if len(found) < len(sign_up_ids):
        raise NotFound
    return [_Locked(sign_up, person_of[sign_up.member_id]) for sign_up in found]


def _refuse_row(act: Act, locked: _Locked, row: Row) -> None:
    act.by.refuse_own_case(locked.person_id)
    sign_up = locked.sign_up
    if sign_up.state is SignUpState.CONFIRMED:
        raise ConfirmedMeanwhile(minutes=_confirmed_minutes(act.session, sign_up))
    if sign_up.version != row.version:
        raise Stale
    if sign_up.arrived_at is None:
        raise NeverArrived
    refuse_unless_legal(sign_up, SignUpMove.CONFIRM)


def _confirmed_minutes(session: Session, sign_up: SignUp) -> int:
    return (
        session.scalar(
            select(ServiceRecord.service_minutes).where(
                ServiceRecord.community_id == sign_up.community_id,
                ServiceRecord.sign_up_id == sign_up.id,
                ServiceRecord.state != RecordState.VOIDED,
            )
        )
        or 0
    )


@dataclass(frozen=True, slots=True)
class _Occasion:
    """What the records of one shift have in common, read once for all of them."""

    shift: Shift
    activity: Activity
    kind: ActivityType
    leader_name: str


def _occasion(session: Session, shift: Shift) -> _Occasion:
    activity = shift.activity
    kind, leader_name = session.execute(
        select(ActivityType, Person.name)
        .select_from(ActivityType)
        .outerjoin(Member, Member.id == activity.leader_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(ActivityType.id == activity.type_id)
    ).one()
    return _Occasion(shift, activity, kind, leader_name or "")


@dataclass(frozen=True, slots=True)
class _Laid:
    """A record, and its minutes laid on days."""

    record: ServiceRecord
    allotment: Allotment


def _record(act: Act, of: _Occasion, timed: TimedRow, row: Row) -> _Laid:
    policy, suggestion = timed.policy, timed.suggestion
    _refuse_figure(timed, row, policy)
    shift, activity, kind = of.shift, of.activity, of.kind
    allotment = allot(row.minutes, timed.attendance, timed.elsewhere, policy)
    record = ServiceRecord(
        community_id=shift.community_id,
        member_id=timed.sign_up.member_id,
        team_id=activity.team_id,
        shift_id=shift.id,
        sign_up_id=timed.sign_up.id,
        title=activity.title,
        place=shift.place or activity.place,
        type_code=kind.code,
        leader_name=of.leader_name,
        starts_at=allotment.span.starts_at,
        ends_at=allotment.span.ends_at,
        served_on=clock.local_day(allotment.span.starts_at, policy.zone),
        raw_minutes=row.minutes if not kind.counts_as_service else suggestion.present_minutes,
        service_minutes=row.minutes if kind.counts_as_service else 0,
        night_minutes=allotment.night_minutes if kind.counts_as_service else 0,
        grade=GRADES.get(timed.sign_up.arrived_by, EvidenceGrade.TIMED),
        state=RecordState.CONFIRMED,
        reason=row.reason.strip(),
        confirmed_by_id=act.by.person_id,
        confirmed_at=act.now,
        planned_starts_at=shift.starts_at,
        planned_ends_at=shift.ends_at,
        arrived_at=timed.sign_up.arrived_at,
        left_at=timed.sign_up.left_at,
        overlap_minutes=suggestion.overlap_minutes,
        capped_minutes=suggestion.capped_minutes,
        rounding=policy.rounding.value,
    )
    act.session.add(record)
    return _Laid(record, allotment)


def _refuse_figure(timed: TimedRow, row: Row, policy: TimePolicy) -> None:
    suggestion = timed.suggestion
    if not 0 <= row.minutes <= suggestion.ceiling:
        raise MoreThanPlanned(ceiling=suggestion.ceiling)
    if row.minutes != suggestion.possible_minutes and not is_whole(row.minutes, policy):
        raise NotWholeHalves(nearest=min(row.minutes - row.minutes % 30, suggestion.ceiling))
    is_plain = row.minutes == suggestion.minutes and suggestion.verdict is not Verdict.NO_CHECK_OUT
    if not is_plain and len(row.reason.strip()) < 2:
        raise ReasonMissing


def _lay_days(session: Session, laid: Sequence[_Laid]) -> None:
    session.add_all(
        ServiceDay(
            community_id=each.record.community_id,
            record_id=each.record.id,
            member_id=each.record.member_id,
            on_date=day,
            minutes=minutes,
        )
        for each in laid
        if each.record.service_minutes
        for day, minutes in each.allotment.minutes_on.items()
    )
    session.flush()
