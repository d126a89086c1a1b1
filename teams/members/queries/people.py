"""Members as the desk looks for them: one, a page, a count; their numbers; who is a guardian."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    cast,
    exists,
    func,
    select,
)
from sqlalchemy.orm import Session, aliased, joinedload

from accounts.models import Guardian, Person
from core.paging import Order, Page, Sort, Turn, turned
from core.tenancy import row_in
from teams.imports.models import ImportedMember
from teams.members.models import Community, Member, MemberState
from teams.members.queries.finding import is_found_by
from teams.members.rules.place_tree import lives_within

PAGE = 30
Found = TypeVar("Found")


SORTS: dict[str, SQLColumnExpression[object] | None] = {
    "number": None,
    "name": select(Person.name_keys)
    .where(Person.id == Member.person_id)
    .correlate(Member)
    .scalar_subquery(),
    "team": func.coalesce(Member.home_team_id, 0),
    "state": cast(Member.state, String),
    "joined": Member.joined_on,
}
"""What the list can be sorted by: the order of registration, or a column."""


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """What the list is narrowed to.

    `import_id`: the batch they came in with. `has_no_secret`: with neither password nor PIN.
    `place_id`: where they are registered, or anywhere below it.
    """

    words: str = ""
    state: MemberState | None = None
    team_id: int | None = None
    import_id: int | None = None
    has_no_secret: bool = False
    place_id: int | None = None


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
    session: Session, community: Community, wanted: MemberFilter, at: Turn, sort: Sort
) -> Page[Member]:
    """Return one page of members with person and team, and the keys of the pages beside it."""
    asked = _narrowed(select(Member), community, wanted)
    asked = asked.options(joinedload(Member.person), joinedload(Member.home_team))
    found = turned(session, asked, Order(Member.id, SORTS[sort.name], sort.is_down), at, PAGE)
    return found.showing([row[0] for row in found.rows])


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
    asked = asked.where(Member.community_id == community.id, *_tests(community, wanted))
    if wanted.has_no_secret:
        asked = asked.join(Member.person)
    return asked


def _tests(community: Community, wanted: MemberFilter) -> Iterator[ColumnElement[bool]]:
    """Yield what a member must be, one condition for each part of the filter that is set."""
    asked = {Member.state: wanted.state, Member.home_team_id: wanted.team_id}
    yield from (column == value for column, value in asked.items() if value is not None)
    if wanted.import_id is not None:
        yield _came_in_with(wanted.import_id)
    if wanted.place_id is not None:
        yield lives_within(community.id, wanted.place_id)
    if wanted.words.strip():
        yield is_found_by(community.id, wanted.words)
    if wanted.has_no_secret:
        yield Person.password_hash.is_(None) & Person.pin_hash.is_(None)


def _came_in_with(import_id: int) -> ColumnElement[bool]:
    return exists().where(
        ImportedMember.community_id == Member.community_id,
        ImportedMember.member_id == Member.id,
        ImportedMember.batch_id == import_id,
    )


def members_of(session: Session, community: Community, ids: Collection[int]) -> list[Member]:
    """Return those of the ids who are members of `community`, by number of row, with the person."""
    asked = (
        select(Member)
        .where(Member.community_id == community.id, Member.id.in_(ids))
        .options(joinedload(Member.person), joinedload(Member.home_team))
        .order_by(Member.id)
    )
    return list(session.scalars(asked))


def answers_for_somebody(session: Session, person_id: int) -> bool:
    """Say whether a person is noted as somebody's guardian."""
    held = select(Guardian.id).where(Guardian.guardian_person_id == person_id)
    return session.scalar(held.limit(1)) is not None


def files_in(session: Session, member: Member) -> list[Member]:
    """Return the files that went into this one, oldest first."""
    asked = (
        select(Member)
        .join(Person, Person.id == Member.person_id)
        .where(
            Member.community_id == member.community_id,
            Person.merged_into_id == member.person_id,
        )
        .order_by(Member.id)
    )
    return list(session.scalars(asked))


def file_it_went_to(session: Session, member: Member) -> Member | None:
    """Return the file a merged one went to; None for one that was not merged."""
    kept = aliased(Member)
    asked = (
        select(kept)
        .join(Person, Person.merged_into_id == kept.person_id)
        .where(Person.id == member.person_id, kept.community_id == member.community_id)
    )
    return session.scalars(asked).one_or_none()
