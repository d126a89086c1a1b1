"""What a series is, which of its shifts are whose, and how many places of each may be kept.

Decision 0026: a series is an activity and all that were made again from it; a regular keeps one
post of it, by the name of the post.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager

from core import clock
from core.errors import NotFound, RuleError
from teams.authority.act import Act
from teams.members.models import Team
from volunteer.activities.models import (
    IS_COPY,
    Activity,
    ActivityCopy,
    ActivityState,
    Post,
    Shift,
    ShiftState,
    in_series,
)
from volunteer.regulars.models import ASKED_OR_KEPT, Regular, RegularState
from volunteer.settings import VolunteerSettings

Row = TypeVar("Row")


class SeriesFull(RuleError):
    """In no coming shift of the series another place may be kept: the rest is everybody's."""

    code = "limit_reached"
    message = (
        "固定名额满了：一场 %(places)s 个名额，最多固定 %(most)s 人，其余留给大家。"
        "等有人结束固定再来。"
    )


@dataclass(frozen=True, slots=True)
class Slot:
    """What a regular keeps: one post of a series, on one day of the week (0: Monday) or on all."""

    series_id: int
    post_name: str
    weekday: int | None = None

    def takes(self, starts_at: datetime, zone: str) -> bool:
        """Say whether a shift of the post that begins then is one of these."""
        return self.weekday is None or clock.local_day(starts_at, zone).weekday() == self.weekday


def slot_of(regular: Regular) -> Slot:
    """Return what a regular keeps."""
    return Slot(regular.series_id, regular.post_name, regular.weekday)


def most_kept(places: int, settings: VolunteerSettings) -> int:
    """Return how many of so many places may be kept, rounded down: 5 of 10 at 50 %, 2 of 5."""
    return places * (100 - settings.open_to_all_percent) // 100


def coming_asked(community_id: int, now: datetime) -> Select[Shift]:
    """Return the question for the published shifts that have not begun, by start."""
    return (
        select(Shift)
        .join(Shift.activity)
        .join(Activity.team)
        .join(Shift.post)
        .join(Shift.places)
        .outerjoin(ActivityCopy, IS_COPY)
        .where(
            Shift.community_id == community_id,
            Shift.state == ShiftState.OPEN,
            Shift.starts_at > now,
            Activity.state == ActivityState.PUBLISHED,
        )
        .options(
            contains_eager(Shift.activity).contains_eager(Activity.team),
            contains_eager(Shift.post),
            contains_eager(Shift.places),
        )
        .order_by(Shift.starts_at, Shift.id)
    )


def coming(act: Act, slot: Slot) -> list[Shift]:
    """Return the coming shifts of a slot, by start."""
    asked = coming_asked(act.community.id, act.now).where(
        in_series(slot.series_id), Post.name == slot.post_name
    )
    shifts = act.session.scalars(asked)
    return [each for each in shifts if slot.takes(each.starts_at, act.community.zone)]


def newest(session: Session, community_id: int, series_id: int) -> Activity:
    """Return the activity of a series made last. Raises NotFound."""
    found = session.scalars(_newest(select(Activity), community_id, series_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def team_of(session: Session, community_id: int, series_id: int) -> Team:
    """Return the team that holds a series now: that of its newest activity. Raises NotFound."""
    asked = select(Team).join(Activity, Activity.team_id == Team.id)
    found = session.scalars(_newest(asked, community_id, series_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _newest(asked: Select[Row], community_id: int, series_id: int) -> Select[Row]:
    return (
        asked.outerjoin(ActivityCopy, IS_COPY)
        .where(Activity.community_id == community_id, in_series(series_id))
        .order_by(Activity.id.desc())
        .limit(1)
    )


def refuse_full(act: Act, slot: Slot) -> None:
    """Refuse one more regular where every coming shift has as many as may be kept.

    The caller holds the regulars of the post. Without a coming shift nothing speaks against it:
    who goes first is decided when there is one. Raises SeriesFull.
    """
    shifts = coming(act, slot)
    settings = act.settings(VolunteerSettings)
    days = _days_kept(act.session, act.community.id, slot)
    zone = act.community.zone
    if not shifts or any(
        _kept_on(days, each.starts_at, zone) < most_kept(each.places.places, settings)
        for each in shifts
    ):
        return
    largest = max(each.places.places for each in shifts)
    raise SeriesFull(places=largest, most=most_kept(largest, settings))


def hold(session: Session, community_id: int, slot: Slot) -> Sequence[Regular]:
    """Take all live rows of the post of a series, so that of two said yes to one is the last."""
    return session.scalars(
        select(Regular)
        .where(
            Regular.community_id == community_id,
            Regular.series_id == slot.series_id,
            Regular.post_name == slot.post_name,
            Regular.state.in_(ASKED_OR_KEPT),
        )
        .order_by(Regular.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def _days_kept(session: Session, community_id: int, slot: Slot) -> Counter[int | None]:
    return Counter(
        session.scalars(
            select(Regular.weekday).where(
                Regular.community_id == community_id,
                Regular.series_id == slot.series_id,
                Regular.post_name == slot.post_name,
                Regular.state == RegularState.ACTIVE,
            )
        )
    )


def _kept_on(days: Counter[int | None], starts_at: datetime, zone: str) -> int:
    return days[None] + days[clock.local_day(starts_at, zone).weekday()]
