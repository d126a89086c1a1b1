"""Pages that are read: those of a volunteer, of the staff, and those that stand open to all."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench import fresh
from bench.legs.leg import Leg, by_turns
from bench.load import Ask
from bench.world import World
from core import clock
from teams.notices.models import Notice, NoticeState

SOUGHT = ("王", "秀英", "jg", "chenguilan", "赵建", "BB000")
"""What is typed to find somebody: characters, initials, pinyin, the beginning of a number."""

ON_BOARD = 60


def board(world: World) -> Iterator[Ask]:
    """Let the coordinator look at who is there, at a shift that runs now."""
    now = clock.now()
    crew = world.crowd[:ON_BOARD]
    times = (now - timedelta(minutes=20), now + timedelta(hours=2))
    [(shift_id, _)] = fresh.shifts(world, [fresh.Wanted(*times, len(crew), crew)])
    while True:
        yield Ask(world.path(f"shifts/{shift_id}/board"), world.coordinator.token)


def members(world: World) -> Iterator[Ask]:
    """Let the coordinator look for somebody."""
    for words in itertools.cycle(SOUGHT):
        yield Ask(world.path(f"members?q={quote(words)}"), world.coordinator.token)


def today(world: World) -> Iterator[Ask]:
    """Let the administrator open the page of the day."""
    while True:
        yield Ask(world.path("today"), world.admin.token)


def notice(world: World) -> Iterator[Ask]:
    """Let anybody read a notice that hangs."""
    with Session(world.engine) as session:
        hanging = select(Notice.id).where(
            Notice.community_id == world.community_id, Notice.state == NoticeState.OPEN
        )
        found = session.scalars(hanging.order_by(Notice.id)).all()
    for notice_id in itertools.cycle(found):
        yield Ask(world.path(f"notices/{notice_id}"))


def wall(world: World) -> Iterator[Ask]:
    """Let anybody look at the honours."""
    while True:
        yield Ask(world.path("honours"))


def _page(name: str, words: str, below: str) -> Leg:
    return Leg(
        name=name,
        words=words,
        asks=by_turns(lambda world: world.path(below)),
        floor="list",
        most_ms=10,
        most_statements=7,
    )


LEGS = (
    _page("home", "the volunteer's home", ""),
    _page("list", "the list of activities, signed in", "activities"),
    _page("shelf", "the shelf of the supermarket", "supermarket"),
    _page("passbook", "the passbook", "points"),
    Leg(name="board", words="the board of a shift of 60", asks=board),
    Leg(name="members", words="members, with a search", asks=members),
    Leg(name="today", words="the administrator's page of the day", asks=today),
    Leg(name="notice", words="a public notice of 20 lines", asks=notice),
    Leg(name="wall", words="the honour wall, not signed in", asks=wall),
)
