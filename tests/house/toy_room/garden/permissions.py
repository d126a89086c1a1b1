"""What the room `garden` lets people do, and which roles hold it."""

from core.permissions import Grant, PermissionName
from teams import permissions as below
from teams.authority.models import Role


class Permission(below.Permission):
    """What this room lets people do, and what the rooms below it do."""

    PLOT_WATER = PermissionName("plot:water")


PERMISSIONS = (Grant(Permission.PLOT_WATER, "浇园地", (Role.VOLUNTEER,)),)
