"""What the rooms declare, merged: settings, permissions, menus, jobs, checks, ways; lowest first.

A lower room never names a higher one. What it must show or run of a higher one stands in the
`room.py` of that room, which fills one `Room`; adding a room is one word in `app.py`.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from types import ModuleType
from typing import Any, TypeVar

import click
from sqlalchemy.orm import Session

from core import trail as trails
from core.declarations import (
    Check,
    HowFar,
    Job,
    NewCheck,
    NoticeSort,
    Room,
    Sample,
    Source,
    Workbook,
)
from core.errors import RuleError
from core.menu import Duty, Menu, MenuLine, Way
from core.permissions import Grant, PermissionName
from core.room_settings import Setting, settings_in
from core.told import Told
from core.trail import Trail

T = TypeVar("T")

_names: list[str] = []
_put_together: list[Any] = []


def _once(ask: Callable[[], T]) -> Callable[[], T]:
    """Put together what all rooms declare when it is first asked for, and keep it."""
    kept = cache(ask)
    _put_together.append(kept)
    return kept


def use(names: Iterable[str]) -> None:
    """Let the rooms of these names be asked from now on, lowest first."""
    _names[:] = names
    for each in _put_together:
        each.cache_clear()


@_once
def rooms() -> Mapping[str, Room]:
    """Return the rooms by name, lowest first; they are read when first asked for."""
    return {name: importlib.import_module(f"{name}.room").ROOM for name in _names}


def modules(kind: str) -> Iterator[ModuleType]:
    """Load and yield the modules of one kind in the features of every room, by name.

    kind: `views` or `models`: a module of that name, or all modules of a folder of it.
    """
    for name in _names:
        package = importlib.import_module(name)
        found = pkgutil.walk_packages(package.__path__, f"{name}.")
        for path in sorted(each.name for each in found):
            if kind in path.split(".")[1:]:
                yield importlib.import_module(path)


def begin(app: object) -> None:
    """Let every room do what it must with the program, a Flask, before it has pages."""
    for each in rooms().values():
        for step in each.begins:
            step(app)


def language() -> str | None:
    """Return the language who reads has chosen; None when no room knows who that is."""
    asked = (room.language() for room in rooms().values() if room.language is not None)
    return next((each for each in asked if each is not None), None)


def note_refusal(refusal: RuleError) -> None:
    """Let every room keep of a refusal what it must."""
    for each in rooms().values():
        if each.refused is not None:
            each.refused(refusal)


def sent_read_only() -> frozenset[str]:
    """Return the endpoints whose forms are taken while the program is read-only."""
    return frozenset(page for room in rooms().values() for page in room.sent_read_only)


@_once
def settings() -> Mapping[str, Setting]:
    """Return what a community may set, by name: each field of each room's settings."""
    found: dict[str, Setting] = {}
    for each in rooms().values():
        if each.settings is not None:
            found |= settings_in(each.settings)
    return found


def setting_once_named(name: str) -> Setting | None:
    """Return the setting that is called so, or was before its name said the unit."""
    return next((each for each in settings().values() if name in (each.name, each.earlier)), None)


def _named(of: Callable[[Room], Mapping[str, T]]) -> dict[str, T]:
    """Return what every room lists of one kind, by room and words."""
    return {
        f"{name}: {words}": each
        for name, room in rooms().items()
        for words, each in of(room).items()
    }


def commands() -> list[click.Command]:
    """Return the commands of all rooms."""
    return [each for room in rooms().values() for each in room.commands]


@_once
def _permissions() -> Mapping[PermissionName, Grant]:
    grants: dict[PermissionName, Grant] = {}
    for name, room in rooms().items():
        for grant in room.permissions:
            if grant.permission in grants:
                raise ValueError(f"{name} lists {grant.permission} again")
            grants[grant.permission] = grant
    return grants


def permission(name: str) -> PermissionName:
    """Return the permission of this name. Raises KeyError for one no room lists."""
    return _permissions()[PermissionName(name)].permission


def permission_words() -> dict[PermissionName, str]:
    """Return what each permission of all rooms is called on screens."""
    return {name: grant.words for name, grant in _permissions().items()}


def held_by(role: str) -> frozenset[PermissionName]:
    """Return the permissions of all rooms that a role holds."""
    return frozenset(name for name, grant in _permissions().items() if role in grant.roles)


@_once
def _menus() -> Mapping[Menu, Sequence[MenuLine]]:
    found = sorted(
        (line for room in rooms().values() for line in room.menu), key=lambda line: line.place
    )
    return {menu: tuple(line for line in found if line.menu is menu) for menu in Menu}


def lines(menu: Menu) -> Sequence[MenuLine]:
    """Return the lines of a menu in all rooms, in their places."""
    return _menus()[menu]


def duties() -> list[Duty]:
    """Return what can wait on the page 今天 in all rooms, in its places."""
    found = [duty for room in rooms().values() for duty in room.duties]
    return sorted(found, key=lambda duty: duty.place)


@_once
def _segments() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for each in rooms().values():
        for endpoint, segments in each.below.items():
            found[endpoint] = found.get(endpoint, frozenset()) | frozenset(segments)
    return found


def segments_below(endpoint: str) -> frozenset[str]:
    """Return the first segments of the addresses below a page, in all rooms."""
    return _segments().get(endpoint, frozenset())


def begins_at(role: str) -> str | None:
    """Return the page a role begins at, of the highest room that says one, or None."""
    pages = [room.begins_at[role] for room in rooms().values() if role in room.begins_at]
    return pages[-1] if pages else None


@_once
def _ways() -> Mapping[Way, str]:
    return {to: page for room in rooms().values() for to, page in room.ways.items()}


def way(to: Way) -> str:
    """Return the page there is for a purpose. Raises KeyError when no room has one."""
    return _ways()[to]


@_once
def trail() -> Trail:
    """Return what the rooms declare of the audit trail's words, all in one."""
    return trails.merged(room.trail for room in rooms().values())


@_once
def notice_sorts() -> Mapping[str, NoticeSort]:
    """Return the sorts of public notices that rooms post, by name."""
    return {sort.name: sort for room in rooms().values() for sort in room.notices}


def notice_sort(name: str) -> NoticeSort:
    """Return how a sort of public notice is objected to. Raises KeyError for one nobody posts."""
    return notice_sorts()[name]


@_once
def workbooks() -> Mapping[str, Workbook]:
    """Return the kinds of workbook that rooms bring in, by name, in their places."""
    found = [book for room in rooms().values() for book in room.workbooks]
    return {book.name: book for book in sorted(found, key=lambda book: book.place)}


def jobs() -> dict[str, Job]:
    """Return the upkeep jobs of all rooms by name, in the order they run."""
    return _named(lambda room: room.jobs)


def checks() -> dict[str, Check]:
    """Return what must always hold in all rooms, by name."""
    return _named(lambda room: room.checks)


def new_checks() -> dict[str, NewCheck]:
    """Return the checks that can go on from where they last held, by the names of `checks`."""
    return _named(lambda room: room.new_checks)


def sealed_samples() -> dict[str, Sample]:
    """Return what opens one sealed field each, by name."""
    return _named(lambda room: room.sealed_samples)


def points_on_the_way() -> dict[str, Source]:
    """Return who knows of points that hang in a public notice, by name."""
    return _named(lambda room: room.points_on_the_way)


def progress() -> dict[str, HowFar]:
    """Return who knows of something hours lead to, by name."""
    return _named(lambda room: room.progress)


def furnish_community(session: Session, community_id: int, now: datetime) -> None:
    """Give a community that was opened in this transaction what every room begins it with."""
    for step in _named(lambda room: room.new_community).values():
        step(session, community_id, now)


def greet(session: Session, community_id: int, member_id: int, page: str, now: datetime) -> None:
    """Let every room keep what it knows of the page a new member came from."""
    for step in _named(lambda room: room.newcomers).values():
        step(session, community_id, member_id, page, now)


def let_go(session: Session, community_id: int, member_id: int, now: datetime) -> list[Told]:
    """Let every room go of what a member holds who is paused or leaves in this transaction."""
    steps = _named(lambda room: room.leaving).values()
    told = [step(session, community_id, member_id, now) for step in steps]
    return [each for each in told if each is not None]


def own_data_of_person(session: Session, person_id: int) -> dict[str, Any]:
    """Return what all rooms keep of a person, wherever they belong."""
    asked = [room.own_data_of_person for room in rooms().values()]
    return _blocks(ask(session, person_id) for ask in asked if ask is not None)


def own_data_of_member(
    session: Session, community_id: int, member_id: int, now: datetime
) -> dict[str, Any]:
    """Return what all rooms keep of a member of one community."""
    asked = [room.own_data_of_member for room in rooms().values()]
    return _blocks(ask(session, community_id, member_id, now) for ask in asked if ask is not None)


def _blocks(blocks: Iterable[dict[str, Any]]) -> dict[str, Any]:
    held: dict[str, Any] = {}
    for block in blocks:
        if twice := held.keys() & block.keys():
            raise ValueError(f"two rooms have a block called {', '.join(sorted(twice))}")
        held |= block
    return held
