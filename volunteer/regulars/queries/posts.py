"""Posts of series one may be a regular of: what comes of them, and how many places may be kept."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core import clock
from core.errors import NotFound
from teams.authority.act import Act
from teams.members.models import Community, Member, TeamMember, TeamMemberState
from volunteer.activities.models import (
    IS_COPY,
    SERIES_ID,
    Activity,
    ActivityCopy,
    Post,
    Shift,
    in_series,
)
from volunteer.regulars.models import Regular, RegularState
from volunteer.regulars.rules import series
from volunteer.regulars.rules.series import Slot
from volunteer.settings import VolunteerSettings

LEAST = 2
"""How many coming shifts make it worth while to be a regular."""


@dataclass(frozen=True, slots=True)
class PostOfSeries:
    """One post of a series: its coming shifts, the newest last, and how many it may keep.

    `number`: a post of that name, for the form. `days`: of the week, those it often falls on.
    `places`: of its largest shift; `most` of them may be kept, and `kept` regulars there are.
    """

    series_id: int
    number: int
    name: str
    shifts: Sequence[Shift]
    days: Sequence[int]
    places: int
    most: int
    kept: int

    @property
    def activity(self) -> Activity:
        """The newest activity of the series that is to come."""
        return self.shifts[-1].activity

    @property
    def choices(self) -> list[int | None]:
        """Return what one may keep: all of it, or one of several days of the week."""
        return [None, *self.days]


def to_ask_for(act: Act, member: Member) -> list[PostOfSeries]:
    """Return the posts of the member's teams that come twice at least, and may be kept at all."""
    teams = select(TeamMember.team_id).where(
        TeamMember.community_id == member.community_id,
        TeamMember.member_id == member.id,
        TeamMember.state == TeamMemberState.ACCEPTED,
    )
    found = _posts(act, Activity.team_id.in_(teams))
    return [each for each in found if len(each.shifts) >= LEAST and each.most]


def of_series(act: Act, series_id: int) -> list[PostOfSeries]:
    """Return the posts of a series that have a coming shift."""
    return _posts(act, in_series(series_id))


def slot_named(session: Session, community: Community, post_id: int, weekday: int | None) -> Slot:
    """Return what a form means: the post of that number, on a day of the week. Raises NotFound."""
    found = session.execute(
        select(SERIES_ID, Post.name)
        .select_from(Post)
        .join(Activity, Activity.id == Post.activity_id)
        .outerjoin(ActivityCopy, IS_COPY)
        .where(Post.community_id == community.id, Post.id == post_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return Slot(found[0], found[1], weekday)


def _posts(act: Act, which: ColumnElement[bool]) -> list[PostOfSeries]:
    asked = series.coming_asked(act.community.id, act.now).where(which).add_columns(SERIES_ID)
    groups: dict[tuple[int, str], list[Shift]] = defaultdict(list)
    for shift, series_id in act.session.execute(asked):
        groups[series_id, shift.post.name].append(shift)
    kept = _kept(act, {series_id for series_id, _name in groups})
    return [_post(act, key, shifts, kept[key]) for key, shifts in groups.items()]


def _kept(act: Act, series_ids: set[int]) -> Counter[tuple[int, str]]:
    rows = act.session.execute(
        select(Regular.series_id, Regular.post_name).where(
            Regular.community_id == act.community.id,
            Regular.series_id.in_(series_ids),
            Regular.state == RegularState.ACTIVE,
        )
    )
    return Counter((series_id, name) for series_id, name in rows)


def _post(act: Act, key: tuple[int, str], shifts: list[Shift], kept: int) -> PostOfSeries:
    series_id, name = key
    zone = act.community.zone
    days = Counter(clock.local_day(each.starts_at, zone).weekday() for each in shifts)
    places = max(each.places.places for each in shifts)
    return PostOfSeries(
        series_id=series_id,
        number=shifts[-1].post_id,
        name=name,
        shifts=shifts,
        days=sorted(day for day, count in days.items() if LEAST <= count < len(shifts)),
        places=places,
        most=series.most_kept(places, act.settings(VolunteerSettings)),
        kept=kept,
    )
