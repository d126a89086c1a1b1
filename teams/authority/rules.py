"""Who may what: one table from role to permissions, and a person's authority in one community."""

from dataclasses import dataclass, field

from core.errors import NotAllowed, OwnCase
from core.permissions import Permission
from teams.authority.models import STAFF_ROLES, Role

_TEAM_LEADING = frozenset(
    {
        Permission.ACTIVITY_MANAGE,
        Permission.ATTENDANCE_MANAGE,
        Permission.COMMENDATION_NOMINATE,
        Permission.DESK_READ,
        Permission.TEAM_ACCEPT,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VOLUNTEER: frozenset(
        {
            Permission.ACTIVITY_SIGN_UP,
            Permission.COMMENDATION_APPLY,
            Permission.COMMENDATION_NOMINATE,
            Permission.COMMUNITY_READ,
            Permission.OBJECTION_MAKE,
            Permission.OWN_DATA,
            Permission.POINTS_REDEEM,
        }
    ),
    Role.LEADER: _TEAM_LEADING,
    Role.DEPUTY: _TEAM_LEADING,
    Role.COORDINATOR: _TEAM_LEADING
    | {
        Permission.COMMENDATION_CHECK,
        Permission.IMPORT_READ,
        Permission.IMPORT_RUN,
        Permission.MEMBER_EXPORT,
        Permission.MEMBER_READ,
        Permission.MEMBER_REGISTER,
        Permission.NOTICE_MANAGE,
        Permission.RECORD_ADD,
    },
    Role.SHOP_CLERK: frozenset({Permission.SHOP_SELL}),
    Role.STOCK_KEEPER: frozenset({Permission.DESK_READ, Permission.STOCK_MANAGE}),
    Role.SUPERVISOR: frozenset(
        {
            Permission.AUDIT_READ,
            Permission.COMMENDATION_REVIEW,
            Permission.DESK_READ,
            Permission.IMPORT_APPROVE,
            Permission.IMPORT_READ,
            Permission.MEMBER_READ,
            Permission.OBJECTION_DECIDE,
            Permission.RECORD_APPROVE,
            Permission.SHOP_WITNESS,
        }
    ),
    Role.COMMUNITY_ADMIN: frozenset(
        {
            Permission.ACTIVITY_MANAGE,
            Permission.ACTIVITY_PUBLISH_HIGH,
            Permission.AUDIT_READ,
            Permission.COMMENDATION_ISSUE,
            Permission.COMMENDATION_REVIEW,
            Permission.COMMUNITY_SETTINGS,
            Permission.DESK_READ,
            Permission.IMPORT_APPROVE,
            Permission.IMPORT_READ,
            Permission.IMPORT_RUN,
            Permission.MEMBER_EXPORT,
            Permission.MEMBER_READ,
            Permission.MEMBER_REGISTER,
            Permission.MINOR_READ,
            Permission.NOTICE_MANAGE,
            Permission.PRICE_SET,
            Permission.RECORD_APPROVE,
            Permission.ROLE_GRANT,
            Permission.STOCK_MANAGE,
            Permission.TEAM_ACCEPT,
        }
    ),
    Role.COUNTY_ADMIN: frozenset(
        {Permission.AUDIT_READ, Permission.COUNTY_MANAGE, Permission.DESK_READ}
    ),
}

ANYBODY = frozenset({Permission.ANYONE})
SOMEBODY = frozenset({Permission.ANYONE, Permission.SIGNED_IN})


@dataclass(frozen=True, slots=True)
class Authority:
    """What one person may do in one community: everywhere, or over some teams only.

    `permissions` hold over the whole community; `team_permissions` over the teams named.
    """

    person_id: int
    member_id: int | None = None
    permissions: frozenset[Permission] = SOMEBODY
    team_permissions: dict[int, frozenset[Permission]] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()

    def may(self, permission: Permission, team_id: int | None = None) -> bool:
        """Say whether `permission` is held: over `team_id`, or over anything when None."""
        if permission in self.permissions:
            return True
        if team_id is None:
            return any(permission in held for held in self.team_permissions.values())
        return permission in self.team_permissions.get(team_id, frozenset())

    def refuse_unless(self, permission: Permission, team_id: int | None = None) -> None:
        """Raise NotAllowed unless `may`."""
        if not self.may(permission, team_id):
            raise NotAllowed

    def refuse_own_case(self, person_id: int) -> None:
        """Raise OwnCase when the case is the person's own."""
        if person_id == self.person_id:
            raise OwnCase

    def teams_with(self, permission: Permission) -> frozenset[int] | None:
        """Return the ids of the teams `permission` covers; None means every team."""
        if permission in self.permissions:
            return None
        return frozenset(team for team, held in self.team_permissions.items() if permission in held)

    @property
    def is_staff(self) -> bool:
        """Say whether any staff role is held."""
        return any(role in STAFF_ROLES for role in self.roles)
