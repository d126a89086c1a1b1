"""Points that hang in a public notice and are in no book yet, as the floors above tell of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core import room
from teams.authority.act import Act
from teams.members.models import Community


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Points of one member that come once their notice ends without objection.

    `words`: what they are for; `link`: the page on which the member sees them.
    """

    points: int
    words: str
    link: str


Source = Callable[[Session, Community, int, datetime], OnTheWay]
"""Asked with the community, the member and the moment; answers 0 points where nothing hangs."""


def on_the_way(act: Act, member_id: int) -> list[OnTheWay]:
    """Return what hangs for a member, room by room; rooms with nothing for him are left out."""
    sources = room.declared("points_on_the_way")
    found = [ask(act.session, act.community, member_id, act.now) for _words, ask in sources]
    return [each for each in found if each.points]
