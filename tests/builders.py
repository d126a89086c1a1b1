"""Builders: one valid object each; a test states only the fact that matters."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from accounts.models import Person, VolunteerNumber
from accounts.rules import people
from core import name_keys
from teams.authority.models import Role, RoleBinding
from teams.authority.queries import membership
from teams.authority.rules import Authority
from teams.members.models import (
    Community,
    Member,
    MemberState,
    Place,
    PlaceKind,
    Team,
    TeamColour,
    TeamMember,
    TeamMemberState,
)

NOW = datetime(2026, 5, 15, 2, 0, tzinfo=UTC)
"""Friday 2026-05-15, 10:00 in Shanghai."""

_counting = {"numbers": itertools.count(1)}
COLOURS = {
    TeamColour.RED: ("RED_POLICY", "红色政策宣讲", "megaphone"),
    TeamColour.PURPLE: ("PURPLE_CARE", "紫色牵手关爱", "hands"),
    TeamColour.GREEN: ("GREEN_ECO", "绿色生态文明", "leaf"),
    TeamColour.BLUE: ("BLUE_SAFETY", "蓝色平安建设", "shield"),
    TeamColour.ORANGE: ("ORANGE_DEVOTION", "橙色无私奉献", "heart"),
}

PASSWORD = "玉米地里的第三排路灯"
NEWCOMER = {
    "name": "李四",
    "phone": "13811112222",
    "birth_on": "1980-01-02",
    "team": "0",
    "password": PASSWORD,
    "agrees_to_record": "y",
}
"""What somebody types who registers alone, with nothing amiss."""


def count_anew() -> None:
    """Begin the numbers of phones and volunteers again: each test has an empty database."""
    _counting["numbers"] = itertools.count(1)


def add(session: Session, row: Any) -> Any:
    """Add one row and learn its id."""
    session.add(row)
    session.flush()
    return row


def a_county(session: Session, name: str = "民乐县") -> Place:
    return add(session, Place(kind=PlaceKind.COUNTY, name=name, parent_id=None))


def a_community(session: Session, slug: str = "dongjie", **given: Any) -> Community:
    """A community with its five teams, below a county of its own unless `county` is given."""
    county = given.pop("county", None) or Place(kind=PlaceKind.COUNTY, name="民乐县")
    defaults = {
        "slug": slug,
        "name": "东街社区",
        "prefix": slug[:2].upper(),
        "place": Place(kind=PlaceKind.COMMUNITY, name=slug, parent=county),
        "made_at": NOW,
    }
    community = add(session, Community(**defaults | given))
    if community.place is not None:
        community.place.community_id = community.id
    for colour, (code, name, shape) in COLOURS.items():
        session.add(
            Team(
                community_id=community.id,
                code=code,
                name=f"{name}志愿服务队",
                short_name=name,
                colour=colour,
                shape=shape,
            )
        )
    session.flush()
    return community


def the_team(session: Session, community: Community, colour: TeamColour = TeamColour.GREEN) -> Team:
    """The community's team of that colour; a session finds it once."""
    found = session.info.setdefault("teams", {})
    team = found.get((community.id, colour))
    if team is None or team not in session:
        asked = session.query(Team).filter_by(community_id=community.id, colour=colour)
        found[community.id, colour] = team = asked.one()
    return team


def a_person(
    session: Session, name: str = "张三", phone: str | None = None, **given: Any
) -> Person:
    return add(session, _a_new_person(name, phone, **given))


def _a_new_person(name: str, phone: str | None = None, **given: Any) -> Person:
    number = next(_counting["numbers"])
    phone = phone or f"139{number:08d}"
    defaults: dict[str, Any] = {
        "name": name,
        "birth_on": date(1970, 1, 1),
        "name_keys": name_keys.of_person(name),
        "registered_at": NOW - timedelta(days=400),
    }
    person = Person(**defaults | given)
    people.keep_phone(person, phone)
    return person


def a_member(session: Session, community: Community, name: str = "张三", **given: Any) -> Member:
    """An active member with a person of their own; `birth_on` and `phone` go to the person."""
    of_person = {k: given.pop(k) for k in ("birth_on", "phone", "pin_hash") if k in given}
    known = given.pop("person", None)
    person = {"person_id": known.id} if known else {"person": _a_new_person(name, **of_person)}
    number = next(_counting["numbers"])
    team = given.pop("team", None) or the_team(session, community)
    defaults: dict[str, Any] = {
        "community_id": community.id,
        "volunteer_no": f"{community.prefix}{number:04d}",
        "state": MemberState.ACTIVE,
        "home_team_id": team.id,
        "joined_on": date(2025, 1, 1),
        "activated_at": NOW - timedelta(days=300),
    }
    member = Member(**defaults | person | given)
    session.add(VolunteerNumber(number=member.volunteer_no, **person))
    add(session, member)
    add(
        session,
        TeamMember(
            community_id=community.id,
            team_id=team.id,
            member_id=member.id,
            state=TeamMemberState.ACCEPTED,
            asked_at=NOW,
            decided_at=NOW,
        ),
    )
    return member


def a_role(session: Session, member: Member, role: Role, team: Team | None = None) -> RoleBinding:
    """Give the member's person a role in the community, or over one team."""
    return add(
        session,
        RoleBinding(
            person_id=member.person_id,
            role=role,
            community_id=member.community_id,
            team_id=team.id if team is not None else None,
            granted_at=NOW,
        ),
    )


def authority_of(session: Session, member: Member) -> Authority:
    """What this member may do, as the gate reads it."""
    session.flush()
    community = session.get_one(Community, member.community_id)
    found = membership.authority_of(session, community, member.person_id)
    assert found is not None
    return found


def staff(session: Session, community: Community, role: Role, name: str = "李梅") -> Authority:
    """A new member with one community-wide role, as an Authority."""
    member = a_member(session, community, name)
    a_role(session, member, role)
    return authority_of(session, member)
