"""The first people in charge: the operator's county administrator, a new community's own."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person, VolunteerNumber
from accounts.rules import merging, own_secret, passwords, people, personal, set_up
from accounts.rules.people import NewPerson
from core import clock, name_keys
from teams.authority.act import Act
from teams.authority.models import Role
from teams.communities.rules import communities
from teams.members.models import Member, MemberState
from teams.members.rules import registering
from teams.members.rules.registering import Enrolled
from teams.permissions import Permission
from teams.roles.rules import role_grants
from teams.roles.rules.role_grants import Grant


@dataclass(frozen=True, slots=True)
class FirstAdmin:
    """What the set-up page asks: which county, who, and the password."""

    county: str
    name: str
    phone: str
    password: str
    profile: str = "default"


def set_up_county_admin(act: Act, token: str, wanted: FirstAdmin) -> Person:
    """Spend a set-up token and make its holder administrator of a county.

    A person with this phone is that person and gets the new password: the token comes from whoever
    runs the machine. Raises SetUpOver, then the refusals of `passwords`.
    """
    set_up.use(act, token)
    person = _with_phone(act.session, wanted.phone)
    if person is None:
        person = Person(
            name=wanted.name, name_keys=name_keys.of_person(wanted.name), registered_at=act.now
        )
        act.session.add(person)
        act.session.flush()
        people.keep_phone(person, wanted.phone)
    owner = passwords.Owner(wanted.name, wanted.phone)
    passwords.refuse_weak_password(wanted.password, owner, wanted.profile)
    own_secret.choose_first_password(act.session, person, wanted.password, wanted.profile)
    county = communities.county_called(act.session, wanted.county)
    role_grants.make_county_admin(act, county, person, None)
    return person


class Appointed(NamedTuple):
    """Who is to be an administrator, and a one-time password; empty for somebody who has one."""

    person: Person
    password: str


def appoint(act: Act, new: NewPerson) -> Enrolled:
    """Let the county appoint an administrator of a community; returns the one-time password.

    Somebody known by this phone keeps the old password (the second part is empty then).
    Raises NotAllowed, OwnCase, the refusals of `people.register`, RoleHeld, in that order.
    """
    person, password = person_for(act, new, act.community.zone)
    member = _member(act, person)
    role_grants.bind(act, person, Grant(Role.COMMUNITY_ADMIN), act.by.person_id)
    return Enrolled(member, password)


def person_for(act: Act, new: NewPerson, zone: str = clock.DEFAULT_ZONE) -> Appointed:
    """Return who becomes administrator, known by phone or registered, and a one-time password.

    Raises NotAllowed, OwnCase, the refusals of `people.register`, in that order.
    """
    act.by.refuse_unless(Permission.COUNTY_MANAGE)
    person = _with_phone(act.session, new.phone or "")
    password = ""
    if person is not None:
        act.by.refuse_own_case(person.id)
    else:
        person = people.register(act, new, clock.local_day(act.now, zone))
    if person.password_hash is None:
        password = own_secret.give_password(act, person, act.by.person_id)
    return Appointed(person, password)


def _member(act: Act, person: Person) -> Member:
    member = act.session.scalars(
        select(Member).where(Member.community_id == act.community.id, Member.person_id == person.id)
    ).one_or_none()
    if member is not None:
        return member
    number = registering.next_number(act.session, act.community)
    act.session.add(VolunteerNumber(number=number, person_id=person.id))
    member = Member(
        community_id=act.community.id,
        person_id=person.id,
        volunteer_no=number,
        state=MemberState.ACTIVE,
        joined_on=act.today,
        activated_at=act.now,
        registered_by_id=act.by.person_id,
    )
    act.session.add(member)
    act.session.flush()
    return member


def _with_phone(session: Session, phone: str) -> Person | None:
    index = personal.phone_index(phone)
    found = session.scalars(select(Person).where(Person.phone_index == index)).one_or_none()
    return merging.who_it_is(session, found) if found is not None else None
