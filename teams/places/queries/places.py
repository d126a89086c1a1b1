"""Places as pages show them: a page of the list, and how many are registered at each."""

from dataclasses import dataclass

from sqlalchemy import SQLColumnExpression, String, cast, func, select
from sqlalchemy.orm import Session

from core.paging import Order, Page, Sort, Turn, count_of, turned
from teams.members.models import BELONGING, OWN_KINDS, Community, Member, Place, PlaceKind

PAGE = 30

SORTS: dict[str, SQLColumnExpression[object] | None] = {
    "name": Place.name,
    "kind": cast(Place.kind, String),
    "added": None,
}
"""What the list can be sorted by."""


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """What the list is narrowed to: words of the name, one kind, the closed ones."""

    words: str = ""
    kind: PlaceKind | None = None
    is_closed: bool = False


def places_page(
    session: Session, community: Community, wanted: PlaceFilter, at: Turn, sort: Sort
) -> tuple[Page[Place], int]:
    """Return a page of the places of a community, and how many the filter finds."""
    closed = Place.closed_at.is_not(None) if wanted.is_closed else Place.closed_at.is_(None)
    asked = select(Place).where(
        Place.community_id == community.id, Place.kind.in_(OWN_KINDS), closed
    )
    if wanted.kind is not None:
        asked = asked.where(Place.kind == wanted.kind)
    if wanted.words.strip():
        asked = asked.where(Place.name.contains(wanted.words.strip(), autoescape=True))
    found = turned(session, asked, Order(Place.id, SORTS[sort.name], sort.is_down), at, PAGE)
    return found.showing([row[0] for row in found.rows]), count_of(session, asked)


def registered_at(session: Session, community: Community) -> dict[int, int]:
    """Return place id → how many members of the community are registered at that place itself."""
    rows = session.execute(
        select(Member.place_id, func.count())
        .where(
            Member.community_id == community.id,
            Member.place_id.is_not(None),
            Member.state.in_(BELONGING),
        )
        .group_by(Member.place_id)
    )
    return {place_id: count for place_id, count in rows if place_id is not None}
