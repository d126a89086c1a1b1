"""About 120 people in a community: of all ages, some without a phone, some not yet in."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from accounts.models import Consent, ConsentScope, Guardian, Person, VolunteerNumber
from accounts.rules import hashing, personal
from accounts.rules.notice_versions import in_force
from accounts.rules.people import keep_phone
from core import name_keys
from core.ages import ALONE_AT
from demo import names
from demo.town import LEADERS, PEOPLE, Town
from teams.members.models import Member, MemberState, TeamMember, TeamMemberState

PASSWORD, PIN = "wuse-demo-2026", "246810"

CODES = tuple(LEADERS)

MINORS = {32: 17, 38: 16, 44: 15, 50: 14, 56: 12, 62: 9}
"""Volunteer number → age; the guardian is the volunteer before."""
GUARDED = {"CLEANUP": (50, 56), "CULTURE": (32, 44, 62)}
"""Which minors come along to which kind of activity."""
WITHOUT_PHONE = frozenset({33, 39, 45, 51, 57, 63, 69, 75})
PENDING = range(111, 117)
SUSPENDED = (117, 118)
WITHDRAWN = (119, 120)
ASKED_TO_JOIN = (24, 26, 28, 64, 65)
WITH_ELDER_MODE = frozenset(range(27, 112, 6))
NEWCOMERS = range(86, 111)
"""Joined within the last two months; those above are older members."""


def age_of(number: int) -> int:
    """Return an age: minors as listed, their guardians past 40, every third past 60."""
    if number in MINORS:
        return MINORS[number]
    if number + 1 in MINORS:
        return 40 + number % 7
    return 62 + number % 19 if number % 3 == 0 else 22 + number * 7 % 36


def born_on(number: int, today: date) -> date:
    """Return a birthday that makes the volunteer as old as `age_of` says on `today`."""
    day = today - timedelta(days=number % 200 + 20)
    return day.replace(year=day.year - age_of(number), day=min(day.day, 28))


def joined_days_ago(number: int) -> int:
    """Return how long ago a volunteer joined."""
    if number in PENDING:
        return 117 - number
    return 58 - (number - 86) * 2 if number in NEWCOMERS else 800 - number


def team_of(number: int) -> str:
    """Return the code of the home team: its own leaders first, the first volunteers are red."""
    for code, pair in LEADERS.items():
        if number in pair:
            return code
    return "RED_POLICY" if number in {1, 11} else CODES[number % 5]


def make_people(session: Session, town: Town) -> None:
    """Write the 120 people of a community with membership, team, consents and guardians."""
    words = town.flavour
    shared = (hashing.hashed(PASSWORD), hashing.hashed(PIN))
    people = [
        _person(town, number, name, shared)
        for number, name in enumerate(words.names(PEOPLE), start=1)
    ]
    session.add_all(people)
    session.flush()
    town.people = {number: person.id for number, person in enumerate(people, start=1)}
    for number, person in enumerate(people, start=1):
        keep_phone(person, None if number in WITHOUT_PHONE else words.phone(number))
    members = [_member(town, number) for number in town.people]
    session.add_all(members)
    session.flush()
    town.members = {number: member.id for number, member in enumerate(members, start=1)}
    session.add_all(
        VolunteerNumber(number=member.volunteer_no, person_id=member.person_id)
        for member in members
    )
    session.add_all(_belonging(town, number) for number in town.members)
    session.add_all(_second_team(town, number) for number in (1, *ASKED_TO_JOIN))
    session.add_all(_consents(town))
    guardians = {number: _guardian(town, number, people) for number in MINORS}
    session.add_all(guardians.values())
    session.flush()
    for number, guardian in guardians.items():
        phone = town.flavour.phone(number - 1)
        guardian.phone_sealed = personal.sealed_for_guardian(guardian.id, phone)
    session.flush()


def _person(town: Town, number: int, name: str, shared: tuple[str, str]) -> Person:
    words = town.flavour
    password_hash, pin_hash = (None, None) if age_of(number) < ALONE_AT else shared
    return Person(
        name=name,
        name_keys=name_keys.of_person(name),
        sex="女" if number % 2 else "男",
        birth_on=born_on(number, town.today),
        address=f"{words.estates[number % 3]} {number % 9 + 1} 号楼 {number % 4 + 1} 单元",
        password_hash=password_hash,
        pin_hash=pin_hash,
        is_elder_mode=number in WITH_ELDER_MODE,
        chosen_face=_face_of(number),
        registered_at=town.at(-joined_days_ago(number), 9, 30),
    )


def _face_of(number: int) -> int | None:
    """Return a face that suits age and sex; every fourth person has not chosen one."""
    if number % 4 == 0:
        return None
    old, young = ((1, 8), (3, 5, 7)) if number % 2 else ((4,), (2, 6))
    fitting = old if age_of(number) >= 60 else young
    return fitting[number % len(fitting)]


def _member(town: Town, number: int) -> Member:
    days_ago = joined_days_ago(number)
    is_new = number in PENDING
    return Member(
        community_id=town.id,
        person_id=town.people[number],
        volunteer_no=f"{town.flavour.prefix}{number:04d}",
        state=state_of(number),
        home_team_id=None if is_new else town.teams[team_of(number)],
        place_id=town.kept[f"estate{number % 3 + 1}"],
        skills=names.SKILLS[number % len(names.SKILLS)],
        available_times=names.TIMES[number % len(names.TIMES)],
        joined_on=town.day(-days_ago),
        activated_at=None if is_new else town.at(-days_ago, 16),
        withdrawn_on=town.day(-30) if number in WITHDRAWN else None,
        registered_by_id=town.people[4] if number % 2 else None,
    )


def state_of(number: int) -> MemberState:
    """Return the state a volunteer is in today."""
    if number in PENDING:
        return MemberState.PENDING
    if number in SUSPENDED:
        return MemberState.SUSPENDED
    return MemberState.WITHDRAWN if number in WITHDRAWN else MemberState.ACTIVE


def _belonging(town: Town, number: int) -> TeamMember:
    since = town.at(-joined_days_ago(number), 16)
    state = TeamMemberState.LEFT if number in WITHDRAWN else TeamMemberState.ACCEPTED
    is_new = number in PENDING
    return TeamMember(
        community_id=town.id,
        team_id=town.teams[team_of(number)],
        member_id=town.members[number],
        state=TeamMemberState.REQUESTED if is_new else state,
        asked_at=since,
        decided_at=None if is_new else since + timedelta(hours=1),
        decided_by_id=None if is_new else town.people[4],
    )


def _second_team(town: Town, number: int) -> TeamMember:
    is_in = number == 1
    return TeamMember(
        community_id=town.id,
        team_id=town.teams["GREEN_ECO" if is_in else CODES[(number + 1) % 5]],
        member_id=town.members[number],
        state=TeamMemberState.ACCEPTED if is_in else TeamMemberState.REQUESTED,
        reason="" if is_in else "离家近，晚上有空",
        asked_at=town.at(-200 if is_in else -1, 20),
        decided_at=town.at(-199, 9) if is_in else None,
        decided_by_id=town.people[17] if is_in else None,
    )


def consents_of(number: int) -> list[ConsentScope]:
    """Return what a volunteer agreed to; a minor's name is never among it."""
    scopes = [ConsentScope.SERVICE_RECORD]
    if number in MINORS:
        return [*scopes, ConsentScope.GUARDIAN]
    if number % 10 not in {3, 7}:
        scopes.append(ConsentScope.PUBLIC_NAME)
    if number % 4 == 1:
        scopes += [ConsentScope.PHOTO, ConsentScope.RANKING]
    return scopes


def _consents(town: Town) -> list[Consent]:
    return [
        Consent(
            person_id=person_id,
            scope=scope,
            text_version=in_force(town.at(-joined_days_ago(number), 9, 30)).name,
            given_at=town.at(-joined_days_ago(number), 9, 30),
            given_by_id=town.people[number - 1] if number in MINORS else person_id,
            noted_by_id=town.people[4] if number in MINORS else None,
        )
        for number, person_id in town.people.items()
        for scope in consents_of(number)
    ]


def _guardian(town: Town, number: int, people: list[Person]) -> Guardian:
    return Guardian(
        person_id=town.people[number],
        guardian_person_id=town.people[number - 1],
        name=people[number - 2].name,
        relation="母亲" if number % 4 == 1 else "父亲",
        phone_tail=town.flavour.phone(number - 1)[-4:],
        consented_at=town.at(-joined_days_ago(number), 9, 30),
        checked_by_id=town.people[4],
    )
