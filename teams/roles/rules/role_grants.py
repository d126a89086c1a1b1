"""Roles given and ended: within one's own reach, never for oneself, and one administrator stays."""

from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules import login_sessions
from core.errors import BadRequest, NotAllowed, NotFound, RuleError
from teams.authority.act import Act
from teams.authority.models import COMMUNITY_ROLES, TEAM_ROLES, Role, RoleBinding
from teams.authority.rules import Authority
from teams.authority.words import ROLE_WORDS
from teams.members.models import Community, Member, MemberState, Place, Team
from teams.permissions import Permission


class TeamMissing(BadRequest):
    """A leader or deputy leads one named team; other roles name none."""

    message = "队长和副队长要选一支队伍，其他岗位不选队伍。"


class PasswordMissing(RuleError):
    """Staff sign in by password, so a person with a PIN alone sets one first."""

    code = "not_eligible"
    message = "工作岗位要用密码登录。请本人先在“资料与同意”里设一个密码，再来安排。"


class NotServing(RuleError):
    """Only an active member takes a role."""

    code = "not_eligible"
    message = "这位志愿者还没激活，或已经退出，不能安排岗位。"


class RoleHeld(RuleError):
    """The person holds this role here."""

    code = "already_done"
    message = "已经有这个岗位了，不用再给。"


class RoleEnded(RuleError):
    """The role was ended before."""

    code = "already_done"
    message = "这个岗位已经免去了。"


class LastAdmin(RuleError):
    """A community is never left without an administrator."""

    code = "not_eligible"
    message = "这是最后一位管理员，请先安排另一位再免去。"


@dataclass(frozen=True, slots=True)
class Grant:
    """Which role over what: a team for leader and deputy, else the whole community."""

    role: Role
    team_id: int | None = None


def grantable(by: Authority) -> tuple[Role, ...]:
    """Return the roles within reach: all of the community, or its administrators for the county."""
    if by.may(Permission.ROLE_GRANT):
        return COMMUNITY_ROLES
    if by.may(Permission.COUNTY_MANAGE):
        return (Role.COMMUNITY_ADMIN,)
    return ()


def grant(act: Act, member: Member, wanted: Grant) -> RoleBinding:
    """Give a member a role. The member's devices are signed out: a rise of privilege begins anew.

    Raises NotAllowed (beyond reach), OwnCase, NotServing, TeamMissing, NotFound (another
    community's team), PasswordMissing, RoleHeld, in that order.
    """
    if wanted.role not in grantable(act.by):
        raise NotAllowed
    act.by.refuse_own_case(member.person_id)
    if member.state is not MemberState.ACTIVE:
        raise NotServing
    _refuse_wrong_team(act.session, act.community, wanted)
    person = act.session.get_one(Person, member.person_id)
    if person.password_hash is None:
        raise PasswordMissing
    return bind(act, person, wanted, act.by.person_id)


def bind(act: Act, person: Person, wanted: Grant, by_id: int | None) -> RoleBinding:
    """Write a role down, sign its person's devices out, tell and note it. Raises RoleHeld."""
    _lock(act.session, act.community)
    if _held(act.session, act.community, person.id, wanted):
        raise RoleHeld
    binding = RoleBinding(
        person_id=person.id,
        role=wanted.role,
        community_id=act.community.id,
        team_id=wanted.team_id,
        granted_by_id=by_id,
        granted_at=act.now,
    )
    login_sessions.end_all(act, person.id)
    act.tell(person.id, "您有了新岗位：%(role)s。", role=ROLE_WORDS[wanted.role])
    return _written(act, binding)


def end(act: Act, binding: RoleBinding) -> None:
    """Take a role away; it acts at once. Raises NotAllowed, OwnCase, LastAdmin, RoleEnded."""
    if binding.community_id != act.community.id or binding.role not in grantable(act.by):
        raise NotAllowed
    act.by.refuse_own_case(binding.person_id)
    _lock(act.session, act.community)
    act.session.refresh(binding)
    if binding.ended_at is not None:
        raise RoleEnded
    if binding.role is Role.COMMUNITY_ADMIN and _admins(act.session, act.community) <= 1:
        raise LastAdmin
    _end_binding(act, binding, act.by.person_id)
    act.tell(binding.person_id, "您的岗位%(role)s已免去。", role=ROLE_WORDS[binding.role])
    act.note(
        "authz_change",
        binding,
        person=binding.person_id,
        role=binding.role.value,
        team=binding.team_id,
        ended=True,
    )


def make_county_admin(act: Act, county: Place, person: Person, by_id: int | None) -> RoleBinding:
    """Make a person administrator of a county; the operator's first, or a county admin's choice."""
    held = act.session.scalars(
        select(RoleBinding).where(
            RoleBinding.person_id == person.id,
            RoleBinding.county_id == county.id,
            RoleBinding.ended_at.is_(None),
        )
    ).one_or_none()
    if held is not None:
        return held
    binding = RoleBinding(
        person_id=person.id,
        role=Role.COUNTY_ADMIN,
        county_id=county.id,
        granted_by_id=by_id,
        granted_at=act.now,
    )
    return _written(act, binding)


def _written(act: Act, binding: RoleBinding) -> RoleBinding:
    """Write a new role down, and in the trail as the act of who grants it."""
    act.session.add(binding)
    act.session.flush()
    act.made_by(binding.granted_by_id).note(
        "authz_change",
        binding,
        person=binding.person_id,
        role=binding.role.value,
        team=binding.team_id,
    )
    return binding


def _refuse_wrong_team(session: Session, community: Community, wanted: Grant) -> None:
    if (wanted.role in TEAM_ROLES) is (wanted.team_id is None):
        raise TeamMissing
    if wanted.team_id is None:
        return
    here = select(Team.id).where(Team.community_id == community.id, Team.id == wanted.team_id)
    if session.scalar(here) is None:
        raise NotFound


def _lock(session: Session, community: Community) -> None:
    """Take the community's row, so that two ending each other's roles wait for one another."""
    session.execute(select(Community.id).where(Community.id == community.id).with_for_update())


def _held(session: Session, community: Community, person_id: int, wanted: Grant) -> bool:
    rows = session.scalars(
        select(RoleBinding.team_id).where(
            RoleBinding.person_id == person_id,
            RoleBinding.community_id == community.id,
            RoleBinding.role == wanted.role,
            RoleBinding.ended_at.is_(None),
        )
    )
    return wanted.team_id in set(rows)


def _admins(session: Session, community: Community) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(RoleBinding)
            .where(
                RoleBinding.community_id == community.id,
                RoleBinding.role == Role.COMMUNITY_ADMIN,
                RoleBinding.ended_at.is_(None),
            )
        )
        or 0
    )


def _end_binding(act: Act, binding: RoleBinding, by_id: int) -> None:
    ended = act.session.scalar(
        update(RoleBinding)
        .where(RoleBinding.id == binding.id, RoleBinding.ended_at.is_(None))
        .values(ended_at=act.now, ended_by_id=by_id)
        .returning(RoleBinding.id)
    )
    if ended is None:
        raise RoleEnded
    act.session.refresh(binding)
