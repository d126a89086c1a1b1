"""Registering: somebody asks, the desk enters them, or they come from elsewhere."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.models import OPTIONAL_SCOPES, ConsentScope, Person, VolunteerNumber
from accounts.rules import consents, hashing, notice_answers, own_secret, passwords, people
from accounts.rules.people import BirthdayAhead, GuardianMissing, NewPerson
from core import room
from core.ages import is_child, is_minor, may_be_born
from core.errors import RuleError
from teams.authority.act import Act
from teams.members.models import Community, Member, MemberState, Team
from teams.members.rules import children, guardians, joining, members, recruiting
from teams.members.rules.children import ChildRegisters
from teams.members.rules.guardians import GuardianFields
from teams.permissions import Permission


class ConsentMissing(RuleError):
    """Without agreeing to the record of service nobody can be registered (条例 7, 19)."""

    code = "not_eligible"
    message = "要同意登记和记录志愿服务，才能登记。其余几项可以不选。"


class AlreadyMember(RuleError):
    """The person has a membership in this community."""

    code = "already_done"
    message = "已经是本社区的志愿者，不用再登记。"


class NotTheSame(RuleError):
    """Name or birthday differ from those kept of the phone or resident number."""

    code = "not_eligible"
    message = "姓名或出生日期和以前登记的不一样，请照证件核对。不是同一个人的，请换手机号登记。"


@dataclass(frozen=True, slots=True)
class Registration:
    """What is said at registration; `wishes` are the optional consents that were ticked.

    `came_from`: the page of the community one looked at before, as `core.declarations.Newcomer`.
    `language`: what one reads while registering, `zh` or `en`. `recruit_token`: of the code that
    was scanned, whose team counts then.
    """

    person: NewPerson
    team_id: int | None = None
    wishes: frozenset[ConsentScope] = frozenset()
    agrees_to_record: bool = True
    skills: str = ""
    available_times: str = ""
    place_id: int | None = None
    has_guardian_agreed: bool = False
    guardian_number: str | None = None
    came_from: str = ""
    language: str = "zh"
    recruit_token: str = ""


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """The password somebody chooses at registration, and the profile it must satisfy."""

    text: str
    profile: str = "default"


@dataclass(frozen=True, slots=True)
class Said:
    """What could be read so far of what somebody says who registers; None where nothing could."""

    name: str | None = None
    phone: str | None = None
    birth_on: date | None = None
    agrees_to_record: bool = False
    guardian_name: str | None = None
    guardian_phone: str | None = None


def faults_of(act: Act, said: Said, password: FirstPassword) -> dict[str, RuleError]:
    """Return all that keeps somebody from registering, by field, in the order it is refused.

    A guardian is asked for as soon as the birthday says so. Of a number known before nothing is
    said: that would tell anybody who is registered.
    """
    weak = _weakness(act, said, password)
    lonely = not is_minor(said.birth_on, act.today)
    asked = {
        "birth_on": _birthday_fault(said.birth_on, act.today),
        "password": weak,
        "agrees_to_record": None if said.agrees_to_record else ConsentMissing(),
        "guardian_name": None if lonely or said.guardian_name else GuardianMissing(),
        "guardian_phone": None if lonely or said.guardian_phone else GuardianMissing(),
    }
    return {field: fault for field, fault in asked.items() if fault is not None}


def _birthday_fault(born_on: date | None, today: date) -> RuleError | None:
    if born_on is None:
        return None
    if not may_be_born(born_on, today):
        return BirthdayAhead()
    return ChildRegisters() if is_child(born_on, today) else None


def _weakness(act: Act, said: Said, password: FirstPassword) -> RuleError | None:
    born = said.birth_on.strftime("%Y%m%d") if said.birth_on else ""
    owner = passwords.Owner(said.name or "", said.phone, born, (act.community.slug,))
    try:
        passwords.refuse_weak_password(password.text, owner, password.profile)
    except RuleError as weak:
        return weak
    return None


def register_self(act: Act, wanted: Registration, password: FirstPassword) -> Member:
    """Register somebody who asks: PENDING until a coordinator activates.

    Every room is told which page one came from, so that what was looked at is not lost.

    A weak password is refused, and a good one hashed, before it shows whether the number is known.
    Raises the first of `faults_of`: BirthdayAhead, ChildRegisters, the refusals of `passwords`,
    ConsentMissing, GuardianMissing; then the refusals of `recruiting.hold`, AlreadyRegistered.
    """
    for fault in faults_of(act, _said(wanted), password).values():
        raise fault
    hashed = hashing.hashed(password.text)
    code = recruiting.hold(act, wanted.recruit_token) if wanted.recruit_token else None
    if code is not None:
        wanted = replace(wanted, team_id=code.team_id)
    person = _new_person(act, wanted)
    person.password_hash, person.language = hashed, wanted.language
    member = enrol(act, person, wanted)
    if code is not None:
        recruiting.note_recruit(act, code, member)
    room.greet(act.session, act.community.id, member.id, wanted.came_from, act.now)
    return member


def _said(wanted: Registration) -> Said:
    person, guardian = wanted.person, wanted.person.guardian
    return Said(
        person.name,
        person.phone,
        person.birth_on,
        wanted.agrees_to_record,
        guardian.name if guardian else None,
        guardian.phone if guardian else None,
    )


class Enrolled(NamedTuple):
    """A member, and the secret told once on a slip; empty when none was given."""

    member: Member
    secret: str


def register_at_desk(act: Act, wanted: Registration) -> Enrolled:
    """Register somebody at the desk: ACTIVE at once, and the first PIN for the tear-off slip.

    A child under 14 gets none ("").
    Raises NotAllowed, ConsentMissing, the refusals of `people.register`, GuardianToAgree.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    person = _new_person(act, wanted)
    member = enrol(act, person, wanted, act.by.person_id)
    _keep_guardian(act, member, wanted)
    members.activate(act, member)
    if children.is_child_now(act, person):
        return Enrolled(member, "")
    return Enrolled(member, own_secret.give_pin(act, person, act.by.person_id))


def _keep_guardian(act: Act, member: Member, wanted: Registration) -> None:
    new = wanted.person.guardian
    if new is None or not is_minor(member.person.birth_on, member.joined_on):
        return
    fields = GuardianFields(
        new.name, new.relation, new.phone, wanted.guardian_number, wanted.has_guardian_agreed
    )
    guardians.keep(act, member, fields)


def _new_person(act: Act, wanted: Registration) -> Person:
    if not wanted.agrees_to_record:
        raise ConsentMissing
    today = act.today
    return people.register(act, wanted.person, today)


def enrol_known(act: Act, wanted: Registration) -> Member:
    """Make somebody known from another community a member here, ACTIVE at once, at the desk.

    The desk checked a document and typed what it says; only who is told apart by phone or number
    and agrees in name and birthday joins. Password and PIN stay as they are. Raises NotAllowed,
    ConsentMissing, NotTheSame, OwnCase, AlreadyMember, GuardianToAgree, in that order.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    if not wanted.agrees_to_record:
        raise ConsentMissing
    person = _the_same(act.session, wanted.person)
    act.by.refuse_own_case(person.id)
    held = select(Member.id).where(
        Member.community_id == act.community.id, Member.person_id == person.id
    )
    if act.session.scalar(held) is not None:
        raise AlreadyMember
    member = enrol(act, person, wanted, act.by.person_id)
    if wanted.has_guardian_agreed:
        _keep_guardian(act, member, wanted)
    members.activate(act, member)
    return member


def _the_same(session: Session, new: NewPerson) -> Person:
    """Return the one person of this phone or number, if name and birthday agree."""
    found = people.known(session, new.phone, new.resident_number)
    if len(found) != 1 or (found[0].name, found[0].birth_on) != (new.name, new.birth_on):
        raise NotTheSame
    return found[0]


def enrol(act: Act, person: Person, wanted: Registration, by_id: int | None = None) -> Member:
    """Make a person a member of the community, PENDING, with a number and what was agreed to.

    by_id: who noted it, None for the person; whether they may is asked by who calls.
    """
    number = next_number(act.session, act.community)
    act.session.add(VolunteerNumber(number=number, person_id=person.id))
    member = Member(
        community_id=act.community.id,
        person_id=person.id,
        volunteer_no=number,
        state=MemberState.PENDING,
        place_id=wanted.place_id,
        skills=wanted.skills,
        available_times=wanted.available_times,
        joined_on=act.today,
        registered_by_id=by_id,
    )
    act.session.add(member)
    act.session.flush()
    wished = _team_here(act.session, act.community, wanted.team_id)
    if wished is not None:
        joining.wish(act, member, wished)
    _keep_consents(act, member, wanted, by_id)
    act.made_by(by_id or person.id).note("member_registered", member)
    return member


def next_number(session: Session, community: Community) -> str:
    """Take the next volunteer number of the community: DJ0001, DJ0002, … by one guarded UPDATE."""
    taken = session.scalar(
        update(Community)
        .where(Community.id == community.id)
        .values(last_number=Community.last_number + 1)
        .returning(Community.last_number)
    )
    return f"{community.prefix}{taken:04d}"


def _team_here(session: Session, community: Community, team_id: int | None) -> int | None:
    if team_id is None:
        return None
    return session.scalars(
        select(Team.id).where(Team.community_id == community.id, Team.id == team_id)
    ).one_or_none()


def _keep_consents(act: Act, member: Member, wanted: Registration, by_id: int | None) -> None:
    """Keep what was agreed to: the person's own word, noted by the desk where it was said there."""
    given_by_id = member.person_id
    notice_answers.keep_read(act, act.session.get_one(Person, member.person_id))
    consents.give(act, given_by_id, ConsentScope.SERVICE_RECORD, given_by_id, by_id)
    if is_minor(act.session.get_one(Person, member.person_id).birth_on, member.joined_on):
        return
    for scope in sorted(wanted.wishes & set(OPTIONAL_SCOPES)):
        consents.give(act, given_by_id, scope, given_by_id, by_id)
