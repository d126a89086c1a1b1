"""A worker's forgotten password, given anew by who is above and never by the worker."""

import pytest
from sqlalchemy import select

from accounts.models import AuditEvent, Person
from accounts.rules import hashing, login_sessions
from core.errors import NotAllowed, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role, RoleBinding
from teams.authority.queries import counties
from teams.county.rules import staff_passwords
from teams.county.rules.staff_passwords import BeyondReach, Reach
from teams.members.models import Place, PlaceKind
from teams.roles.rules import role_grants
from teams.roles.rules.role_grants import RoleEnded
from tests.builders import NOW, a_community, a_member, a_person, a_role, staff


@pytest.fixture
def worker(session, dongjie):
    """A coordinator's role."""
    return a_role(session, a_member(session, dongjie, "钱七"), Role.COORDINATOR)


@pytest.fixture
def county(session, dongjie):
    """Who administers the county above, as an Authority, and how far that reaches."""
    place = session.scalars(select(Place).where(Place.kind == PlaceKind.COUNTY)).first()
    person = a_person(session, "孙县")
    role_grants.make_county_admin(Act(session, NOW), place, person, None)
    by = counties.county_authority(session, person.id)
    return by, Reach(frozenset({dongjie.id}), frozenset({place.id}))


def given(session, binding, by, community):
    return staff_passwords.give(Act(session, NOW, by=by), binding, Reach(frozenset({community.id})))


def test_worker_gets_a_one_time_password_and_all_devices_end(session, dongjie, admin, worker):
    person = session.get_one(Person, worker.person_id)
    token = login_sessions.begin(Act(session, NOW), person, "电脑", is_staff=True)

    password = given(session, worker, admin, dongjie)

    assert hashing.matches(password, person.password_hash)
    assert (person.must_change_secret, person.is_password_given) == (True, True)
    assert login_sessions.live(Act(session, NOW), token) is None
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.event == "staff_password_given")
    ).one()
    assert (event.actor_id, event.details) == (admin.person_id, {"person": person.id})
    assert password not in str(event.details)


def test_nobody_gives_the_own_password(session, dongjie, admin):
    own = session.scalars(select(RoleBinding).filter_by(person_id=admin.person_id)).one()

    with pytest.raises(OwnCase):
        given(session, own, admin, dongjie)


def test_coordinator_gives_no_worker_a_password(session, dongjie, worker):
    with pytest.raises(NotAllowed):
        given(session, worker, staff(session, dongjie, Role.COORDINATOR), dongjie)


def test_administrators_password_is_the_countys_to_give(session, dongjie, admin, county):
    other = a_role(session, a_member(session, dongjie, "王管"), Role.COMMUNITY_ADMIN)
    by, reach = county

    with pytest.raises(BeyondReach):
        given(session, other, admin, dongjie)
    assert staff_passwords.give(Act(session, NOW, by=by), other, reach)


def test_worker_with_a_role_elsewhere_is_beyond_the_community(session, dongjie, admin, worker):
    nanguan = a_community(session, "nanguan")
    person = session.get_one(Person, worker.person_id)
    a_role(session, a_member(session, nanguan, person=person), Role.SHOP_CLERK)

    with pytest.raises(BeyondReach):
        given(session, worker, admin, dongjie)


def test_county_reaches_no_role_of_another_county(session, county, worker):
    by, reach = county
    far = a_community(session, "nanguan")
    person = session.get_one(Person, worker.person_id)
    a_role(session, a_member(session, far, person=person), Role.SHOP_CLERK)

    with pytest.raises(BeyondReach):
        staff_passwords.give(Act(session, NOW, by=by), worker, reach)


def test_ended_role_is_no_ground_for_a_password(session, dongjie, admin, worker):
    role_grants.end(Act(session, NOW, by=admin, community=dongjie), worker)

    with pytest.raises(RoleEnded):
        given(session, worker, admin, dongjie)


def test_worker_reads_the_slip_once_and_the_old_password_is_over(
    session, dongjie, signed_in, client
):
    admin, worker = a_member(session, dongjie, "王管"), a_member(session, dongjie, "钱七")
    a_role(session, admin, Role.COMMUNITY_ADMIN)
    binding = a_role(session, worker, Role.COORDINATOR)
    assert admin.person
    session.commit()
    desk, page = signed_in(admin.person), f"/c/dongjie/roles/{binding.id}/password"

    answer = desk.post(page, desk.get("/c/dongjie/roles").form(page))
    slip = desk.follow(answer).words

    session.expire_all()
    password = next(word for word in slip.split() if word.count("-") == 2)
    assert hashing.matches(password, session.get_one(Person, worker.person_id).password_hash)
    assert "只显示一次" in desk.get(page).words


def test_county_page_gives_an_administrators_password(session, dongjie, signed_in):
    place = session.scalars(select(Place).where(Place.kind == PlaceKind.COUNTY)).first()
    person, admin = a_person(session, "孙县"), a_member(session, dongjie, "王管")
    role_grants.make_county_admin(Act(session, NOW), place, person, None)
    binding = a_role(session, admin, Role.COMMUNITY_ADMIN)
    far = a_role(session, a_member(session, a_community(session, "nanguan")), Role.SHOP_CLERK)
    session.commit()
    desk, page = signed_in(person), f"/county/admins/{binding.id}/password"

    answer = desk.post(page, desk.get("/county/communities/dongjie/admin").form(page))

    assert "撕下来交给本人" in desk.follow(answer).words
    assert desk.post(f"/county/admins/{far.id}/password").status == 404
