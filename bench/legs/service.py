"""Signing up and coming: the rush of a Saturday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bench import fresh
from bench.legs.leg import DONE, HOT_CROWD, HOT_FULL, Leg, once
from bench.load import Ask
from bench.town.people import PIN
from bench.town.service import MINUTES
from bench.town.station import SHIFT
from bench.world import World
from core import clock, keyring
from volunteer.attendance.rules import check_in
from volunteer.hours.rules import record_checks
from volunteer.sign_ups.models import SignUpState
from volunteer.sign_ups.rules import place_checks

RUNNING = 12
EVENING = 18
SHIFT_OF = 30
"""So many people of a shift are confirmed at once."""


def sign_up(world: World) -> Iterator[Ask]:
    """Let each volunteer sign up for a coming shift, another each time."""
    while True:
        number = world.next("sign-up")
        at, turn = number % len(world.crowd), number // len(world.crowd)
        shift_id, activity_id = world.coming[(at * 37 + turn) % len(world.coming)]
        seen = ("seen", world.seen(activity_id))
        yield once(world.crowd[at], world.path(f"shifts/{shift_id}/sign-ups"), seen)


def sign_up_hot(world: World) -> Iterator[Ask]:
    """Let everybody press one shift, which has places for four in five of them."""
    crowd = world.crowd[:HOT_CROWD]
    starts_at = clock.now() + timedelta(days=3 + world.next("hot shift"))
    places = len(crowd) - len(crowd) // HOT_FULL
    wanted = fresh.Wanted(starts_at, starts_at + timedelta(minutes=50), places)
    [(shift_id, activity_id)] = fresh.shifts(world, [wanted])
    seen = ("seen", world.seen(activity_id))
    for who in crowd:
        yield once(who, world.path(f"shifts/{shift_id}/sign-ups"), seen)


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


def enter(world: World) -> Iterator[Ask]:
    """Let each volunteer sign in with number and PIN."""
    while True:
        who = world.crowd[world.next("sign-in") % len(world.crowd)]
        yield Ask("/sign-in", form=(("login", who.number), ("secret", PIN)), right=DONE)


def confirm(world: World) -> Iterator[Ask]:
    """Let the coordinator confirm shifts of thirty people, of an evening when nobody served.

    The town served until 18:00 of its days; a second record of the hour leaves nothing to confirm.
    """
    day = clock.local_day(clock.now(), world.zone) - timedelta(days=1 + world.next("ended"))
    starts_at = clock.day_start(day, world.zone) + timedelta(hours=EVENING)
    ends_at = starts_at + SHIFT
    crews = [world.crowd[at : at + SHIFT_OF] for at in range(0, len(world.crowd), SHIFT_OF)]
    there = SignUpState.CHECKED_OUT
    wanted = [fresh.Wanted(starts_at, ends_at, SHIFT_OF, crew, there) for crew in crews]
    made = fresh.shifts(world, wanted)
    by = world.coordinator
    for shift_id, _ in made:
        fields = fresh.minutes_of(world, shift_id, MINUTES)
        yield once(by, world.path(f"shifts/{shift_id}/confirmations"), *fields)


def records_hold(world: World) -> list[str]:
    """Ask what must hold of service records."""
    return world.asked(*record_checks.CHECKS.values())


def places_hold(world: World) -> list[str]:
    """Ask what must hold of places, queues and sign-ups."""
    return world.asked(*place_checks.CHECKS.values())


LEGS = (
    Leg(name="sign-in", words="sign-in with number and PIN", asks=enter),
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
    Leg(
        name="confirm-30",
        words="the minutes of 30 people confirmed",
        asks=confirm,
        proof=records_hold,
        is_scarce=True,
    ),
)
