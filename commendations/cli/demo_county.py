"""The county, its two communities with their five teams, and who may do what in them."""

from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules import personal, secrets
from accounts.rules.people import keep_phone
from commendations.cli import demo_people
from commendations.cli.demo_people import PASSWORD, PIN
from commendations.cli.demo_town import LEADERS, PEOPLE, Town
from teams.models import Community, Place, PlaceKind, Role, RoleBinding, Team, TeamColour

COUNTY_ADMIN_PHONE = "13900000009"

TEAMS = (
    ("RED_POLICY", "红色政策宣讲", TeamColour.RED, "megaphone", "每月 9 日",
     "理论宣讲、惠民政策、法律、反诈"),
    ("PURPLE_CARE", "紫色牵手关爱", TeamColour.PURPLE, "hands", "每月 19 日",
     "老人、残疾人、困境妇女儿童的陪伴、结对、心理疏导"),
    ("GREEN_ECO", "绿色生态文明", TeamColour.GREEN, "leaf", "每周三晚",
     "环境整治、垃圾分类、绿化"),
    ("BLUE_SAFETY", "蓝色平安建设", TeamColour.BLUE, "shield", "每周五",
     "巡逻、隐患排查、调解、交通劝导"),
    ("ORANGE_DEVOTION", "橙色无私奉献", TeamColour.ORANGE, "heart", "每月 29 日",
     "义剪、义诊、维修、文体、应急"),
)  # fmt: skip
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
        demo_people.make_people(session, town)
        _make_roles(session, town)
    _make_county_admin(session, county, towns[0])


def _place(session: Session, kind: PlaceKind, name: str, above: Place | None) -> Place:
    place = Place(kind=kind, name=name, parent_id=above.id if above is not None else None)
    session.add(place)
    session.flush()
    return place


def _make_community(session: Session, town: Town, street: Place) -> None:
    words = town.flavour
    place = _place(session, PlaceKind.COMMUNITY, words.name, street)
    community = Community(
        slug=words.slug,
        name=words.name,
        station=f"{words.short}社区新时代文明实践站",
        prefix=words.prefix,
        last_number=PEOPLE,
        place_id=place.id,
        address=words.address,
        desk_phone="0936-4400018" if words.prefix == "DJ" else "0936-4400027",
        made_at=town.at(-900, 9),
    )
    session.add(community)
    session.flush()
    town.id = community.id
    for at, estate in enumerate(words.estates, start=1):
        grid = _place(session, PlaceKind.GRID, f"{words.short}第{'一二三'[at - 1]}网格", place)
        home = _place(session, PlaceKind.ESTATE, estate, grid)
        town.kept[f"estate{at}"] = home.id
        _place(session, PlaceKind.BUILDING, f"{estate} {at} 号楼", home)
    _make_teams(session, town)


def _make_teams(session: Session, town: Town) -> None:
    for code, name, colour, shape, fixed_day, scope in TEAMS:
        team = Team(
            community_id=town.id,
            code=code,
            name=f"{name}志愿服务队",
            short_name=name,
            colour=colour,
            shape=shape,
            scope=scope,
            fixed_day=fixed_day,
        )
        session.add(team)
        session.flush()
        town.teams[code] = team.id


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
        for number, role in zip(pair, (Role.LEADER, Role.DEPUTY), strict=True)
    )
    session.flush()


def _make_county_admin(session: Session, county: Place, town: Town) -> None:
    admin = Person(
        name="乐云县",
        name_initials=personal.initials("乐云县"),
        password_hash=secrets.hashed(PASSWORD),
        pin_hash=secrets.hashed(PIN),
        registered_at=town.at(-900, 9),
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
