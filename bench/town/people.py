"""Everybody of a station: members, the staff among them, and sessions for those a leg acts as."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

from accounts.models import Consent, ConsentScope, LoginSession, Person
from accounts.rules import hashing, login_sessions, personal
from bench.town.sheets import Sheets
from bench.town.station import (
    ADMIN,
    CLERK,
    COORDINATOR,
    FIRST_LEADER,
    KEEPER,
    STAFF,
    SUPERVISOR,
    Station,
)
from core import name_keys
from teams.authority.models import Role, RoleBinding
from teams.members.models import Member, TeamMember

PIN, PASSWORD = "246810", "wuse-bench-2026"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "秀英 桂兰 建国 玉梅 海涛 淑珍 志强 红霞 春生 丽华 文斌 凤琴 长青 晓燕 国栋 美玲"
HELD = {
    ADMIN: Role.COMMUNITY_ADMIN,
    COORDINATOR: Role.COORDINATOR,
    CLERK: Role.SHOP_CLERK,
    KEEPER: Role.STOCK_KEEPER,
    SUPERVISOR: Role.SUPERVISOR,
}


@cache
def _hashes() -> tuple[str, str]:
    """Hash password and PIN once, at the product's own cost: everybody shares them."""
    return hashing.RECOMMENDED.hash(PASSWORD), hashing.RECOMMENDED.hash(PIN)


@cache
def _keys_of(name: str) -> str:
    return name_keys.of_person(name)


def name_of(number: int) -> str:
    """Return a made-up name of two or three characters."""
    given = GIVEN.split()
    return SURNAMES[number % len(SURNAMES)] + given[number // len(SURNAMES) % len(given)]


def token_of(person_id: int) -> str:
    """Return the token of the one session a person of the first station has."""
    return f"bench-{person_id}"


def write(sheets: Sheets, station: Station) -> None:
    """Write the people of a station with membership, team, consents and roles."""
    for at in range(station.scale.people):
        _one(sheets, station, at)
    for at, role in HELD.items():
        _role(sheets, station, at, (role, None))
    for place, team_id in enumerate(station.team_ids):
        _role(sheets, station, FIRST_LEADER + place, (Role.LEADER, team_id))
    for at in (*range(STAFF if station.signed_in else 0), *station.signed_in):
        _session(sheets, station, at)


def _one(sheets: Sheets, station: Station, at: int) -> None:
    number = station.number * station.scale.people + at
    joined_at = station.at(station.began_on - timedelta(days=20), 9)
    name, person_id = name_of(number), sheets.next(Person)
    phone = personal.sealed_phone(f"139{number:08d}")
    password, pin = _hashes()
    sheets.people.add(
        person_id,
        name,
        _keys_of(name),
        "女" if at % 2 else "男",
        date(1946 + at % 50, 1 + at % 12, 1 + at % 28),
        *phone.values(),
        password,
        pin,
        joined_at,
    )
    member_id, team_id = sheets.next(Member), _team_of(station, at)
    number_on_card = f"{station.prefix}{at + 1:05d}"
    sheets.volunteer_numbers.add(number_on_card, person_id)
    joined = (joined_at.date(), joined_at)
    sheets.members.add(member_id, station.id, person_id, number_on_card, team_id, *joined)
    sheets.team_members.add(
        sheets.next(TeamMember), station.id, team_id, member_id, joined_at, joined_at
    )
    for scope in (ConsentScope.SERVICE_RECORD, ConsentScope.PUBLIC_NAME)[: 2 if at % 5 else 1]:
        sheets.consents.add(sheets.next(Consent), person_id, scope, joined_at, person_id)
    station.people.append(person_id)
    station.members.append(member_id)


def _team_of(station: Station, at: int) -> int:
    is_leader = FIRST_LEADER <= at < STAFF
    return station.team_ids[at - FIRST_LEADER if is_leader else at % len(station.team_ids)]


def _role(sheets: Sheets, station: Station, at: int, held: tuple[Role, int | None]) -> None:
    role, team_id = held
    since = station.at(station.began_on - timedelta(days=10), 9)
    row_id, person_id = sheets.next(RoleBinding), station.people[at]
    sheets.roles.add(row_id, person_id, role, station.id, team_id, since)


def _session(sheets: Sheets, station: Station, at: int) -> None:
    person_id, now = station.people[at], station.built_at
    hashed = login_sessions.token_hash(token_of(person_id))
    ends: datetime = now + login_sessions.VOLUNTEER_LASTS
    row_id = sheets.next(LoginSession)
    sheets.sessions.add(row_id, hashed, person_id, at < STAFF, now, now, ends)
