"""What a room shows on pages of other rooms: lines of menus, and what waits behind them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import BigInteger, ScalarSelect, Select, bindparam, select
from sqlalchemy.orm import Session

from core.columns import UTCDateTime
from core.permissions import PermissionName

HERE = bindparam("here", type_=BigInteger)
READER = bindparam("reader", type_=BigInteger)
MOMENT = bindparam("moment", type_=UTCDateTime)
"""What every count may ask of: the community, the person who reads, and the moment."""


class Menu(StrEnum):
    """The lists a line may stand in."""

    TABS = "tabs"
    DESK = "desk"
    BESIDE_DESK = "beside_desk"
    PUBLIC = "public"
    MINE = "mine"
    MEMBER = "member"
    PLACE = "place"
    OBJECTIONS = "objections"


COUNTED_MENUS = (Menu.TABS, Menu.DESK)
"""The menus that say beside a line how much waits there."""


class Way(StrEnum):
    """Pages that other rooms lead to by what they are for."""

    ACTIVITIES = "activities"
    ARRIVAL = "arrival"
    ELDER_MODE = "elder_mode"
    HOME = "home"
    LANGUAGE = "language"
    OWN_SECRET = "own_secret"  # noqa: S105 - a page, no secret
    PRIVACY = "privacy"
    RECHECK = "recheck"
    REGISTER = "register"
    SIGN_IN = "sign_in"
    START = "start"


class Holder(Protocol):
    """Who reads, and what they may do, as the gate knows them."""

    @property
    def person_id(self) -> int:
        """The id of the person."""

    def may(self, permission: PermissionName, team_id: int | None = None) -> bool:
        """Say whether `permission` is held: over `team_id`, or over anything when None."""

    def teams_with(self, permission: PermissionName) -> frozenset[int] | None:
        """Return the ids of the teams `permission` covers; None means every team."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks what waits, where and when. `today`: the local day of the community.

    `unread`: how many messages wait for them, where that was read at the gate.
    """

    session: Session
    community_id: int
    by: Holder
    now: datetime
    today: date
    unread: int | None = None


Count = Callable[[Asking], ScalarSelect[int] | int | None]
"""The statement that counts what waits for who asks, or the number; None for what is not theirs.

It asks of `HERE`, `READER` and `MOMENT`, so that one statement, built once, counts for everybody.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuLine:
    """One line of a menu; the lines of all rooms stand by `place`, smallest first.

    `endpoint`: where it leads. `counts`: what waits there, added up beside it. A line that is
    not `for_guests` is for members alone; `is_shown` asks once more about the person who reads.
    """

    menu: Menu
    place: int
    label: str
    endpoint: str
    permission: PermissionName
    icon: str = ""
    counts: tuple[Count, ...] = ()
    for_guests: bool = True
    is_shown: Callable[[Session, int], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One kind of thing that waits on the page 今天: what to do, why, where, whether it presses."""

    place: int
    verb: str
    detail: str
    endpoint: str
    count: Count
    is_hot: bool = False
    asked: Mapping[str, str] = field(default_factory=dict)


def how_many(asking: Asking, counts: Iterable[Count]) -> list[int]:
    """Return how much of each waits, in one statement; 0 for what is not theirs to do."""
    asked = [count(asking) for count in counts]
    open_ones = tuple(each for each in asked if isinstance(each, ScalarSelect))
    values = {"here": asking.community_id, "reader": asking.by.person_id, "moment": asking.now}
    found = iter(asking.session.execute(_counting(open_ones), values).one() if open_ones else ())
    return [next(found) if isinstance(each, ScalarSelect) else each or 0 for each in asked]


@lru_cache(maxsize=64)
def _counting(counts: tuple[ScalarSelect[int], ...]) -> Select[*tuple[Any, ...]]:
    """Put counts into one statement; kept for the next who may see the same ones."""
    return select(*counts)
