"""Members as the desk looks for them: one, a page, a count; their numbers; who is a guardian."""

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from accounts.models import Guardian
from core.paging import page_of
from core.tenancy import row_in
from teams.members.models import Community, Member, MemberState
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


def answers_for_somebody(session: Session, person_id: int) -> bool:
    """Say whether a person is noted as somebody's guardian."""
    held = select(Guardian.id).where(Guardian.guardian_person_id == person_id)
    return session.scalar(held.limit(1)) is not None
