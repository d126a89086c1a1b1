"""What can be permitted, by name; each room lists its own in its `permissions.py`."""

from dataclasses import dataclass


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
