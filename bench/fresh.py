"""What a leg needs of this very moment: shifts that run now, that have just ended, that are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bench.town.sheets import BY_CODE
from bench.world import Somebody, World
from core.db import run_on
from volunteer.activities.models import (
    Activity,
    ActivityState,
    Post,
    Shift,
    ShiftPlaces,
    ShiftState,
)
from volunteer.sign_ups.models import SignUp, SignUpState


@dataclass(frozen=True, slots=True)
class Wanted:
    """A shift to be made: when, how many places, who is in it and how far they are."""

    starts_at: datetime
    ends_at: datetime
    places: int
    crew: Sequence[Somebody] = ()
    state: SignUpState = SignUpState.APPROVED


def shifts(world: World, wanted: Sequence[Wanted]) -> list[tuple[int, int]]:
    """Make shifts in the station; return each with its activity, a new one for all of them."""

    def act(session: Session) -> list[tuple[int, int]]:
        activity = _activity(session, world)
        return [(_shift(session, world, activity, each), activity.id) for each in wanted]

    return run_on(world.engine, act)


def _activity(session: Session, world: World) -> Activity:
    like = session.scalars(
        select(Activity)
        .where(
            Activity.community_id == world.community_id, Activity.state == ActivityState.PUBLISHED
        )
        .order_by(Activity.id)
        .limit(1)
    ).one()
    own = {"id", "version"}
    copied = {
        each.key: getattr(like, each.key)
        for each in Activity.__mapper__.column_attrs
        if each.key not in own
    }
    made = Activity(**copied)
    session.add(made)
    session.flush()
    return made


def _shift(session: Session, world: World, activity: Activity, wanted: Wanted) -> int:
    post = Post(community_id=world.community_id, activity_id=activity.id, name="志愿者")
    session.add(post)
    session.flush()
    shift = Shift(
        community_id=world.community_id,
        activity_id=activity.id,
        post_id=post.id,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        sign_up_opens_at=wanted.starts_at - timedelta(days=9),
        sign_up_closes_at=wanted.starts_at,
        state=ShiftState.OPEN,
    )
    session.add(shift)
    session.flush()
    counters = ShiftPlaces(
        community_id=world.community_id,
        shift_id=shift.id,
        places=wanted.places,
        taken=len(wanted.crew),
        is_open=True,
    )
    session.add(counters)
    session.flush()
    _sign_up(session, world, shift, wanted)
    return shift.id


def _sign_up(session: Session, world: World, shift: Shift, wanted: Wanted) -> None:
    if not wanted.crew:
        return
    was_there = wanted.state is not SignUpState.APPROVED
    rows = [
        {
            "community_id": world.community_id,
            "shift_id": shift.id,
            "member_id": each.member_id,
            "state": wanted.state,
            "signed_up_at": wanted.starts_at - timedelta(days=2),
            "signed_up_by_id": each.person_id,
            "arrived_at": wanted.starts_at if was_there else None,
            "left_at": wanted.ends_at if was_there else None,
            "arrived_by": BY_CODE if was_there else "",
            "left_by": BY_CODE if was_there else "",
        }
        for each in wanted.crew
    ]
    session.execute(insert(SignUp), rows)
