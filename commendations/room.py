"""What the room `commendations` declares: levels, stars of the month, certificates."""

from commendations import (
    checks,
    erasing,
    merging,
    new_community,
    own_file,
    points_on_the_way,
    upkeep_jobs,
    used_since,
    waiting,
)
from commendations.blueprint import blueprints
from commendations.nominations.models import CommendationKind
from commendations.permissions import PERMISSIONS, Permission
from commendations.settings import SETTINGS
from commendations.trail import TRAIL
from commendations.wall.queries.own_honours import to_next_star
from core.declarations import NoticeSort, OwnPage, Room
from core.menu import Duty, Menu, MenuLine
from teams.authority.models import Role

MENU = (
    MenuLine(
        menu=Menu.PUBLIC,
        place=30,
        label="荣誉墙",
        endpoint="commendations.honours",
        permission=Permission.ANYONE,
        icon="medal",
    ),
    MenuLine(
        menu=Menu.PUBLIC,
        place=40,
        label="证书查验",
        endpoint="verify.ask",
        permission=Permission.ANYONE,
        icon="check",
    ),
    MenuLine(
        menu=Menu.DESK,
        place=10,
        label="今天",
        endpoint="commendations.today",
        permission=Permission.DESK_READ,
        icon="home",
    ),
    MenuLine(
        menu=Menu.DESK,
        place=70,
        label="表扬认定",
        endpoint="commendations.commendations",
        permission=Permission.DESK_READ,
        icon="medal",
        counts=(waiting.rounds, waiting.ready),
    ),
    MenuLine(
        menu=Menu.MINE,
        place=60,
        label="我的荣誉",
        endpoint="commendations.my_honours",
        permission=Permission.OWN_DATA,
        icon="medal",
        for_guests=False,
    ),
    MenuLine(
        menu=Menu.MINE,
        place=120,
        label="荣誉墙",
        endpoint="commendations.honours",
        permission=Permission.OWN_DATA,
        icon="star",
    ),
    MenuLine(
        menu=Menu.MEMBER,
        place=30,
        label="表扬认定情况",
        endpoint="commendations.member_honours",
        permission=Permission.MEMBER_READ,
    ),
)

DUTIES = (
    Duty(
        place=50,
        verb="颁发证书",
        detail="公示已经结束",
        endpoint="commendations.commendations",
        count=waiting.ready,
        is_hot=True,
    ),
    Duty(
        place=60,
        verb="复核星级",
        detail="时长更正后不够这一级",
        endpoint="commendations.flagged",
        count=waiting.reviews,
        is_hot=True,
    ),
    Duty(
        place=110,
        verb="办表扬认定",
        detail="核对、评审或张贴公示",
        endpoint="commendations.commendations",
        count=waiting.rounds,
    ),
)

ROOM = Room(
    blueprints=blueprints,
    menu=MENU,
    duties=DUTIES,
    below={
        "commendations.commendations": ("commendations", "levels", "honour-objections"),
        "teams.me": ("my-honours", "awards"),
    },
    begins_at={
        Role.COMMUNITY_ADMIN: "commendations.today",
        Role.COORDINATOR: "commendations.today",
        Role.SUPERVISOR: "commendations.today",
    },
    permissions=PERMISSIONS,
    trail=TRAIL,
    settings=SETTINGS,
    notices=tuple(
        NoticeSort(
            name=kind.value,
            object_at="commendations.object_to_line",
            decide_at="commendations.decide_objection",
        )
        for kind in CommendationKind
    ),
    jobs={
        "honour notices that end": upkeep_jobs.end_notices,
        "honours that passed": upkeep_jobs.pass_honours,
        "levels short of hours": upkeep_jobs.flag_short_levels,
    },
    checks={
        "one award a nomination": checks.one_award_a_nomination,
        "issued only after a passed line": checks.issued_after_passing,
        "one bonus an award": checks.one_bonus_an_award,
        "a revoked award gives its bonus back": checks.bonus_given_back,
        "revoked with a reason": checks.revoked_with_reason,
        "certificate numbers are unique": checks.numbers_are_unique,
        "two people decide": checks.two_people_decide,
    },
    own_data_of_member=own_file.of_member,
    own_data_words=own_file.WORDS,
    erasing=erasing.ERASING,
    merging=merging.MERGING,
    used_since={"nominations": used_since.of_nominations},
    new_community={"star levels": new_community.give_levels},
    points_on_the_way={"honours": points_on_the_way.of_nominations},
    progress={"star levels": to_next_star},
    own_pages=dict.fromkeys((*CommendationKind, "award"), OwnPage("commendations.my_honours")),
)
