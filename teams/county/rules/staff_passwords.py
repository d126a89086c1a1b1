"""A worker who forgot the password: given a new one by who is above, never by oneself."""

from dataclasses import dataclass

from sqlalchemy import select

from accounts.models import Person
from accounts.rules import own_secret
from core.errors import NotAllowed
from teams.authority.act import Act
from teams.authority.models import Role, RoleBinding
from teams.permissions import Permission
from teams.roles.rules.role_grants import RoleEnded

TOLD = "管理员给您重发了登录密码，登录后要改成自己的。不是您要的，请马上告诉管理员。"


class BeyondReach(NotAllowed):
    """The person holds a role the giver is not above, which the password would open as well."""

    message = "这位还有您管不到的岗位。社区管理员的密码由县管理员重发，别处的岗位由那边重发。"


@dataclass(frozen=True, slots=True)
class Reach:
    """Over whose roles the giver stands: a community's workers, or a county with all below it."""

    communities: frozenset[int]
    counties: frozenset[int] = frozenset()

    def covers(self, held: RoleBinding) -> bool:
        """Say whether a role is within reach; administrators are the county's alone."""
        if held.role is Role.COUNTY_ADMIN:
            return held.county_id in self.counties
        if held.role is Role.COMMUNITY_ADMIN and not self.counties:
            return False
        return held.community_id in self.communities


def give(act: Act, binding: RoleBinding, reach: Reach) -> str:
    """Give the holder of a role a one-time password; all devices end. Returned for the slip.

    The password opens everything the person is, so every role held must be within reach. Raises
    NotAllowed, OwnCase, RoleEnded, BeyondReach, in that order.
    """
    act.by.refuse_unless(Permission.COUNTY_MANAGE if reach.counties else Permission.ROLE_GRANT)
    act.by.refuse_own_case(binding.person_id)
    if binding.ended_at is not None:
        raise RoleEnded
    held = act.session.scalars(
        select(RoleBinding).where(
            RoleBinding.person_id == binding.person_id, RoleBinding.ended_at.is_(None)
        )
    )
    if not all(reach.covers(each) for each in held):
        raise BeyondReach
    person = act.session.get_one(Person, binding.person_id, with_for_update=True)
    password = own_secret.give_password(act, person, act.by.person_id)
    act.tell(person.id, TOLD)
    act.note("staff_password_given", binding, person=person.id)
    return password
