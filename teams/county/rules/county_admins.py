"""Administrators of a county: a second one appointed, one ended, and one always left."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from accounts.rules import login_sessions
from accounts.rules.people import NewPerson
from core.errors import NotFound, RuleError
from teams.authority.act import Act
from teams.authority.models import Role, RoleBinding
from teams.authority.words import ROLE_WORDS
from teams.communities.rules import first_admins
from teams.members.models import Place, PlaceKind
from teams.permissions import Permission
from teams.roles.rules import role_grants
from teams.roles.rules.role_grants import RoleEnded, RoleHeld


class LastCountyAdmin(RuleError):
    """A county is never left without an administrator."""

    code = "not_eligible"
    message = "这是县里最后一位管理员，请先安排另一位再免去。"


def appoint(act: Act, county_id: int, new: NewPerson) -> first_admins.Appointed:
    """Let an administrator of the county appoint another; returns the one-time password.

    Somebody known by this phone keeps the old password (the second part is empty then).
    Raises NotFound (not within reach), OwnCase, the refusals of `people.register`, RoleHeld, in
    that order.
    """
    county = _county_within_reach(act, county_id)
    person, password = first_admins.person_for(act, new)
    if person.id in {each.person_id for each in admins_of(act.session, county.id)}:
        raise RoleHeld
    role_grants.make_county_admin(act, county, person, act.by.person_id)
    login_sessions.end_all(act, person.id)
    act.tell(person.id, "您有了新岗位：%(role)s。", role=ROLE_WORDS[Role.COUNTY_ADMIN])
    return first_admins.Appointed(person, password)


def end(act: Act, binding_id: int) -> None:
    """Take the role from an administrator of one's own county; it acts at once.

    Raises NotFound (not within reach), OwnCase, RoleEnded, LastCountyAdmin, in that order. The
    county's row is taken first, so that two who end each other wait for one another.
    """
    binding = act.session.get(RoleBinding, binding_id)
    if binding is None or binding.county_id is None:
        raise NotFound
    _county_within_reach(act, binding.county_id)
    act.by.refuse_own_case(binding.person_id)
    act.session.execute(select(Place.id).where(Place.id == binding.county_id).with_for_update())
    act.session.refresh(binding)
    if binding.ended_at is not None:
        raise RoleEnded
    _refuse_last(act.session, binding.county_id)
    act.session.execute(
        update(RoleBinding)
        .where(RoleBinding.id == binding.id, RoleBinding.ended_at.is_(None))
        .values(ended_at=act.now, ended_by_id=act.by.person_id)
    )
    act.tell(binding.person_id, "您的岗位%(role)s已免去。", role=ROLE_WORDS[Role.COUNTY_ADMIN])
    act.note("authz_change", binding, person=binding.person_id, role=binding.role.value, ended=True)


def admins_of(session: Session, county_id: int) -> list[RoleBinding]:
    """Return the live administrators of a county, the longest serving first."""
    return list(
        session.scalars(
            select(RoleBinding)
            .where(RoleBinding.county_id == county_id, RoleBinding.ended_at.is_(None))
            .order_by(RoleBinding.id)
        )
    )


def _county_within_reach(act: Act, county_id: int) -> Place:
    act.by.refuse_unless(Permission.COUNTY_MANAGE)
    own = {each.person_id for each in admins_of(act.session, county_id)}
    county = act.session.get(Place, county_id)
    if county is None or county.kind is not PlaceKind.COUNTY or act.by.person_id not in own:
        raise NotFound
    return county


def _refuse_last(session: Session, county_id: int) -> None:
    left = session.scalar(
        select(func.count())
        .select_from(RoleBinding)
        .where(RoleBinding.county_id == county_id, RoleBinding.ended_at.is_(None))
    )
    if (left or 0) <= 1:
        raise LastCountyAdmin
