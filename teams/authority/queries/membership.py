"""What one person is and may do in a community, in one read for whoever enters; whom to ask."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Row,
    Select,
    and_,
    bindparam,
    case,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from accounts.models import LoginSession, Person
from accounts.queries import unread
from accounts.rules import login_sessions
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

_COMMUNITY = select(Community).where(Community.slug == bindparam("the_slug"))
_WHAT = (
    Community,
    Member,
    RoleBinding.role,
    RoleBinding.community_id,
    RoleBinding.county_id,
    RoleBinding.team_id,
)


def _entering(
    asked: Select[*tuple[Any, ...]], person_id: BindParameter[Any] | InstrumentedAttribute[int]
) -> Select[*tuple[Any, ...]]:
    """Return a read of a community with what a person is there, and the roles they hold."""
    return (
        asked.outerjoin(
            Member, and_(Member.community_id == Community.id, Member.person_id == person_id)
        )
        .outerjoin(
            RoleBinding,
            and_(
                RoleBinding.person_id == person_id,
                RoleBinding.ended_at.is_(None),
                or_(RoleBinding.community_id == Community.id, RoleBinding.county_id.is_not(None)),
            ),
        )
        .order_by(RoleBinding.id)
    )


_ENTERED = _entering(select(*_WHAT).select_from(Community), bindparam("the_person"))
_ENTERED_BY_TOKEN = (
    _entering(
        select(*_WHAT, LoginSession)
        .select_from(LoginSession)
        .outerjoin(Community, Community.slug == bindparam("the_slug")),
        LoginSession.person_id,
    )
    .where(LoginSession.token_hash == bindparam("the_hash"))
    .options(joinedload(LoginSession.person, innerjoin=True))
)
_ENTERED_BY_SLUG = _ENTERED.where(Community.slug == bindparam("the_slug"))
_ENTERED_TO_READ = _ENTERED_BY_SLUG.add_columns(
    unread(bindparam("the_person", type_=BigInteger)).scalar_subquery()
)
_ENTERED_BY_ID = _ENTERED.where(Community.id == bindparam("the_community"))
_MEMBER = select(Member).where(
    Member.community_id == bindparam("the_community"), Member.person_id == bindparam("the_person")
)


@dataclass(frozen=True, slots=True)
class Binding:
    """One role that is held now: in a community, over one of its teams, or over a county."""

    role: Role
    community_id: int | None
    county_id: int | None
    team_id: int | None


@dataclass(frozen=True, slots=True)
class Entered:
    """A community as somebody enters it: their membership of any state, and the roles they hold.

    The roles over counties are those over any; which county is above is asked by `authority_in`.
    `unread`: how many messages wait for them, where a page was entered to be read.
    """

    community: Community
    member: Member | None = None
    bindings: Sequence[Binding] = ()
    unread: int | None = None


def enter(
    session: Session, slug: str, person_id: int | None, *, is_to_read: bool = False
) -> Entered:
    """Return the community at this address and what the person is there, in one read.

    None for somebody who is not signed in. `is_to_read`: the menu will say what waits unread, so
    it is counted along. Raises NotFound, for what can be no address as well.
    """
    if person_id is None:
        return Entered(community_by_slug(session, slug))
    asked = {"the_slug": _readable(slug), "the_person": person_id}
    rows = session.execute(_ENTERED_TO_READ if is_to_read else _ENTERED_BY_SLUG, asked).all()
    return replace(_entered(rows), unread=rows[0][-1] if is_to_read else None)


def enter_by_token(
    session: Session, slug: str, token: str
) -> tuple[LoginSession | None, Entered | None]:
    """Return the login session of `token` with its person, and what `enter` does of them.

    One read for both. The session may have ended: whoever asks looks before what is entered
    counts. None for a community there is not; who has no session enters as anybody.
    """
    asked = {"the_slug": _readable(slug), "the_hash": login_sessions.token_hash(token)}
    rows = session.execute(_ENTERED_BY_TOKEN, asked).all()
    if not rows:
        return None, Entered(community_by_slug(session, slug))
    return rows[0].LoginSession, None if rows[0].Community is None else _entered(rows)


def _entered(rows: Sequence[Row[*tuple[Any, ...]]]) -> Entered:
    """Read one row for each role that is held, or one without any."""
    if not rows:
        raise NotFound
    held = [
        Binding(*row[2:6])
        for row in rows
        if row.community_id is not None or row.county_id is not None
    ]
    return Entered(rows[0][0], rows[0][1], held)


def community_by_slug(session: Session, slug: str) -> Community:
    """Return the community at this address. Raises NotFound, for what can be no address as well."""
    found = session.scalars(_COMMUNITY, {"the_slug": _readable(slug)}).one_or_none()
    if found is None:
        raise NotFound
    return found


def _readable(slug: str) -> str:
    if "\x00" in slug:
        raise NotFound
    return slug


def member_of(session: Session, community: Community, person_id: int) -> Member | None:
    """Return the membership of a person in `community`, whatever its state, or None."""
    asked = {"the_community": community.id, "the_person": person_id}
    return session.scalars(_MEMBER, asked).one_or_none()


def authority_of(session: Session, community: Community, person_id: int) -> Authority | None:
    """Return what a person may do in `community`; None for a stranger to it.

    A withdrawn member without a role is a stranger; one not yet (or not now) active may look.
    """
    asked = {"the_community": community.id, "the_person": person_id}
    entered = _entered(session.execute(_ENTERED_BY_ID, asked).all())
    return authority_in(session, entered, person_id)


def authority_in(session: Session, entered: Entered, person_id: int) -> Authority | None:
    """Return what `authority_of` does of somebody who has entered; the county alone is asked."""
    bindings = _bindings_in(session, entered)
    member = entered.member
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


def _bindings_in(session: Session, entered: Entered) -> Sequence[Binding]:
    if not any(binding.county_id is not None for binding in entered.bindings):
        return entered.bindings
    here, county_id = entered.community.id, county_of(session, entered.community)
    return [b for b in entered.bindings if b.community_id == here or b.county_id == county_id]


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
