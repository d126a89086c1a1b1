"""What waits in this room, for menu and 今天: minutes to confirm, high risk, errors, proposals."""

from functools import lru_cache

from sqlalchemy import ScalarSelect, distinct, exists, func, select
from sqlalchemy.orm import aliased

from core.menu import HERE, MOMENT, Asking
from volunteer.activities.models import ANNOUNCED, Activity, ActivityState, Shift, ShiftState
from volunteer.hours.models import CorrectionRequest, CorrectionState, HourProposal, ProposalState
from volunteer.insurance.models import InsurancePolicy, PolicyState
from volunteer.insurance.rules.relying import is_uninsured
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


_LATER = aliased(InsurancePolicy)
_TO_RENEW = (
    select(func.count(InsurancePolicy.id))
    .where(
        InsurancePolicy.community_id == HERE,
        InsurancePolicy.state == PolicyState.RUNNING,
        InsurancePolicy.remind_at <= MOMENT,
        InsurancePolicy.over_at > MOMENT,
        ~exists().where(
            _LATER.community_id == InsurancePolicy.community_id,
            _LATER.state == PolicyState.RUNNING,
            _LATER.cover == InsurancePolicy.cover,
            _LATER.over_at > InsurancePolicy.over_at,
        ),
    )
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


@lru_cache(maxsize=64)
def _uninsured(teams: frozenset[int] | None) -> ScalarSelect[int]:
    wanted = (
        select(func.count(distinct(Activity.id)))
        .join(Shift, Shift.activity_id == Activity.id)
        .where(Activity.community_id == HERE, *is_uninsured(MOMENT))
    )
    if teams is not None:
        wanted = wanted.where(Activity.team_id.in_(teams))
    return wanted.scalar_subquery()


def uninsured(asking: Asking) -> ScalarSelect[int] | None:
    """Count the high-risk activities ahead of the reader's teams that no policy covers."""
    if not asking.by.may(Permission.ACTIVITY_MANAGE):
        return None
    return _uninsured(asking.by.teams_with(Permission.ACTIVITY_MANAGE))


def to_renew(asking: Asking) -> ScalarSelect[int] | None:
    """Count the policies that soon run out and that none of the same cover follows."""
    return _TO_RENEW if asking.by.may(Permission.INSURANCE_MANAGE) else None


def corrections(asking: Asking) -> ScalarSelect[int] | None:
    """Count the errors in service hours that wait for an answer."""
    return _CORRECTIONS if asking.by.may(Permission.OBJECTION_DECIDE) else None


def proposals(asking: Asking) -> ScalarSelect[int] | None:
    """Count the hours added by hand that wait for a second person."""
    return _PROPOSALS if asking.by.may(Permission.RECORD_APPROVE) else None
