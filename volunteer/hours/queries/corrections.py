"""Reads of reported errors: those that wait, one of them, and the newest of each record."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.paging import page_of
from core.tenancy import row_in
from teams.members.models import Community, Member
from volunteer.hours.models import CorrectionRequest, CorrectionState, ServiceRecord

PAGE = 30
LOADED = (
    joinedload(CorrectionRequest.record).joinedload(ServiceRecord.team),
    joinedload(CorrectionRequest.member).joinedload(Member.person),
)


def corrections_page(
    session: Session, community: Community, state: CorrectionState, before: int | None
) -> tuple[list[CorrectionRequest], int | None]:
    """Return a page of reports in `state`, the oldest first, and the key of the next."""
    asked = select(CorrectionRequest).where(
        CorrectionRequest.community_id == community.id, CorrectionRequest.state == state
    )
    if before is not None:
        asked = asked.where(CorrectionRequest.id > before)
    rows = list(
        session.scalars(asked.options(*LOADED).order_by(CorrectionRequest.id).limit(PAGE + 1))
    )
    return page_of(rows, PAGE)


def correction_in(session: Session, community: Community, request_id: int) -> CorrectionRequest:
    """Return one report with its record and member. Raises NotFound."""
    return row_in(session, CorrectionRequest, community.id, request_id, options=LOADED)


def newest_by_record(
    session: Session, community_id: int, record_ids: Sequence[int]
) -> dict[int, CorrectionRequest]:
    """Return record → its newest report, for those that have one."""
    rows = session.scalars(
        select(CorrectionRequest)
        .where(
            CorrectionRequest.community_id == community_id,
            CorrectionRequest.record_id.in_(record_ids),
        )
        .order_by(CorrectionRequest.id)
    )
    return {row.record_id: row for row in rows}
