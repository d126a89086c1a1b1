"""Whose wallet may move: active members."""

from sqlalchemy.orm import Session

from core.tenancy import row_in
from points.ledger.rules.refusals import NotAnActiveMember
from teams.members.models import Member, MemberState


def active_member(session: Session, community_id: int, member_id: int) -> Member:
    """Return the member who spends. Raises NotFound, NotAnActiveMember."""
    found = row_in(session, Member, community_id, member_id)
    if found.state is not MemberState.ACTIVE:
        raise NotAnActiveMember
    return found
