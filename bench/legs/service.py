"""Signing up and coming: the rush of a Saturday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from bench import fresh
from bench.legs.leg import DONE, Leg, once
from bench.load import Ask
from bench.world import World
from core import clock, keyring
from volunteer.attendance.rules import check_in
from volunteer.sign_ups.rules import place_checks

HOT_FULL = 5
"""A hot shift has a fifth fewer places than there are people who press it."""

RUNNING = 12
HOT_CROWD = 400


def sign_up(world: World) -> Iterator[Ask]:
    """Let each volunteer sign up for a coming shift of his own, another each time."""
    while True:
        number = world.next("sign-up")
        at, turn = number % len(world.crowd), number // len(world.crowd)
        shift_id, _ = world.coming[(at * 37 + turn) % len(world.coming)]
        yield once(world.crowd[at], world.path(f"shifts/{shift_id}/sign-ups"))


def sign_up_hot(world: World) -> Iterator[Ask]:
    """Let everybody press one shift, which has places for four in five of them."""
    crowd = world.crowd[:HOT_CROWD]
    starts_at = clock.now() + timedelta(days=3 + world.next("hot shift"))
    places = len(crowd) - len(crowd) // HOT_FULL
    wanted = fresh.Wanted(starts_at, starts_at + timedelta(minutes=50), places)
    [(shift_id, _)] = fresh.shifts(world, [wanted])
    for who in crowd:
        yield once(who, world.path(f"shifts/{shift_id}/sign-ups"))


def arrive(world: World) -> Iterator[Ask]:
    """Let everybody scan the code of shifts that run now, one after the other."""
    now = clock.now()
    starts_at, ends_at = now - timedelta(minutes=5), now + timedelta(hours=2)
    wanted = fresh.Wanted(starts_at, ends_at, len(world.crowd), world.crowd)
    made = fresh.shifts(world, [wanted] * RUNNING)
    for shift_id, _ in made:
        place = check_in.Place(world.community_id, shift_id)
        for who in world.crowd:
            issued = check_in.issue(place, check_in.Direction.IN, clock.now(), keyring.sealer())
            fields = (("token", issued.code),)
            yield Ask(world.path(f"shifts/{shift_id}/arrivals"), who.token, fields, DONE)


def places_hold(world: World) -> list[str]:
    """Ask what must hold of places, queues and sign-ups."""
    with Session(world.engine) as session:
        return [each for check in place_checks.CHECKS.values() for each in check(session)]


LEGS = (
    Leg(
        name="sign-up",
        words="sign-up, random",
        asks=sign_up,
        proof=places_hold,
        floor="sign-up",
        most_ms=8,
        most_statements=9,
    ),
    Leg(
        name="sign-up-hot",
        words="sign-up for one shift, to the last place",
        asks=sign_up_hot,
        proof=places_hold,
        is_hot=True,
    ),
    Leg(
        name="check-in",
        words="check-in by the code at the place",
        asks=arrive,
        proof=places_hold,
        floor="sign-up",
        most_ms=8,
        most_statements=9,
    ),
)
