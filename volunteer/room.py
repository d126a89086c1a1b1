"""What the room `volunteer` declares: activities, sign-ups, attendance, service hours."""

from core.declarations import NoticeSort, OwnPage, Room, Workbook
from core.menu import Duty, Menu, MenuLine, Way
from teams.authority.models import Role
from teams.imports.rules.roster_row import ROSTER_LIST
from teams.members.queries.people import answers_for_somebody
from volunteer import (
    erasing,
    merging,
    new_community,
    own_file,
    points_on_the_way,
    used_since,
    waiting,
)
from volunteer.attendance.rules import closing, sheet_photos
from volunteer.blueprint import blueprints
from volunteer.county_figures import FIGURES
from volunteer.hours import cli as importing
from volunteer.hours.models import SERVICE_RECORDS
from volunteer.hours.rules import late_minutes, record_checks, record_notices, record_posting
from volunteer.hours.rules.hours_sheet import PAST_HOURS
from volunteer.hours.rules.record_awards import SOURCES, VOIDED
from volunteer.hours.views import imports
from volunteer.insurance.rules import policies as insurance_policies
from volunteer.insurance.rules import relying
from volunteer.permissions import PERMISSIONS, Permission
from volunteer.regulars.rules import regular_checks, seating
from volunteer.regulars.rules import upkeep as regular_upkeep
from volunteer.settings import SETTINGS
from volunteer.sign_ups.rules import first_wishes, leaving, place_checks, queues, reminders
from volunteer.trail import TRAIL

MENU = (
    MenuLine(
        menu=Menu.TABS,
        place=10,
        label="首页",
        endpoint="volunteer.home",
        permission=Permission.COMMUNITY_READ,
        icon="home",
    ),
    MenuLine(
        menu=Menu.TABS,
        place=20,
        label="活动",
        endpoint="volunteer.activities",
        permission=Permission.COMMUNITY_READ,
        icon="cal",
    ),
    MenuLine(
        menu=Menu.PUBLIC,
        place=10,
        label="近期活动",
        endpoint="volunteer.activities",
        permission=Permission.ANYONE,
        icon="cal",
    ),
    MenuLine(
        menu=Menu.BESIDE_DESK,
        place=10,
        label="我自己的",
        endpoint="volunteer.home",
        permission=Permission.COMMUNITY_READ,
        icon="me",
    ),
    MenuLine(
        menu=Menu.DESK,
        place=20,
        label="活动",
        endpoint="volunteer.leading",
        permission=Permission.ACTIVITY_MANAGE,
        icon="cal",
        counts=(waiting.high_risk,),
    ),
    MenuLine(
        menu=Menu.DESK,
        place=30,
        label="签到与核时",
        endpoint="volunteer.attendance",
        permission=Permission.ATTENDANCE_MANAGE,
        icon="clock",
        counts=(waiting.minutes,),
    ),
    MenuLine(
        menu=Menu.DESK,
        place=35,
        label="保险",
        endpoint="volunteer.insurance",
        permission=Permission.ACTIVITY_MANAGE,
        icon="shield",
        counts=(waiting.uninsured, waiting.to_renew),
    ),
    MenuLine(
        menu=Menu.MINE,
        place=10,
        label="服务记录",
        endpoint="volunteer.my_records",
        permission=Permission.OWN_DATA,
        icon="list",
        for_guests=False,
    ),
    MenuLine(
        menu=Menu.MINE,
        place=20,
        label="我的报名",
        endpoint="volunteer.my_sign_ups",
        permission=Permission.OWN_DATA,
        icon="cal",
        for_guests=False,
    ),
    MenuLine(
        menu=Menu.MINE,
        place=25,
        label="固定名额",
        endpoint="volunteer.my_regulars",
        permission=Permission.OWN_DATA,
        icon="clock",
        for_guests=False,
    ),
    MenuLine(
        menu=Menu.MINE,
        place=80,
        label="我的孩子",
        endpoint="volunteer.my_children",
        permission=Permission.OWN_DATA,
        icon="people",
        for_guests=False,
        is_shown=answers_for_somebody,
    ),
    MenuLine(
        menu=Menu.MEMBER,
        place=10,
        label="服务情况",
        endpoint="volunteer.member_records",
        permission=Permission.MEMBER_READ,
    ),
    MenuLine(
        menu=Menu.MEMBER,
        place=20,
        label="培训情况",
        endpoint="volunteer.member_training",
        permission=Permission.MEMBER_READ,
    ),
    MenuLine(
        menu=Menu.DESK,
        place=105,
        label="活动类型",
        endpoint="volunteer.kinds",
        permission=Permission.COMMUNITY_SETTINGS,
        icon="list",
    ),
    MenuLine(
        menu=Menu.PLACE,
        place=10,
        label="这里的场次",
        endpoint="volunteer.place_shifts",
        permission=Permission.PLACE_MANAGE,
    ),
    MenuLine(
        menu=Menu.OBJECTIONS,
        place=10,
        label="时长更正",
        endpoint="volunteer.record_corrections",
        permission=Permission.DESK_READ,
    ),
)

DUTIES = (
    Duty(
        place=20,
        verb="更正时长",
        detail="志愿者报告有误",
        endpoint="volunteer.record_corrections",
        count=waiting.corrections,
        is_hot=True,
    ),
    Duty(
        place=30,
        verb="核对补记",
        detail="另一个人核对后公示",
        endpoint="volunteer.hour_proposals",
        count=waiting.proposals,
        is_hot=True,
    ),
    Duty(
        place=40,
        verb="核对时长",
        detail="活动结束 %(days)s 个工作日内",
        endpoint="volunteer.attendance",
        count=waiting.minutes,
        is_hot=True,
    ),
    Duty(
        place=65,
        verb="补上保险",
        detail="高风险活动有一场没有保险",
        endpoint="volunteer.insurance",
        count=waiting.uninsured,
        is_hot=True,
    ),
    Duty(
        place=75,
        verb="续保",
        detail="保险单 30 天内到期",
        endpoint="volunteer.insurance",
        count=waiting.to_renew,
    ),
    Duty(
        place=70,
        verb="审核高风险活动",
        detail="要有保单才能发布",
        endpoint="volunteer.leading",
        count=waiting.high_risk,
        is_hot=True,
    ),
)

ROOM = Room(
    blueprints=blueprints,
    menu=MENU,
    duties=DUTIES,
    below={
        "volunteer.home": ("my", "not-listed", "shifts"),
        "volunteer.activities": ("activities",),
        "volunteer.leading": ("leading",),
        "volunteer.kinds": ("kinds",),
        "volunteer.attendance": ("attendance", "shifts", "records"),
        "volunteer.insurance": ("insurance",),
        "teams.notices": ("record-objections",),
    },
    begins_at={Role.VOLUNTEER: "volunteer.home"},
    ways={
        Way.ACTIVITIES: "volunteer.activities",
        Way.ARRIVAL: "volunteer.my_arrival",
        Way.ELDER_MODE: "volunteer.elder_mode",
        Way.HOME: "volunteer.home",
    },
    permissions=PERMISSIONS,
    trail=TRAIL,
    settings=SETTINGS,
    files=(sheet_photos.SHEET_PHOTO, insurance_policies.INSURANCE_PAPER),
    notices=(
        NoticeSort(
            name=SERVICE_RECORDS,
            object_at="volunteer.new_record_objection",
            decide_at="volunteer.record_objection",
            title=record_notices.TITLE,
            is_case_of_poster=True,
        ),
    ),
    workbooks=(
        Workbook(
            name=PAST_HOURS,
            pages="volunteer",
            place=30,
            words="以往服务时长",
            needs="要有日期、活动名称、参加人员、时长四列，一个月一张工作表也行。"
            "第二个人审核后才算数，不加积分。",
            will_do=imports.will_do,
            command=importing.hours,
            run_permission=Permission.IMPORT_APPROVE,
            needs_second_person=True,
            follows=ROSTER_LIST,
        ),
    ),
    jobs={
        "lapse_waiting": queues.lapse_waiting,
        "close_shifts": closing.close_empty,
        "end standings of regulars": regular_upkeep.end_unfit,
        "keep places for regulars": seating.seat_regulars,
        "tell regulars of places kept": regular_upkeep.tell_kept,
        "tell of policies that run out": relying.remind,
        "remind of minutes": late_minutes.remind,
        "tell of shifts that come": reminders.tell_of_shifts,
        "tell of sign-ups that open": reminders.tell_of_openings,
        "hang out hours of who was accepted": record_notices.hang_accepted,
        "post_records": record_posting.post_passed,
    },
    checks={**place_checks.CHECKS, **regular_checks.CHECKS, **record_checks.CHECKS},
    own_data_of_member=own_file.of_member,
    own_data_words=own_file.WORDS,
    erasing=erasing.ERASING,
    merging=merging.MERGING,
    used_since={"sign-ups": used_since.of_sign_ups},
    newcomers={"the activity looked at before": first_wishes.keep},
    leaving={
        "places held and turns waited for": leaving.free_places,
        "places kept as a regular": regular_upkeep.end_all,
    },
    new_community={"kinds of activity": new_community.give_catalogue},
    points_on_the_way={"service records": points_on_the_way.of_records},
    own_pages=dict.fromkeys(
        (SERVICE_RECORDS, *SOURCES, VOIDED), OwnPage("volunteer.my_record", "record_id")
    ),
    county_figures=FIGURES,
)
