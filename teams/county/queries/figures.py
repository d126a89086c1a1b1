"""The figures of the county's communities, all in one statement however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import CompoundSelect, Integer, literal, union_all
from sqlalchemy.orm import Session

from core import clock, room
from core.figures import LATE_DAYS, Figure
from teams.members.models import Community


def figures_of_rooms() -> Sequence[Figure]:
    """Return what the county reads of each community in all rooms, in its places."""
    found = [figure for each in room.rooms().values() for figure in each.county_figures]
    return tuple(sorted(found, key=lambda figure: figure.place))


@dataclass(frozen=True, slots=True)
class CommunityFigures:
    """One community and its numbers, one for each figure in its place."""

    community: Community
    numbers: tuple[int, ...]


@lru_cache(maxsize=8)
def _asked(figures: Sequence[Figure]) -> CompoundSelect[int, int, int]:
    return union_all(
        *(
            each.statement.add_columns(literal(at, Integer).label("figure"))
            for at, each in enumerate(figures)
        )
    )


def figures_of(
    session: Session,
    communities: Sequence[Community],
    figures: Sequence[Figure],
    month_on: date,
    now: datetime,
) -> list[CommunityFigures]:
    """Return the numbers of each community in the month, 0 where there is nothing."""
    first_on, next_on = clock.month_bounds(month_on)
    today = clock.local_day(now)
    values = {
        "places": [each.id for each in communities],
        "first_on": first_on,
        "next_on": next_on,
        "first_at": clock.day_start(first_on),
        "next_at": clock.day_start(next_on),
        "late_at": now - timedelta(days=LATE_DAYS),
        "today": today,
        "this_month_on": today.replace(day=1),
    }
    found = {
        (community_id, at): int(number)
        for community_id, number, at in session.execute(_asked(tuple(figures)), values)
    }
    return [
        CommunityFigures(each, tuple(found.get((each.id, at), 0) for at in range(len(figures))))
        for each in communities
    ]
