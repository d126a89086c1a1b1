"""What can be permitted, by name; each room lists its own in its `permissions.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar, cast

View = TypeVar("View", bound=Callable[..., object])


class PermissionName(str):
    """One thing a reader may do, as `resource:action`."""

    __slots__ = ()


class Permission:
    """What the ground itself asks of a reader; each room adds its own to those below it."""

    ANYONE = PermissionName("anyone")
    SIGNED_IN = PermissionName("signed-in")


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission, what it is called on screens, and the roles that hold it."""

    permission: PermissionName
    words: str
    roles: tuple[str, ...] = ()


def open_to_all(view: View) -> View:
    """Let anyone see a page of the ground; pages of rooms are marked by `teams.gate.requires`."""

    @wraps(view)
    def opened(*args: object, **kwargs: object) -> object:
        answer: object = view(*args, **kwargs)
        return answer

    vars(opened)["permission"] = Permission.ANYONE
    return cast("View", opened)
