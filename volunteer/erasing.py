"""What this room lets go of and blanks when a member is erased; hours to settle come first."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from core.declarations import Erasing
from core.errors import RuleError
from core.masking import ERASED
from core.told import Told
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.activities.models import Activity, ActivityState, Qualification, Shift
from volunteer.attendance.rules import sheet_photos
from volunteer.hours.models import (
    UNSETTLED,
    CorrectionRequest,
    CorrectionState,
    HourProposal,
    ProposalState,
    ServiceRecord,
)
from volunteer.insurance.rules import policies
from volunteer.regulars.models import Regular, RegularTurn
from volunteer.sign_ups.models import CANCELLABLE, UNDECIDED, FirstWish, OpeningReminder, SignUp

PLACES = "报着的 %(count)s 个班次先让出来。"


class HoursToSettle(RuleError):
    """Hours that wait to be counted, announced or put right are settled first."""

    code = "not_eligible"
    message = "还有服务时长没有核对、没有公示完，或者正在更正。请等入账以后再注销。"


class LeadsActivities(RuleError):
    """Activities ahead need a leader."""

    code = "not_eligible"
    message = "这位志愿者还带着没办完的活动，请先交给别人带，再来注销。"


def _foretell(session: Session, community_id: int, member_id: int, now: datetime) -> Told | None:
    """Say how many places are given back first."""
    count = session.scalar(
        select(func.count())
        .select_from(SignUp)
        .join(Shift, Shift.id == SignUp.shift_id)
        .where(*_of(SignUp, community_id, member_id))
        .where(SignUp.state.in_(CANCELLABLE), Shift.starts_at > now)
    )
    return Told(PLACES, {"count": count}) if count else None


def _of(
    model: type[SignUp | ServiceRecord | HourProposal | CorrectionRequest | Qualification],
    community_id: int,
    member_id: int,
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (model.community_id == community_id, model.member_id == member_id)


def _erase(session: Session, community_id: int, member_id: int, now: datetime) -> None:
    """Blank what the member wrote, and the name where it was written down as that of a leader.

    Minutes, states and figures stay. Raises HoursToSettle, LeadsActivities.
    """
    _refuse_unsettled(session, community_id, member_id)
    _refuse_leading(Act(session, now).within(community_id), member_id)
    own = {"note": "", "explanation": "", "attendance_note": "", "close_reason": ""}
    session.execute(update(SignUp).where(*_of(SignUp, community_id, member_id)).values(**own))
    session.execute(
        update(CorrectionRequest)
        .where(*_of(CorrectionRequest, community_id, member_id))
        .values(words="—", answer="")
    )
    session.execute(
        update(HourProposal)
        .where(*_of(HourProposal, community_id, member_id))
        .values(reason="—", evidence="—", answer="")
    )
    _blank_leader(session, community_id, member_id)
    sheet_photos.forget_of_member(Act(session, now).within(community_id), member_id)
    policies.forget_member(session, community_id, member_id)
    session.execute(delete(Qualification).where(*_of(Qualification, community_id, member_id)))
    _forget_turns(session, community_id, member_id)
    for wish in (OpeningReminder, FirstWish, Regular):
        session.execute(
            delete(wish).where(wish.community_id == community_id, wish.member_id == member_id)
        )


def _forget_turns(session: Session, community_id: int, member_id: int) -> None:
    own = select(Regular.id).where(
        Regular.community_id == community_id, Regular.member_id == member_id
    )
    session.execute(
        delete(RegularTurn).where(
            RegularTurn.community_id == community_id, RegularTurn.regular_id.in_(own)
        )
    )


def _refuse_unsettled(session: Session, community_id: int, member_id: int) -> None:
    waiting = (
        (SignUp, SignUp.state.in_(UNDECIDED)),
        (ServiceRecord, ServiceRecord.state.in_(UNSETTLED)),
        (HourProposal, HourProposal.state == ProposalState.OPEN),
        (CorrectionRequest, CorrectionRequest.state == CorrectionState.OPEN),
    )
    tests = [
        exists().where(*_of(model, community_id, member_id), is_open) for model, is_open in waiting
    ]
    if session.scalar(select(or_(*tests))):
        raise HoursToSettle


def _refuse_leading(act: Act, member_id: int) -> None:
    ahead = exists().where(
        Activity.community_id == act.community.id,
        Activity.leader_id == member_id,
        Activity.state != ActivityState.CANCELLED,
        Shift.activity_id == Activity.id,
        Shift.ends_at > act.now,
    )
    if act.session.scalar(select(ahead)):
        raise LeadsActivities


def _blank_leader(session: Session, community_id: int, member_id: int) -> None:
    """Take the name out of records: of shifts the member led, and imported ones that name it."""
    name = session.get_one(Member, member_id).person.name
    led = (
        select(Shift.id)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(Activity.community_id == community_id, Activity.leader_id == member_id)
    )
    session.execute(
        update(ServiceRecord)
        .where(
            ServiceRecord.community_id == community_id,
            ServiceRecord.leader_name == name,
            or_(ServiceRecord.shift_id.in_(led), ServiceRecord.shift_id.is_(None)),
        )
        .values(leader_name=ERASED, version=ServiceRecord.version + 1)
    )


ERASING = {"what was written of service": Erasing(_foretell, _erase)}
