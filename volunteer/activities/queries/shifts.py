"""Reads of shifts (occasions): of a month, of an activity, those a leader sees to."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session, contains_eager

from core.errors import NotFound
from teams.members.models import Community, Team
from volunteer.activities.models import (
    ANNOUNCED,
    TAKING_PLACE,
    Activity,
    ActivityState,
    Shift,
    ShiftState,
)
from volunteer.activities.queries.activities import MOST_OF_ONE, in_teams

PAGE = 20
MOST_OF_A_MONTH = 400


def shifts_between(
    session: Session,
    community: Community,
    team: Team | None,
    between: tuple[datetime, datetime],
) -> list[Shift]:
    """Return the published shifts that begin within `between`, past ones too, at most 400."""
    since, before = between
    return list(
        session.scalars(
            _loaded()
            .where(
                Shift.community_id == community.id,
                Shift.state.in_(TAKING_PLACE),
                Shift.starts_at >= since,
                Shift.starts_at < before,
                Activity.state == ActivityState.PUBLISHED,
                true() if team is None else Activity.team_id == team.id,
            )
            .order_by(Shift.starts_at, Shift.id)
            .limit(MOST_OF_A_MONTH)
        )
    )


def opening_later(session: Session, community: Community, now: datetime) -> list[Shift]:
    """Return the published shifts whose sign-up opens later, the next one first, at most 20."""
    asked = (
        _loaded()
        .where(
            Shift.community_id == community.id,
            Shift.state == ShiftState.OPEN,
            Shift.starts_at > now,
            Shift.sign_up_opens_at > now,
            Activity.state == ActivityState.PUBLISHED,
        )
        .order_by(Shift.sign_up_opens_at, Shift.id)
        .limit(PAGE)
    )
    return list(session.scalars(asked))


def shifts_of(
    session: Session, activity: Activity, since: datetime, limit: int = MOST_OF_ONE
) -> list[Shift]:
    """Return the shifts of `activity` that end after `since`, by start, at most 30."""
    return list(session.scalars(shifts_asked(activity, since, limit)))


def shifts_asked(activity: Activity, since: datetime, limit: int) -> Select[Shift]:
    """Return the question for the shifts of `activity` that end after `since`, by start."""
    return (
        _loaded()
        .where(
            Shift.community_id == activity.community_id,
            Shift.activity_id == activity.id,
            Shift.ends_at > since,
        )
        .order_by(Shift.starts_at, Shift.id)
        .limit(limit)
    )


def shift_in(session: Session, community: Community, shift_id: int) -> Shift:
    """Return one shift with activity, team, post and counters. Raises NotFound."""
    found = session.scalars(
        _loaded().where(Shift.community_id == community.id, Shift.id == shift_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def led_shifts(
    session: Session,
    community: Community,
    team_ids: frozenset[int] | None,
    between: tuple[datetime, datetime],
    states: Sequence[ShiftState] = (ShiftState.OPEN,),
) -> list[Shift]:
    """Return published shifts of these teams (None: all) that end within `between`, at most 60."""
    since, before = between
    return list(
        session.scalars(
            _loaded()
            .where(
                Shift.community_id == community.id,
                Shift.state.in_(states),
                Shift.ends_at > since,
                Shift.ends_at <= before,
                Activity.state.in_(ANNOUNCED),
                in_teams(team_ids),
            )
            .order_by(Shift.starts_at, Shift.id)
            .limit(60)
        )
    )


def _loaded() -> Select[Shift]:
    return (
        select(Shift)
        .join(Shift.activity)
        .join(Activity.team)
        .join(Shift.places)
        .join(Shift.post)
        .options(
            contains_eager(Shift.activity).contains_eager(Activity.team),
            contains_eager(Shift.places),
            contains_eager(Shift.post),
        )
    )
