"""What one person is and may do in a community; the community of an address; whom to ask."""

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from accounts.models import Person
from core.errors import NotFound
from core.masking import name_for_staff
from core.permissions import PermissionName
from teams.authority.models import COMMUNITY_ROLES, Role, RoleBinding
from teams.authority.queries.counties import county_of
from teams.authority.rules import SOMEBODY, Authority, permissions_of
from teams.members.models import BELONGING, Community, Member, MemberState
from teams.permissions import Permission

LOOK_ONLY = frozenset({Permission.COMMUNITY_READ, Permission.OWN_DATA})
TO_ASK = (Role.COORDINATOR, *(role for role in COMMUNITY_ROLES if role is not Role.COORDINATOR))
"""In which order somebody is named to be asked."""


def community_by_slug(session: Session, slug: str) -> Community:
    """Return the community at this address. Raises NotFound, for what can be no address as well."""
    if "\x00" in slug:
        raise NotFound
    found = session.scalars(select(Community).where(Community.slug == slug)).one_or_none()
    if found is None:
        raise NotFound
    return found


def member_of(session: Session, community: Community, person_id: int) -> Member | None:
    """Return the membership of a person in `community`, whatever its state, or None."""
    return session.scalars(
        select(Member).where(Member.community_id == community.id, Member.person_id == person_id)
    ).one_or_none()


def authority_of(session: Session, community: Community, person_id: int) -> Authority | None:
    """Return what a person may do in `community`; None for a stranger to it.

    A withdrawn member without a role is a stranger; one not yet (or not now) active may look.
    """
    return authority_with(session, community, person_id, member_of(session, community, person_id))


def authority_with(
    session: Session, community: Community, person_id: int, member: Member | None
) -> Authority | None:
    """Return what `authority_of` does, the membership of the person being known."""
    bindings = _bindings(session, community, person_id)
    is_member = member is not None and member.state in BELONGING
    if not is_member and not bindings:
        return None
    permissions = set(SOMEBODY | LOOK_ONLY)
    if member is not None and member.state is MemberState.ACTIVE:
        permissions |= permissions_of(Role.VOLUNTEER)
    by_team: dict[int, frozenset[PermissionName]] = {}
    for binding in bindings:
        held = permissions_of(binding.role)
        if binding.team_id is None:
            permissions |= held
        else:
            by_team[binding.team_id] = by_team.get(binding.team_id, frozenset()) | held
    return Authority(
        person_id=person_id,
        member_id=member.id if member is not None and is_member else None,
        permissions=frozenset(permissions),
        team_permissions=by_team,
        roles=tuple(dict.fromkeys(binding.role for binding in bindings)),
    )


def _bindings(session: Session, community: Community, person_id: int) -> list[RoleBinding]:
    live = session.scalars(
        select(RoleBinding).where(
            RoleBinding.person_id == person_id,
            RoleBinding.ended_at.is_(None),
            or_(RoleBinding.community_id == community.id, RoleBinding.county_id.is_not(None)),
        )
    ).all()
    if not any(binding.county_id is not None for binding in live):
        return list(live)
    county_id = county_of(session, community)
    return [b for b in live if b.community_id == community.id or b.county_id == county_id]


def communities_of(session: Session, person_id: int) -> list[Community]:
    """Return the communities a person belongs to or has a role in, by name."""
    return list(
        session.scalars(
            select(Community)
            .where(
                or_(
                    Community.id.in_(
                        select(Member.community_id).where(
                            Member.person_id == person_id,
                            Member.state.in_(BELONGING),
                        )
                    ),
                    Community.id.in_(
                        select(RoleBinding.community_id).where(
                            RoleBinding.person_id == person_id,
                            RoleBinding.ended_at.is_(None),
                            RoleBinding.community_id.is_not(None),
                        )
                    ),
                )
            )
            .order_by(Community.name)
        )
    )


def has_staff_role(session: Session, person_id: int) -> bool:
    """Say whether a person holds any role anywhere: staff sign in by password, for half a day."""
    held = select(RoleBinding.id).where(
        RoleBinding.person_id == person_id, RoleBinding.ended_at.is_(None)
    )
    return session.scalar(held.limit(1)) is not None


def who_may(
    session: Session, community: Community, permission: PermissionName
) -> tuple[list[Role], str | None]:
    """Return the roles `permission` belongs to, and somebody of `community` who holds one.

    The desk is asked before a leader, a leader before the administrator; the name is covered. One
    statement; None when nobody holds such a role.
    """
    roles = [role for role in TO_ASK if permission in permissions_of(role)]
    nearest = case({role: at for at, role in enumerate(TO_ASK)}, value=RoleBinding.role)
    name = session.scalar(
        select(Person.name)
        .join(RoleBinding, RoleBinding.person_id == Person.id)
        .where(
            RoleBinding.community_id == community.id,
            RoleBinding.ended_at.is_(None),
            RoleBinding.role.in_(roles),
        )
        .order_by(nearest, RoleBinding.id)
        .limit(1)
    )
    return roles, name_for_staff(name) if name else None
