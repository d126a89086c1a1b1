"""Reads of roles as they are held: all live ones of a community, and one of them."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.tenancy import row_in
from teams.authority.models import RoleBinding
from teams.members.models import Community


def bindings_of(session: Session, community: Community) -> list[RoleBinding]:
    """Return the live roles of a community with their people."""
    return list(
        session.scalars(
            select(RoleBinding)
            .where(RoleBinding.community_id == community.id, RoleBinding.ended_at.is_(None))
            .options(joinedload(RoleBinding.person))
            .order_by(RoleBinding.role, RoleBinding.id)
        )
    )


def binding_in(session: Session, community: Community, binding_id: int) -> RoleBinding:
    """Return a role of `community`. Raises NotFound."""
    return row_in(session, RoleBinding, community.id, binding_id)
