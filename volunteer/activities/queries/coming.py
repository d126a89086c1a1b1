"""The coming shifts of a community, page by page, read as rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import BigInteger, Integer, Select, and_, bindparam, select, true, tuple_
from sqlalchemy.orm import Session

from core.columns import UTCDateTime
from core.paging import page_of
from teams.members.models import Community, Team
from volunteer.activities.models import (
    Activity,
    ActivityState,
    Post,
    Shift,
    ShiftPlaces,
    ShiftState,
)
from volunteer.activities.rules.listed import (
    ListedActivity,
    ListedPlaces,
    ListedPost,
    ListedShift,
    ListedTeam,
)

PAGE = 20
KEY = re.compile(r"[0-9]{1,11}-[0-9]{1,18}")
"""The key of the next page of shifts: the second it starts, and its number."""


_TEAM = (Team.short_name, Team.colour)
_ACTIVITY = (
    Activity.title,
    Activity.place,
    Activity.state,
    Activity.risk,
    Activity.min_age,
    Activity.takes_guarded_minors,
    Activity.is_team_only,
    Activity.team_id,
)
_PLACES = (ShiftPlaces.places, ShiftPlaces.taken, ShiftPlaces.waiting)
_POST = (Post.required_qualification,)
_SHIFT = (
    Shift.id,
    Shift.activity_id,
    Shift.starts_at,
    Shift.ends_at,
    Shift.sign_up_opens_at,
    Shift.sign_up_closes_at,
    Shift.state,
    Shift.place,
)
"""The columns of a line of a list, as `volunteer.activities.rules.listed` takes them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which coming shifts: of one team or activity, from a moment on, after the page before."""

    team_id: int | None = None
    activity_id: int | None = None
    since: datetime | None = None
    after: str = ""
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Shifts:
    """One page of shifts, and the key of the next page (empty at the end)."""

    rows: Sequence[ListedShift]
    next: str


def coming_shifts(session: Session, community: Community, wanted: Wanted, now: datetime) -> Shifts:
    """Return published shifts that have not begun, by start; a keyset page.

    The page is chosen by the index alone before anything is joined to it, so that it costs the
    same among a hundred coming shifts and among a hundred thousand.
    """
    after = _key_of(wanted.after)
    asked = _coming(
        is_of_team=wanted.team_id is not None,
        is_of_one=wanted.activity_id is not None,
        is_next_page=after is not None,
    )
    starts, number = after or (now, 0)
    values = {
        "the_community": community.id,
        "since": max(now, wanted.since or now),
        "the_team": wanted.team_id,
        "the_activity": wanted.activity_id,
        "after_start": starts,
        "after_shift": number,
        "how_many": wanted.limit + 1,
    }
    rows = [_listed(row) for row in session.execute(asked, values)]
    shown, following = page_of(rows, wanted.limit, _key)
    return Shifts(shown, following or "")


@cache
def _coming(*, is_of_team: bool, is_of_one: bool, is_next_page: bool) -> Select[*tuple[Any, ...]]:
    """Return the question for a page of coming shifts, built once for each kind of page."""
    published = (
        select(Activity.id)
        .where(
            Activity.id == Shift.activity_id,
            Activity.state == ActivityState.PUBLISHED,
            Activity.team_id == bindparam("the_team") if is_of_team else true(),
        )
        .correlate(Shift)
        .exists()
    )
    after = tuple_(Shift.starts_at, Shift.id) > tuple_(
        bindparam("after_start", type_=UTCDateTime), bindparam("after_shift", type_=BigInteger)
    )
    page = (
        select(*_SHIFT, Shift.post_id)
        .where(
            Shift.community_id == bindparam("the_community"),
            Shift.state == ShiftState.OPEN,
            Shift.starts_at > bindparam("since"),
            Shift.activity_id == bindparam("the_activity") if is_of_one else true(),
            after if is_next_page else true(),
            published,
        )
        .order_by(Shift.starts_at, Shift.id)
        .limit(bindparam("how_many", type_=Integer))
        .subquery("page")
    )
    shift = [page.c[column.key] for column in _SHIFT]
    return (
        select(*_TEAM, *_ACTIVITY, *_PLACES, *_POST, *shift)
        .select_from(page)
        .join(Activity, Activity.id == page.c.activity_id)
        .join(Activity.team)
        .join(
            ShiftPlaces,
            and_(
                ShiftPlaces.community_id == bindparam("the_community"),
                ShiftPlaces.shift_id == page.c.id,
            ),
        )
        .join(Post, Post.id == page.c.post_id)
        .order_by(page.c.starts_at, page.c.id)
    )


def _listed(row: Sequence[Any]) -> ListedShift:
    """Read one row of `_coming`."""
    values = iter(row)

    def some(columns: Sequence[object]) -> Iterator[Any]:
        return islice(values, len(columns))

    return ListedShift(
        ListedActivity(ListedTeam(*some(_TEAM)), *some(_ACTIVITY)),
        ListedPlaces(*some(_PLACES)),
        ListedPost(*some(_POST)),
        *values,
    )


def nearest_shift(session: Session, community: Community, now: datetime) -> ListedShift | None:
    """Return the next published shift of any team, or None: where to look when a page is empty."""
    return next(iter(coming_shifts(session, community, Wanted(limit=1), now).rows), None)


def _key(shift: ListedShift) -> str:
    return f"{int(shift.starts_at.timestamp())}-{shift.id}"


def _key_of(words: str) -> tuple[datetime, int] | None:
    """Read the key of the next page; what is no key begins at the beginning."""
    if not KEY.fullmatch(words):
        return None
    starts, _, number = words.partition("-")
    return datetime.fromtimestamp(int(starts), UTC), int(number)
