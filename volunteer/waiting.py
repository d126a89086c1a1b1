"""What waits in this room, for menu and 今天: minutes to confirm, high risk, errors, proposals."""

from functools import lru_cache

from sqlalchemy import ScalarSelect, func, select

from core.menu import HERE, MOMENT, Asking
from volunteer.activities.models import ANNOUNCED, Activity, ActivityState, Shift, ShiftState
from volunteer.hours.models import CorrectionRequest, CorrectionState, HourProposal, ProposalState
from volunteer.permissions import Permission

_HIGH_RISK = (
    select(func.count(Activity.id))
    .where(Activity.community_id == HERE, Activity.state == ActivityState.SUBMITTED)
    .scalar_subquery()
)
_CORRECTIONS = (
    select(func.count(CorrectionRequest.id))
    .where(CorrectionRequest.community_id == HERE, CorrectionRequest.state == CorrectionState.OPEN)
    .scalar_subquery()
)
_PROPOSALS = (
    select(func.count(HourProposal.id))
    .where(HourProposal.community_id == HERE, HourProposal.state == ProposalState.OPEN)
    .scalar_subquery()
)


def minutes(asking: Asking) -> ScalarSelect[int] | None:
    """Count the shifts of the reader's teams that ended and whose minutes nobody confirmed."""
    if not asking.by.may(Permission.ATTENDANCE_MANAGE):
        return None
    return _minutes(asking.by.teams_with(Permission.ATTENDANCE_MANAGE))


@lru_cache(maxsize=64)
def _minutes(teams: frozenset[int] | None) -> ScalarSelect[int]:
    wanted = (
        select(func.count(Shift.id))
        .join(Activity, Activity.id == Shift.activity_id)
        .where(
            Shift.community_id == HERE,
            Shift.state == ShiftState.OPEN,
            Shift.ends_at <= MOMENT,
            Activity.state.in_(ANNOUNCED),
        )
    )
    if teams is not None:
        wanted = wanted.where(Activity.team_id.in_(teams))
    return wanted.scalar_subquery()


def high_risk(asking: Asking) -> ScalarSelect[int] | None:
    """Count the activities of high risk that wait for the administrator."""
    return _HIGH_RISK if asking.by.may(Permission.ACTIVITY_PUBLISH_HIGH) else None


def corrections(asking: Asking) -> ScalarSelect[int] | None:
    """Count the errors in service hours that wait for an answer."""
    return _CORRECTIONS if asking.by.may(Permission.OBJECTION_DECIDE) else None


def proposals(asking: Asking) -> ScalarSelect[int] | None:
    """Count the hours added by hand that wait for a second person."""
    return _PROPOSALS if asking.by.may(Permission.RECORD_APPROVE) else None
