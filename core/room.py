"""What the rooms of the program declare, asked lowest room first.

A lower room never names a higher one. Where an act below must also happen above, each room lists
its step in `<room>/<kind>.py`, and the steps run here, in the order of the floors.
"""

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from types import ModuleType
from typing import Any

from sqlalchemy.orm import Session

from core.room_settings import RoomSettings, Setting, settings_in

NewCommunityStep = Callable[[Session, int, datetime], object]

_names: list[str] = []


def use(names: Iterable[str]) -> None:
    """Let the rooms of these packages be asked from now on, lowest first."""
    _names[:] = names


def declared(kind: str) -> Iterator[tuple[str, Any]]:
    """Yield what each room lists by the function `kind` of its `<kind>.py`, named by room."""
    for name in _names:
        path = f"{name}.{kind}"
        if importlib.util.find_spec(path) is None:
            continue
        for words, act in getattr(importlib.import_module(path), kind)():
            yield f"{name}: {words}", act


def modules(kind: str) -> Iterator[ModuleType]:
    """Load and yield the modules of one kind in the features of every room, by name.

    kind: `views`, `models` or `cli`: a module of that name, or all modules of a folder of it.
    """
    for name in _names:
        package = importlib.import_module(name)
        found = pkgutil.walk_packages(package.__path__, f"{name}.")
        for path in sorted(each.name for each in found):
            if kind in path.split(".")[1:]:
                yield importlib.import_module(path)


def settings() -> dict[str, Setting]:
    """Return what a community may set, by name: each field of each room's settings."""
    found: dict[str, Setting] = {}
    for name in _names:
        if importlib.util.find_spec(f"{name}.settings") is not None:
            kind: type[RoomSettings] = importlib.import_module(f"{name}.settings").SETTINGS
            found |= settings_in(kind)
    return found


def setting_once_named(name: str) -> Setting | None:
    """Return the setting that is called so, or was before its name said the unit."""
    return next((each for each in settings().values() if name in (each.name, each.earlier)), None)


def furnish_community(session: Session, community_id: int, now: datetime) -> None:
    """Give a community that was opened in this transaction what every room begins it with."""
    step: NewCommunityStep
    for _words, step in declared("new_community"):
        step(session, community_id, now)
