"""Roles given and ended: within reach, never for oneself, and one administrator stays."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.models import AuditEvent, LoginSession
from accounts.rules import login_sessions
from core.errors import NotAllowed, NotFound, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role, RoleBinding
from teams.authority.queries.counties import county_authority
from teams.members.models import Community, MemberState, Place, TeamColour
from teams.roles.rules import role_grants
from teams.roles.rules.role_grants import (
    Grant,
    LastAdmin,
    NotServing,
    PasswordMissing,
    RoleEnded,
    RoleHeld,
    TeamMissing,
)
from tests.builders import (
    NOW,
    a_community,
    a_member,
    a_person,
    a_role,
    authority_of,
    staff,
    the_team,
)
from tests.racing import together

CLERK = Grant(Role.SHOP_CLERK)


@pytest.fixture
def member(session, dongjie):
    """A member who may take a role: active, with a password."""
    return with_password(session, dongjie)


@pytest.fixture
def county(session, dongjie):
    """The administrator of the county above."""
    place = session.get_one(Place, session.get_one(Place, dongjie.place_id).parent_id)
    person = a_person(session, "周县")
    role_grants.make_county_admin(Act(session, NOW), place, person, None)
    return county_authority(session, person.id)


def with_password(session, community, name="张三", **given):
    member = a_member(session, community, name, **given)
    member.person.password_hash = "kept elsewhere"
    return member


def give(session, community, member, wanted, by):
    return role_grants.grant(Act(session, NOW, by=by, community=community), member, wanted)


def test_role_given_acts_at_once_and_signs_the_person_out(session, dongjie, admin, member):
    login_sessions.begin(Act(session, NOW), member.person, "手机", is_staff=False)

    give(session, dongjie, member, CLERK, admin)

    assert authority_of(session, member).roles == (Role.SHOP_CLERK,)
    assert session.scalars(select(LoginSession.ended_at)).all() == [NOW]


def test_the_trail_says_who_gave_which_role(session, dongjie, admin, member):
    given = give(session, dongjie, member, CLERK, admin)

    line = session.scalars(select(AuditEvent).where(AuditEvent.event == "authz_change")).one()
    assert (line.actor_id, line.object_id) == (admin.person_id, given.id)
    assert line.details == {"person": member.person_id, "role": "shop_clerk", "team": None}


def test_leader_leads_the_team_named_only(session, dongjie, admin, member):
    red, blue = (the_team(session, dongjie, each) for each in (TeamColour.RED, TeamColour.BLUE))

    give(session, dongjie, member, Grant(Role.LEADER, red.id), admin)
    give(session, dongjie, member, Grant(Role.LEADER, blue.id), admin)

    assert set(authority_of(session, member).team_permissions) == {red.id, blue.id}


def test_county_gives_a_community_its_administrator(session, dongjie, county, member):
    assert give(session, dongjie, member, Grant(Role.COMMUNITY_ADMIN), county).id


@pytest.mark.parametrize("role", [Role.SHOP_CLERK, Role.COUNTY_ADMIN, Role.VOLUNTEER])
def test_county_gives_no_other_role(session, dongjie, county, member, role):
    with pytest.raises(NotAllowed):
        give(session, dongjie, member, Grant(role), county)


def test_administrator_makes_no_county_administrator(session, dongjie, admin, member):
    with pytest.raises(NotAllowed):
        give(session, dongjie, member, Grant(Role.COUNTY_ADMIN), admin)


def test_coordinator_gives_no_role(session, dongjie, member):
    with pytest.raises(NotAllowed):
        give(session, dongjie, member, CLERK, staff(session, dongjie, Role.COORDINATOR))


def test_nobody_gives_the_own_role(session, dongjie):
    own = with_password(session, dongjie)
    a_role(session, own, Role.COMMUNITY_ADMIN)

    with pytest.raises(OwnCase):
        give(session, dongjie, own, CLERK, authority_of(session, own))


@pytest.mark.parametrize(
    "state", [MemberState.PENDING, MemberState.SUSPENDED, MemberState.WITHDRAWN]
)
def test_only_an_active_member_takes_a_role(session, dongjie, admin, state):
    with pytest.raises(NotServing):
        give(session, dongjie, with_password(session, dongjie, state=state), CLERK, admin)


def test_leader_without_a_team_is_refused(session, dongjie, admin, member):
    with pytest.raises(TeamMissing):
        give(session, dongjie, member, Grant(Role.LEADER), admin)


def test_clerk_with_a_team_is_refused(session, dongjie, admin, member):
    team = the_team(session, dongjie)

    with pytest.raises(TeamMissing):
        give(session, dongjie, member, Grant(Role.SHOP_CLERK, team.id), admin)


def test_another_communitys_team_is_not_found(session, dongjie, admin, member):
    team = the_team(session, a_community(session, "nanguan", prefix="NG"))

    with pytest.raises(NotFound):
        give(session, dongjie, member, Grant(Role.LEADER, team.id), admin)


def test_member_with_a_pin_alone_sets_a_password_first(session, dongjie, admin):
    with pytest.raises(PasswordMissing):
        give(session, dongjie, a_member(session, dongjie), CLERK, admin)


def test_role_held_is_not_given_twice(session, dongjie, admin, member):
    give(session, dongjie, member, CLERK, admin)

    with pytest.raises(RoleHeld):
        give(session, dongjie, member, CLERK, admin)


def test_role_ended_acts_no_more_and_may_be_given_again(session, dongjie, admin, member):
    binding = give(session, dongjie, member, CLERK, admin)

    role_grants.end(Act(session, NOW, by=admin, community=dongjie), binding)

    assert authority_of(session, member).roles == ()
    assert give(session, dongjie, member, CLERK, admin).id != binding.id


def test_role_is_ended_once(session, dongjie, admin, member):
    binding = give(session, dongjie, member, CLERK, admin)
    role_grants.end(Act(session, NOW, by=admin, community=dongjie), binding)

    with pytest.raises(RoleEnded):
        role_grants.end(Act(session, NOW, by=admin, community=dongjie), binding)


def test_nobody_ends_the_own_role(session, dongjie, admin):
    own = session.scalars(select(RoleBinding).filter_by(person_id=admin.person_id)).one()

    with pytest.raises(OwnCase):
        role_grants.end(Act(session, NOW, by=admin, community=dongjie), own)


def test_another_communitys_role_is_not_ended_here(session, dongjie, admin):
    nanguan = a_community(session, "nanguan", prefix="NG")
    binding = a_role(session, a_member(session, nanguan), Role.SHOP_CLERK)

    with pytest.raises(NotAllowed):
        role_grants.end(Act(session, NOW, by=admin, community=dongjie), binding)


def test_coordinator_ends_no_role(session, dongjie, member):
    binding = a_role(session, member, Role.SHOP_CLERK)

    with pytest.raises(NotAllowed):
        role_grants.end(
            Act(session, NOW, by=staff(session, dongjie, Role.COORDINATOR), community=dongjie),
            binding,
        )


def test_last_administrator_stays(session, dongjie, county, member):
    binding = give(session, dongjie, member, Grant(Role.COMMUNITY_ADMIN), county)

    with pytest.raises(LastAdmin):
        role_grants.end(Act(session, NOW, by=county, community=dongjie), binding)


def test_last_but_one_administrator_goes(session, dongjie, admin, county, member):
    binding = give(session, dongjie, member, Grant(Role.COMMUNITY_ADMIN), county)

    role_grants.end(Act(session, NOW, by=county, community=dongjie), binding)

    assert binding.ended_by_id == county.person_id


def test_county_administrator_is_made_once(session, dongjie, county):
    held = session.scalars(select(RoleBinding).filter_by(person_id=county.person_id)).one()
    person, place = a_person(session), session.get_one(Place, held.county_id)

    made = [role_grants.make_county_admin(Act(session, NOW), place, person, None) for _ in range(2)]

    assert made[0].id == made[1].id


def ending(community, binding, by):
    """Return the act that ends a role, loading its rows itself."""

    def act(own: Session):
        here, row = own.get_one(Community, community.id), own.get_one(RoleBinding, binding.id)
        role_grants.end(Act(own, NOW, by=by, community=here), row)

    return act


@pytest.mark.race
def test_two_administrators_end_each_other_at_once_and_one_stays(session, engine, dongjie):
    members = [a_member(session, dongjie, name) for name in ("李梅", "王五")]
    first, second = (a_role(session, each, Role.COMMUNITY_ADMIN) for each in members)
    one, other = (authority_of(session, each) for each in members)
    session.commit()

    answers = together(engine, [ending(dongjie, second, one), ending(dongjie, first, other)])

    assert sorted(type(each) for each in answers if each) == [LastAdmin]
    left = select(func.count(RoleBinding.id)).where(RoleBinding.ended_at.is_(None))
    assert session.scalar(left) == 1
