"""The first people in charge: the operator's county administrator, a community's own."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from accounts.models import Person
from accounts.rules import hashing, set_up
from accounts.rules.passwords import PasswordNamesYou, PasswordTooShort
from accounts.rules.people import BirthdayAhead, GuardianMissing, NewPerson
from accounts.rules.set_up import SetUpOver
from core.errors import NotAllowed, NotFound, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role
from teams.authority.queries import counties
from teams.communities.rules import first_admins
from teams.communities.rules.first_admins import FirstAdmin
from teams.county.rules import county_admins
from teams.members.models import Member, MemberState
from teams.roles.rules.role_grants import RoleEnded, RoleHeld
from tests.builders import NOW, a_community, a_member, a_person, authority_of, staff

PASSWORD = "mountain river tree"
PHONE = "13812345678"
HOUR, SECOND = timedelta(minutes=60), timedelta(seconds=1)


@pytest.fixture
def token(session):
    return set_up.begin(Act(session, NOW))


@pytest.fixture
def county(session, token):
    """The county's administrator, as set up by the operator."""
    return counties.county_authority(session, begin(session, token, phone="13700001111").id)


def begin(session, token, at=NOW, password=PASSWORD, phone=PHONE):
    wanted = FirstAdmin("民乐县", "周宁", phone, password)
    return first_admins.set_up_county_admin(Act(session, at), token, wanted)


def appoint(session, community, by, born=date(1980, 3, 4), phone=PHONE):
    new = NewPerson("王小明", born, phone=phone)
    return first_admins.appoint(Act(session, NOW, by=by, community=community), new)


def test_token_makes_the_first_county_administrator(session, token):
    person = begin(session, token)

    assert [place.name for place in counties.counties_of(session, person.id)] == ["民乐县"]
    assert hashing.matches(PASSWORD, person.password_hash)


def test_known_phone_is_the_same_person_with_the_new_password(session, token):
    known = a_person(session, "周宁", PHONE)

    assert begin(session, token).id == known.id
    assert hashing.matches(PASSWORD, known.password_hash)


def test_token_is_good_to_its_last_second(session, token):
    assert begin(session, token, NOW + HOUR - SECOND).id


def test_token_is_over_at_the_sixtieth_minute(session, token):
    with pytest.raises(SetUpOver):
        begin(session, token, NOW + HOUR)


def test_token_is_spent_once(session, token):
    begin(session, token)

    with pytest.raises(SetUpOver):
        begin(session, token, phone="13700002222")


def test_token_nobody_made_is_refused(session):
    with pytest.raises(SetUpOver):
        begin(session, "made up")
    assert session.scalar(select(func.count(Person.id))) == 0


@pytest.mark.parametrize(
    ("password", "refusal"), [("short", PasswordTooShort), (f"my {PHONE}", PasswordNamesYou)]
)
def test_weak_password_is_refused(session, token, password, refusal):
    with pytest.raises(refusal):
        begin(session, token, password=password)


def test_appointed_administrator_gets_a_number_and_a_password_to_change(session, dongjie, county):
    member, password = appoint(session, dongjie, county)

    assert (member.state, member.volunteer_no) == (MemberState.ACTIVE, "DO0001")
    assert authority_of(session, member).roles == (Role.COMMUNITY_ADMIN,)
    assert hashing.matches(password, member.person.password_hash)
    assert member.person.must_change_secret


def test_known_member_keeps_number_and_password(session, dongjie, county):
    known = a_member(session, dongjie, "王小明", phone=PHONE)
    known.person.password_hash = before = hashing.hashed(PASSWORD)

    member, password = appoint(session, dongjie, county)

    assert (member.id, password) == (known.id, "")
    assert known.person.password_hash == before


def test_known_member_with_a_pin_alone_gets_a_password(session, dongjie, county):
    known = a_member(session, dongjie, "王小明", phone=PHONE)

    member, password = appoint(session, dongjie, county)

    assert member.id == known.id
    assert hashing.matches(password, known.person.password_hash)


def test_person_of_another_community_becomes_a_member_here(session, dongjie, county):
    elsewhere = a_member(session, a_community(session, "nanguan", prefix="NG"), phone=PHONE)

    member, _ = appoint(session, dongjie, county)

    assert (member.person_id, member.community_id) == (elsewhere.person_id, dongjie.id)
    assert session.scalar(select(func.count(Member.id))) == 2


def test_community_administrator_appoints_none(session, dongjie):
    with pytest.raises(NotAllowed):
        appoint(session, dongjie, staff(session, dongjie, Role.COMMUNITY_ADMIN))


def test_county_administrator_does_not_appoint_the_own_person(session, dongjie, county):
    with pytest.raises(OwnCase):
        appoint(session, dongjie, county, phone="13700001111")


def test_administrator_is_not_appointed_twice(session, dongjie, county):
    appoint(session, dongjie, county)

    with pytest.raises(RoleHeld):
        appoint(session, dongjie, county)


def test_appointing_a_child_is_refused(session, dongjie, county):
    with pytest.raises(GuardianMissing):
        appoint(session, dongjie, county, date(2008, 5, 16))


def test_birthday_ahead_is_refused(session, dongjie, county):
    with pytest.raises(BirthdayAhead):
        appoint(session, dongjie, county, date(2026, 5, 16))


def test_two_county_administrators_never_both_go(session, county):
    second, _password = county_admins.appoint(
        Act(session, NOW, by=county),
        counties.counties_of(session, county.person_id)[0].id,
        NewPerson("王小明", date(1980, 3, 4), phone=PHONE),
    )
    other = counties.county_authority(session, second.id)
    one, two = county_admins.admins_of(session, counties.counties_of(session, second.id)[0].id)
    county_admins.end(Act(session, NOW, by=county), two.id)

    with pytest.raises(NotFound):
        county_admins.end(Act(session, NOW, by=other), one.id)
    with pytest.raises(RoleEnded):
        county_admins.end(Act(session, NOW, by=county), two.id)
