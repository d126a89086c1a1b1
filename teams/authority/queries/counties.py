"""The county above a community, and what its administrators see: own counties, communities."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from teams.authority.models import Role, RoleBinding
from teams.authority.rules import SOMEBODY, Authority, permissions_of
from teams.members.models import Community, Place, PlaceKind


def counties_of(session: Session, person_id: int) -> list[Place]:
    """Return the counties a person administers."""
    return list(
        session.scalars(
            select(Place)
            .join(RoleBinding, RoleBinding.county_id == Place.id)
            .where(
                RoleBinding.person_id == person_id,
                RoleBinding.role == Role.COUNTY_ADMIN,
                RoleBinding.ended_at.is_(None),
            )
            .order_by(Place.id)
        )
    )


def county_authority(session: Session, person_id: int) -> Authority | None:
    """Return what a county administrator may do outside any community, or None."""
    if not counties_of(session, person_id):
        return None
    return Authority(
        person_id=person_id,
        permissions=SOMEBODY | permissions_of(Role.COUNTY_ADMIN),
        roles=(Role.COUNTY_ADMIN,),
    )


def county_admins(session: Session, county_ids: list[int]) -> list[RoleBinding]:
    """Return the live administrators of these counties with their people."""
    return list(
        session.scalars(
            select(RoleBinding)
            .where(RoleBinding.county_id.in_(county_ids), RoleBinding.ended_at.is_(None))
            .options(joinedload(RoleBinding.person))
            .order_by(RoleBinding.id)
        )
    )


def community_admins(session: Session, community: Community) -> list[RoleBinding]:
    """Return the live administrators of a community with their people."""
    return list(
        session.scalars(
            select(RoleBinding)
            .where(
                RoleBinding.community_id == community.id,
                RoleBinding.role == Role.COMMUNITY_ADMIN,
                RoleBinding.ended_at.is_(None),
            )
            .options(joinedload(RoleBinding.person))
            .order_by(RoleBinding.id)
        )
    )


def communities_below(session: Session, county_ids: list[int]) -> list[Community]:
    """Return the communities anywhere below these counties, by name."""
    below = select(Place.id).where(Place.id.in_(county_ids)).cte("below", recursive=True)
    below = below.union_all(select(Place.id).where(Place.parent_id == below.c.id))
    return list(
        session.scalars(
            select(Community)
            .where(Community.place_id.in_(select(below.c.id)))
            .order_by(Community.name)
        )
    )


def every_community(session: Session) -> list[Community]:
    """Return all communities by name, for the first page."""
    return list(session.scalars(select(Community).order_by(Community.name).limit(200)))


def county_of(session: Session, community: Community) -> int | None:
    """Return the id of the county above `community`, or None."""
    above = (
        select(Place.id, Place.parent_id, Place.kind)
        .where(Place.id == community.place_id)
        .cte("above", recursive=True)
    )
    above = above.union_all(
        select(Place.id, Place.parent_id, Place.kind).where(Place.id == above.c.parent_id)
    )
    return session.scalar(select(above.c.id).where(above.c.kind == PlaceKind.COUNTY))
