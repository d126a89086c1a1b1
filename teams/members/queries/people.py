"""Members as the desk looks for them: by name, initials, number or phone tail, by key."""

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from accounts.models import Guardian
from core.paging import page_of
from core.tenancy import row_in
from teams.authority.models import RoleBinding
from teams.members.models import (
    IN_TEAM,
    Community,
    Member,
    MemberState,
    Team,
    TeamMember,
    TeamMemberState,
)
from teams.members.queries.finding import is_found_by

PAGE = 30
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """What the list is narrowed to; `after` is the last id of the page before."""

    words: str = ""
    state: MemberState | None = None
    team_id: int | None = None
    after: int | None = None


def member_in(session: Session, community: Community, member_id: int) -> Member:
    """Return a member of `community` with the person. Raises NotFound."""
    options = (joinedload(Member.person),)
    return row_in(session, Member, community.id, member_id, options=options)


def number_of(session: Session, community: Community, person_id: int | None) -> str | None:
    """Return the volunteer number a person has in `community`, or None."""
    return session.scalars(
        select(Member.volunteer_no).where(
            Member.community_id == community.id, Member.person_id == person_id
        )
    ).one_or_none()


def members_page(
    session: Session, community: Community, wanted: MemberFilter
) -> tuple[list[Member], int | None]:
    """Return one page of members in order of registration, and the key of the next."""
    rows = members_listed(session, community, wanted, PAGE + 1)
    return page_of(rows, PAGE)


def members_listed(
    session: Session, community: Community, wanted: MemberFilter, at_most: int
) -> list[Member]:
    """Return the first members of a filter in order of registration, with person and team."""
    asked = _narrowed(select(Member), community, wanted)
    asked = asked.options(joinedload(Member.person), joinedload(Member.home_team))
    return list(session.scalars(asked.order_by(Member.id).limit(at_most)))


def members_count(session: Session, community: Community, wanted: MemberFilter) -> int:
    """Return how many members a filter finds, for a file of all of them."""
    asked = _narrowed(select(func.count(Member.id)).select_from(Member), community, wanted)
    return session.scalar(asked) or 0


def _narrowed(asked: Select[Found], community: Community, wanted: MemberFilter) -> Select[Found]:
    asked = asked.where(Member.community_id == community.id)
    if wanted.state is not None:
        asked = asked.where(Member.state == wanted.state)
    if wanted.team_id is not None:
        asked = asked.where(Member.home_team_id == wanted.team_id)
    if wanted.after is not None:
        asked = asked.where(Member.id > wanted.after)
    if wanted.words.strip():
        asked = asked.join(Member.person).where(is_found_by(wanted.words))
    return asked


def teams_of(session: Session, community: Community) -> list[Team]:
    """Return the teams of a community, the five in their order."""
    return list(
        session.scalars(
            select(Team)
            .where(Team.community_id == community.id, Team.is_active.is_(True))
            .order_by(Team.id)
        )
    )


def all_teams(session: Session, community: Community) -> list[Team]:
    """Return every team of a community, those no longer active too."""
    asked = select(Team).where(Team.community_id == community.id).order_by(Team.id)
    return list(session.scalars(asked))


def team_in(session: Session, community: Community, team_id: int) -> Team:
    """Return a team of `community`. Raises NotFound."""
    return row_in(session, Team, community.id, team_id)


def memberships(session: Session, community: Community, member_id: int) -> dict[int, TeamMember]:
    """Return team id → the live membership or request of a member."""
    rows = session.scalars(
        select(TeamMember).where(
            TeamMember.community_id == community.id,
            TeamMember.member_id == member_id,
            TeamMember.state.in_(IN_TEAM),
        )
    )
    return {row.team_id: row for row in rows}


def waiting_requests(
    session: Session, community: Community, team_ids: frozenset[int] | None
) -> list[TeamMember]:
    """Return requests of active members that wait, oldest first; `team_ids` None: every team."""
    asked = _waiting(select(TeamMember), community.id)
    if team_ids is not None:
        asked = asked.where(TeamMember.team_id.in_(team_ids))
    asked = asked.options(
        joinedload(TeamMember.team), joinedload(TeamMember.member).joinedload(Member.person)
    )
    return list(session.scalars(asked.order_by(TeamMember.id).limit(100)))


def waiting_count(community_id: int, team_ids: frozenset[int] | None) -> Select[int]:
    """Return the statement that counts what `waiting_requests` lists."""
    asked = _waiting(select(func.count(TeamMember.id)), community_id)
    return asked if team_ids is None else asked.where(TeamMember.team_id.in_(team_ids))


def _waiting(asked: Select[Found], community_id: int) -> Select[Found]:
    """Narrow to the requests a leader answers: those the desk has not activated yet wait there."""
    return asked.join(Member, Member.id == TeamMember.member_id).where(
        TeamMember.community_id == community_id,
        TeamMember.state == TeamMemberState.REQUESTED,
        Member.state == MemberState.ACTIVE,
    )


def request_in(session: Session, community: Community, request_id: int) -> TeamMember:
    """Return a request to join of `community`. Raises NotFound."""
    return row_in(session, TeamMember, community.id, request_id)


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


def answers_for_somebody(session: Session, person_id: int) -> bool:
    """Say whether a person is noted as somebody's guardian."""
    held = select(Guardian.id).where(Guardian.guardian_person_id == person_id)
    return session.scalar(held.limit(1)) is not None
