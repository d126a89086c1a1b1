"""What waits in this room, for menu and 今天: minutes to confirm, high risk, errors, proposals."""

from sqlalchemy import ScalarSelect, func, select

from core.menu import Asking
from volunteer.activities.models import ANNOUNCED, Activity, ActivityState, Shift, ShiftState
from volunteer.hours.models import CorrectionRequest, CorrectionState, HourProposal, ProposalState
from volunteer.permissions import Permission


def minutes(asking: Asking) -> ScalarSelect[int] | None:
    """Count the shifts of the reader's teams that ended and whose minutes nobody confirmed."""
    if not asking.by.may(Permission.ATTENDANCE_MANAGE):
        return None
    wanted = (
        select(func.count(Shift.id))
        .join(Activity, Activity.id == Shift.activity_id)
        .where(
            Shift.community_id == asking.community_id,
            Shift.state == ShiftState.OPEN,
            Shift.ends_at <= asking.now,
            Activity.state.in_(ANNOUNCED),
        )
    )
    teams = asking.by.teams_with(Permission.ATTENDANCE_MANAGE)
    if teams is not None:
        wanted = wanted.where(Activity.team_id.in_(teams))
    return wanted.scalar_subquery()


def high_risk(asking: Asking) -> ScalarSelect[int] | None:
    """Count the activities of high risk that wait for the administrator."""
    if not asking.by.may(Permission.ACTIVITY_PUBLISH_HIGH):
        return None
    handed_in = (
        Activity.community_id == asking.community_id,
        Activity.state == ActivityState.SUBMITTED,
    )
    return select(func.count(Activity.id)).where(*handed_in).scalar_subquery()


def corrections(asking: Asking) -> ScalarSelect[int] | None:
    """Count the errors in service hours that wait for an answer."""
    if not asking.by.may(Permission.OBJECTION_DECIDE):
        return None
    is_open = (
        CorrectionRequest.community_id == asking.community_id,
        CorrectionRequest.state == CorrectionState.OPEN,
    )
    return select(func.count(CorrectionRequest.id)).where(*is_open).scalar_subquery()


def proposals(asking: Asking) -> ScalarSelect[int] | None:
    """Count the hours added by hand that wait for a second person."""
    if not asking.by.may(Permission.RECORD_APPROVE):
        return None
    is_open = (
        HourProposal.community_id == asking.community_id,
        HourProposal.state == ProposalState.OPEN,
    )
    return select(func.count(HourProposal.id)).where(*is_open).scalar_subquery()
