"""The county, its two communities with their five teams, and who may do what in them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules import hashing
from accounts.rules.notice_versions import in_force
from accounts.rules.people import keep_phone
from core import name_keys
from demo import people
from demo.people import PASSWORD, PIN
from demo.town import LEADERS, PEOPLE, Town
from teams.authority.act import Act
from teams.authority.models import TEAM_ROLES, Role, RoleBinding
from teams.communities.rules import communities
from teams.communities.rules.communities import NewCommunity
from teams.members.models import Place, PlaceKind, Team

COUNTY_ADMIN_PHONE = "13900000009"

STAFF = {
    4: Role.COORDINATOR,
    5: Role.SHOP_CLERK,
    6: Role.STOCK_KEEPER,
    7: Role.SUPERVISOR,
    8: Role.COMMUNITY_ADMIN,
    15: Role.SHOP_CLERK,
}


def make_county(session: Session, towns: list[Town]) -> None:
    """Write the county with its sub-district, both communities, their people and the sign-ins."""
    county = _place(session, PlaceKind.COUNTY, "民乐县", None)
    street = _place(session, PlaceKind.SUBDISTRICT, "县城街道", county)
    for town in towns:
        _make_community(session, town, street)
        people.make_people(session, town)
        _make_roles(session, town)
    _make_county_admin(session, county, towns[0])


def _place(session: Session, kind: PlaceKind, name: str, above: Place | None) -> Place:
    place = Place(
        kind=kind,
        name=name,
        parent_id=above.id if above is not None else None,
        community_id=above.community_id if above is not None else None,
    )
    session.add(place)
    session.flush()
    return place


def _make_community(session: Session, town: Town, street: Place) -> None:
    words = town.flavour
    new = NewCommunity(
        slug=words.slug,
        name=words.name,
        prefix=words.prefix,
        county_id=street.id,
        desk_phone=words.desk_phone,
        address=words.address,
    )
    community = communities.create(Act(session, town.at(-900, 9)), new, None)
    community.station = f"{words.short}社区新时代文明实践站"
    community.last_number = PEOPLE
    town.id = community.id
    place = session.get_one(Place, community.place_id)
    for at, estate in enumerate(words.estates, start=1):
        grid = _place(session, PlaceKind.GRID, f"{words.short}第{'一二三'[at - 1]}网格", place)
        home = _place(session, PlaceKind.ESTATE, estate, grid)
        town.kept[f"estate{at}"] = home.id
        _place(session, PlaceKind.BUILDING, f"{estate} {at} 号楼", home)
    rows = session.execute(select(Team.code, Team.id).where(Team.community_id == town.id))
    town.teams = {row.code: row.id for row in rows}


def _make_roles(session: Session, town: Town) -> None:
    since = town.at(-700, 9)
    session.add_all(
        RoleBinding(
            person_id=town.people[number],
            role=role,
            community_id=town.id,
            granted_by_id=town.people[8] if number != 8 else None,
            granted_at=since,
        )
        for number, role in STAFF.items()
    )
    session.add_all(
        RoleBinding(
            person_id=town.people[number],
            role=role,
            community_id=town.id,
            team_id=town.teams[code],
            granted_by_id=town.people[8],
            granted_at=since,
        )
        for code, pair in LEADERS.items()
        for number, role in zip(pair, TEAM_ROLES, strict=True)
    )
    session.flush()


def _make_county_admin(session: Session, county: Place, town: Town) -> None:
    admin = Person(
        name="何云",
        name_keys=name_keys.of_person("何云"),
        password_hash=hashing.hashed(PASSWORD),
        pin_hash=hashing.hashed(PIN),
        registered_at=town.at(-900, 9),
        notice_asked=in_force(town.now).name,
    )
    session.add(admin)
    session.flush()
    keep_phone(admin, COUNTY_ADMIN_PHONE)
    session.add(
        RoleBinding(
            person_id=admin.id,
            role=Role.COUNTY_ADMIN,
            county_id=county.id,
            granted_at=town.at(-900, 9),
        )
    )
    session.flush()
