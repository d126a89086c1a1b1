"""The places of a community as a tree: read at once, each with its path, what stands below it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core.tenancy import row_in
from teams.members.models import OWN_KINDS, Community, Member, Place

MOST_PLACES = 2_000
"""A tree is read whole; a community of 70 grids and 300 buildings has a fifth of that."""


@dataclass(frozen=True, slots=True)
class TreePlace:
    """One place in its tree: the names from the top to it, and how deep it stands."""

    place: Place
    path: tuple[str, ...]

    @property
    def depth(self) -> int:
        """Return how many own places stand above it."""
        return len(self.path) - 1

    @property
    def above(self) -> str:
        """Return the names of the places above it, or nothing at the top."""
        return " › ".join(self.path[:-1])

    @property
    def words(self) -> str:
        """Return its whole path, as a list of choices names it."""
        return " › ".join(self.path)


def own_places(session: Session, community_id: int) -> list[Place]:
    """Return the grids, estates and buildings of a community, the closed ones too."""
    return list(
        session.scalars(
            select(Place)
            .where(Place.community_id == community_id, Place.kind.in_(OWN_KINDS))
            .order_by(Place.id)
            .limit(MOST_PLACES)
        )
    )


def place_in(session: Session, community: Community, place_id: int) -> Place:
    """Return one grid, estate or building of `community`. Raises NotFound."""
    return row_in(session, Place, community.id, place_id, Place.kind.in_(OWN_KINDS))


def tree_of(places: Sequence[Place]) -> list[TreePlace]:
    """Return places from the top down, each followed by what stands below it, by name."""
    below: dict[int | None, list[Place]] = defaultdict(list)
    known = {place.id for place in places}
    for place in sorted(places, key=lambda each: (each.name, each.id)):
        below[place.parent_id if place.parent_id in known else None].append(place)

    def walk(above: int | None, path: tuple[str, ...]) -> Iterator[TreePlace]:
        for place in below[above]:
            yield TreePlace(place, (*path, place.name))
            yield from walk(place.id, (*path, place.name))

    return list(walk(None, ()))


def below(places: Sequence[Place], place_id: int) -> frozenset[int]:
    """Return the ids of a place and of all that stands below it."""
    found = {place_id}
    for each in sorted(places, key=lambda place: OWN_KINDS.index(place.kind)):
        if each.parent_id in found:
            found.add(each.id)
    return frozenset(found)


def lives_within(community_id: int, place_id: int) -> ColumnElement[bool]:
    """Return the condition on members who are registered at a place, or anywhere below it."""
    tree = (
        select(Place.id)
        .where(Place.community_id == community_id, Place.id == place_id)
        .cte("within", recursive=True)
    )
    tree = tree.union_all(select(Place.id).where(Place.parent_id == tree.c.id))
    return Member.place_id.in_(select(tree.c.id))
