"""What a leg needs of this very moment: shifts that run now, that have just ended, that are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bench.town.sheets import BY_CODE
from bench.town.station import KEEPER
from bench.world import Somebody, World
from core import clock
from core.db import run_on
from points.goods.rules import deliveries, goods
from points.goods.rules.deliveries import DeliveryLine, NewDelivery
from points.goods.rules.goods import ProductFields
from points.redemptions.rules import counter_credentials
from teams.authority.act import Act
from teams.authority.queries import membership
from teams.members.models import Community
from volunteer.activities.models import (
    Activity,
    ActivityState,
    Post,
    Shift,
    ShiftPlaces,
    ShiftState,
)
from volunteer.sign_ups.models import SignUp, SignUpState

CODES_LAST = timedelta(minutes=15)


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


def minutes_of(world: World, shift_id: int, minutes: int) -> list[tuple[str, str]]:
    """Return the fields that confirm everybody of a shift, as its page would send them."""
    with Session(world.engine) as session:
        rows = session.execute(
            select(SignUp.id, SignUp.version)
            .where(SignUp.community_id == world.community_id, SignUp.shift_id == shift_id)
            .order_by(SignUp.id)
        ).all()
    return [
        (f"rows-{number}-{name}", str(value))
        for number, (sign_up_id, version) in enumerate(rows)
        for name, value in (
            ("sign_up_id", sign_up_id),
            ("version", version),
            ("is_chosen", "y"),
            ("minutes", minutes),
        )
    ]


def codes(world: World, now: datetime) -> list[str]:
    """Give everybody of the crowd a one-time code that is good for a quarter of an hour."""

    def act(session: Session) -> list[str]:
        later = Act(session, now + CODES_LAST - counter_credentials.CODE_LASTS)
        return [counter_credentials.new_code(later, each.person_id) for each in world.crowd]

    return run_on(world.engine, act)


def product(world: World, pieces: int, price: int) -> int:
    """Put a new thing on the shelf, so many pieces of it; return its id."""

    def act(session: Session) -> int:
        community = session.get_one(Community, world.community_id)
        keeper, admin = (
            membership.authority_of(session, community, each.person_id)
            for each in (world.staff[KEEPER], world.admin)
        )
        now = clock.now()
        fields = ProductFields(code=f"H{world.next('hot good')}", name="大米", unit="袋")
        made = goods.add_product(Act(session, now, by=keeper, community=community), fields)
        goods.set_price(Act(session, now, by=admin), made, price)
        line = DeliveryLine(product_id=made.id, quantity=pieces)
        brought = NewDelivery(shop_id=world.shop_id, delivery_lines=[line])
        deliveries.receive(Act(session, now, by=keeper), community.id, brought)
        return made.id

    return run_on(world.engine, act)
