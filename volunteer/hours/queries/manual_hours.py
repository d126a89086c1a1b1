"""Reads of proposed hours: the list, one of them, and what a proposal may choose from."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.paging import page_of
from core.tenancy import row_in
from teams.members.models import Community, Member
from volunteer.activities.models import ActivityType
from volunteer.hours.models import HourProposal, ProposalState

PAGE = 30
LOADED = (
    joinedload(HourProposal.member).joinedload(Member.person),
    joinedload(HourProposal.team),
)


def proposals_page(
    session: Session, community: Community, state: ProposalState, before: int | None
) -> tuple[list[HourProposal], int | None]:
    """Return a page of proposals in `state`, the newest first, and the key of the next."""
    asked = select(HourProposal).where(
        HourProposal.community_id == community.id, HourProposal.state == state
    )
    if before is not None:
        asked = asked.where(HourProposal.id < before)
    rows = list(
        session.scalars(asked.options(*LOADED).order_by(HourProposal.id.desc()).limit(PAGE + 1))
    )
    return page_of(rows, PAGE)


def proposal_in(session: Session, community: Community, proposal_id: int) -> HourProposal:
    """Return one proposal with member and team. Raises NotFound."""
    return row_in(session, HourProposal, community.id, proposal_id, options=LOADED)


def kinds_of_service(session: Session, community: Community) -> list[ActivityType]:
    """Return the active kinds of activity hours may be proposed for, by number."""
    return list(
        session.scalars(
            select(ActivityType)
            .where(
                ActivityType.community_id == community.id,
                ActivityType.is_active,
                ActivityType.counts_as_service,
            )
            .order_by(ActivityType.id)
        )
    )
