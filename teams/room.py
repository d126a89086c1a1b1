"""What the room `teams` declares: communities, members, roles, public notices, imports."""

from core.declarations import Room, Workbook
from core.menu import Duty, Menu, MenuLine, Way
from teams import checks, gate, own_file, upkeep_jobs, used_since, waiting
from teams.blueprint import blueprints
from teams.communities import cli as operating
from teams.county_figures import FIGURES
from teams.erasure.rules import own_rows
from teams.files.rules import file_checks, files
from teams.gate import locked, navigation
from teams.imports import cli as importing
from teams.imports.rules import import_runs
from teams.imports.rules.roster_row import ROSTER_LIST
from teams.imports.views import imports
from teams.merging.rules import own_rows as merging_rows
from teams.notices.rules import notice_days
from teams.notices.views import titles
from teams.permissions import PERMISSIONS, Permission
from teams.settings import SETTINGS
from teams.trail import TRAIL

MENU = (
    MenuLine(
        menu=Menu.TABS,
        place=50,
        label="我的",
        endpoint="teams.me",
        permission=Permission.OWN_DATA,
        icon="me",
        counts=(waiting.messages,),
    ),
    MenuLine(
        menu=Menu.PUBLIC,
        place=20,
        label="公示",
        endpoint="teams.notices",
        permission=Permission.ANYONE,
        icon="flag",
    ),
    MenuLine(
        menu=Menu.DESK,
        place=40,
        label="志愿者",
        endpoint="teams.members",
        permission=Permission.MEMBER_READ,
        icon="people",
        counts=(waiting.registrations, waiting.joins),
    ),
    MenuLine(
        menu=Menu.DESK,
        place=45,
        label="招募码",
        endpoint="teams.recruit_codes",
        permission=Permission.RECRUIT_OPEN,
        icon="qr",
    ),
    MenuLine(
        menu=Menu.DESK,
        place=47,
        label="地点",
        endpoint="teams.places",
        permission=Permission.PLACE_MANAGE,
        icon="pin",
    ),
    MenuLine(
        menu=Menu.DESK,
        place=80,
        label="公示",
        endpoint="teams.notices",
        permission=Permission.DESK_READ,
        icon="flag",
        counts=(waiting.objections,),
    ),
    MenuLine(
        menu=Menu.DESK,
        place=90,
        label="导入",
        endpoint="teams.imports",
        permission=Permission.IMPORT_READ,
        icon="box",
        counts=(waiting.imports,),
    ),
    MenuLine(
        menu=Menu.DESK,
        place=100,
        label="操作记录",
        endpoint="teams.audit_trail",
        permission=Permission.AUDIT_READ,
        icon="eye",
    ),
    MenuLine(
        menu=Menu.DESK,
        place=110,
        label="设置",
        endpoint="teams.settings",
        permission=Permission.COMMUNITY_SETTINGS,
        icon="gear",
    ),
    MenuLine(
        menu=Menu.MINE,
        place=70,
        label="我的队伍",
        endpoint="teams.teams",
        permission=Permission.OWN_DATA,
        icon="people",
    ),
    MenuLine(
        menu=Menu.MINE,
        place=90,
        label="资料与同意",
        endpoint="teams.own_data",
        permission=Permission.OWN_DATA,
        icon="edit",
    ),
    MenuLine(
        menu=Menu.MINE,
        place=100,
        label="通知",
        endpoint="teams.messages",
        permission=Permission.OWN_DATA,
        icon="bell",
    ),
    MenuLine(
        menu=Menu.MINE,
        place=110,
        label="公示",
        endpoint="teams.notices",
        permission=Permission.OWN_DATA,
        icon="flag",
    ),
    MenuLine(
        menu=Menu.MINE,
        place=130,
        label="改密码和 PIN 码",
        endpoint="accounts.own_secret",
        permission=Permission.OWN_DATA,
        icon="key",
        for_guests=False,
    ),
)

DUTIES = (
    Duty(
        place=10,
        verb="答复异议",
        detail="10 个工作日内书面答复",
        endpoint="teams.objections",
        count=waiting.objections,
        is_hot=True,
    ),
    Duty(
        place=80,
        verb="复核导入",
        detail="另一个人核对后才入库",
        endpoint="teams.imports",
        count=waiting.imports,
    ),
    Duty(
        place=90,
        verb="新人登记",
        detail="核对后激活",
        endpoint="teams.members",
        count=waiting.registrations,
        asked={"state": "pending"},
    ),
    Duty(
        place=85,
        verb="决定注销",
        detail="15 个工作日内答复本人",
        endpoint="teams.erasures",
        count=waiting.erasures,
    ),
    Duty(
        place=87,
        verb="合并档案",
        detail="同一个人登记了两次",
        endpoint="teams.merges",
        count=waiting.merges,
    ),
    Duty(
        place=100,
        verb="入队申请",
        detail="队长同意后入队",
        endpoint="teams.join_requests",
        count=waiting.joins,
    ),
)

ROOM = Room(
    begins=(
        gate.init_app,
        locked.init_app,
        navigation.init_app,
        titles.init_app,
        importing.gather,
    ),
    sent_read_only=("accounts.enter", "accounts.sign_out"),
    sent_without_token=("accounts.language",),
    blueprints=blueprints,
    commands=(*operating.commands, *importing.commands),
    workbooks=(
        Workbook(
            name=ROSTER_LIST,
            pages="teams",
            place=10,
            words="志愿者花名册",
            needs="有姓名和所属队伍两列就能查；身份证号、电话、住址、特长、入队时间有就带进来。",
            will_do=imports.will_do,
            command=importing.roster,
            run_permission=Permission.IMPORT_RUN,
        ),
    ),
    menu=MENU,
    duties=DUTIES,
    below={
        "teams.me": ("me", "teams"),
        "teams.members": ("members", "join-requests", "erasures", "merges"),
        "teams.notices": ("notices", "objections"),
        "teams.recruit_codes": ("recruit-codes",),
        "teams.imports": ("imports",),
        "teams.places": ("places",),
        "teams.settings": ("settings", "roles", "privacy"),
    },
    ways={
        Way.LANGUAGE: "accounts.language",
        Way.OWN_SECRET: "accounts.own_secret",
        Way.PRIVACY: "teams.privacy",
        Way.RECHECK: "accounts.recheck",
        Way.REGISTER: "teams.register",
        Way.SIGN_IN: "accounts.sign_in",
        Way.START: "accounts.start",
    },
    permissions=PERMISSIONS,
    trail=TRAIL,
    settings=SETTINGS,
    jobs={
        "notices whose working days changed": notice_days.extend_changed,
        "notices that end": upkeep_jobs.end_notices,
        "files of imports forgotten": import_runs.forget_files,
        "files of the store forgotten": files.forget_due,
    },
    checks={
        "numbers bear their community's letters": checks.numbers_bear_letters,
        "members are found by their names and numbers": checks.members_are_found,
        "team members stay in their community": checks.teams_stay_in_community,
        "notices are of a sort a room posts": checks.notices_are_of_a_sort,
        "ended notices leave nothing hanging": checks.nothing_hangs_after_the_end,
        "places stand in their community": checks.places_stand_in_community,
        "a disputed line has its open objection": checks.disputes_have_objections,
        **file_checks.CHECKS,
    },
    erasing=own_rows.ERASING,
    merging=merging_rows.MERGING,
    used_since={"merged files": used_since.of_merges},
    own_data_of_member=own_file.of_member,
    own_data_words=own_file.WORDS,
    county_figures=FIGURES,
)
