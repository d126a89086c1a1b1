"""Who may what: the permissions of a role, and a person's authority in one community."""

from dataclasses import dataclass, field

from core import room
from core.errors import NotAllowed, OwnCase
from core.permissions import PermissionName
from teams.authority.models import STAFF_ROLES, Role
from teams.permissions import Permission

SOMEBODY = frozenset({Permission.ANYONE, Permission.SIGNED_IN})


def permissions_of(role: Role) -> frozenset[PermissionName]:
    """Return what a role may do, in all rooms."""
    return room.held_by(role)


@dataclass(frozen=True, slots=True)
class Authority:
    """What one person may do in one community: everywhere, or over some teams only.

    `permissions` hold over the whole community; `team_permissions` over the teams named.
    """

    person_id: int
    member_id: int | None = None
    permissions: frozenset[PermissionName] = SOMEBODY
    team_permissions: dict[int, frozenset[PermissionName]] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()

    def may(self, permission: PermissionName, team_id: int | None = None) -> bool:
        """Say whether `permission` is held: over `team_id`, or over anything when None."""
        if permission in self.permissions:
            return True
        if team_id is None:
            return any(permission in held for held in self.team_permissions.values())
        return permission in self.team_permissions.get(team_id, frozenset())

    def refuse_unless(self, permission: PermissionName, team_id: int | None = None) -> None:
        """Raise NotAllowed unless `may`."""
        if not self.may(permission, team_id):
            raise NotAllowed

    def refuse_own_case(self, person_id: int) -> None:
        """Raise OwnCase when the case is the person's own."""
        if person_id == self.person_id:
            raise OwnCase

    def teams_with(self, permission: PermissionName) -> frozenset[int] | None:
        """Return the ids of the teams `permission` covers; None means every team."""
        if permission in self.permissions:
            return None
        return frozenset(team for team, held in self.team_permissions.items() if permission in held)

    @property
    def is_staff(self) -> bool:
        """Say whether any staff role is held."""
        return any(role in STAFF_ROLES for role in self.roles)
