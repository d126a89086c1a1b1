"""Pages that are read: those of a volunteer, of the staff, and those that stand open to all."""

from __future__ import annotations

from bench.legs.leg import Leg, by_turns

LEGS = (
    Leg(
        name="home",
        words="the volunteer's home",
        asks=by_turns(lambda world: world.path()),
        floor="list",
        most_ms=10,
        most_statements=7,
    ),
    Leg(
        name="list",
        words="the list of activities, signed in",
        asks=by_turns(lambda world: world.path("activities")),
        floor="list",
        most_ms=10,
        most_statements=7,
    ),
    Leg(
        name="shelf",
        words="the shelf of the supermarket",
        asks=by_turns(lambda world: world.path("supermarket")),
        floor="list",
        most_ms=10,
        most_statements=7,
    ),
    Leg(
        name="passbook",
        words="the passbook",
        asks=by_turns(lambda world: world.path("points")),
        floor="list",
        most_ms=10,
        most_statements=7,
    ),
)
