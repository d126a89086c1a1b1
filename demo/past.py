"""Hours from before the program, brought in as a register that a second person approved."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules import inbox
from demo.outings import place_of
from demo.people import WITHOUT_PHONE
from demo.town import ADMIN, COORDINATOR, SUPERVISOR, Diary, Town
from teams.authority.act import Act
from teams.imports.models import ImportBatch
from teams.imports.rules import import_batches, import_runs, imports
from teams.imports.rules.imports import Upload
from teams.members.models import CommunitySetting
from teams.settings.rules import settings
from volunteer.activities.models import ActivityType
from volunteer.activities.rules import kinds
from volunteer.activities.rules.kinds import KindValues
from volunteer.hours.rules.hours_import import HOURS

VETERANS = (1, 9, 10, 12, 13, 14, 24, 25, 27, 30, 33, 34, 36, 37, 39, 45, 46, 48, 52, 57)
"""112 hours each, enough for one star."""
LONGEST_SERVING = (9, 10, 12, 13, 14)
"""208 hours more, enough for two."""
HEADINGS = "日期,活动名称,队伍,参加人员,时长,地点,负责人"
WHAT = (
    ("平安夜巡", "蓝队", "street"),
    ("清理小广告", "绿队", "estate1"),
    ("看望独居老人", "紫队", "estate2"),
    ("反诈宣传", "红队", "square"),
    ("爱心义剪", "橙队", "square"),
)
LINES, MORE_LINES, HOURS_A_LINE = 14, 26, 8
FIRST_DAY, EVERY_DAYS = -650, 12
FILE_NAME = "往年服务登记.csv"


def write_down(diary: Diary, town: Town) -> None:
    """Put the register of past years, one changed setting and messages read into the diary."""
    diary.note(town.at(-97, 9), _hand_in, town)
    diary.note(town.at(-97, 15), _approve, town)
    diary.note(town.at(-88, 9), _change_setting, town)
    diary.note(town.at(-4, 10), _set_kind, town)
    diary.note(town.at(-4, 21), _read_messages, town)
    diary.note(town.at(-3, 10), _check_unknown, town)


def register(session: Session, town: Town) -> bytes:
    """Return the register as a csv file: a line a day, with everybody who was there."""
    rows = [HEADINGS]
    for at in range(LINES + MORE_LINES):
        title, team, place = WHAT[at % len(WHAT)]
        crowd = VETERANS if at < LINES else LONGEST_SERVING
        names = "、".join(_name(session, town, number) for number in crowd)
        day = town.day(FIRST_DAY + at * EVERY_DAYS).isoformat()
        where, hours = place_of(town.flavour, place), f"{HOURS_A_LINE}小时"
        rows.append(",".join((day, title, team, names, hours, where, "")))
    return ("﻿" + "\n".join(rows) + "\n").encode()


def _name(session: Session, town: Town, number: int) -> str:
    return session.get_one(Person, town.people[number]).name


def _hand_in(session: Session, town: Town, now: datetime) -> None:
    by = town.by(session, COORDINATOR)
    upload = Upload(FILE_NAME, register(session, town))
    draft = imports.read(Act(session, now, community=town.community(session)), HOURS, upload)
    batch_id = import_batches.keep(Act(session, now, by=by), draft)
    import_runs.submit(Act(session, now, by=by), session.get_one(ImportBatch, batch_id))
    town.kept["register"] = batch_id


def _approve(session: Session, town: Town, now: datetime) -> None:
    batch_id = town.kept["register"]
    draft = imports.read_again(
        Act(session, now, community=town.community(session)), HOURS, batch_id
    )
    import_runs.run_draft(Act(session, now, by=town.by(session, SUPERVISOR)), draft)


def _change_setting(session: Session, town: Town, now: datetime) -> None:
    """Ask four hours of a star of the month instead of eight, from a few days on."""
    version = CommunitySetting(
        name="star_least_minutes",
        value=240,
        starts_on=town.day(-85),
        reason="社区刚起步，先放宽到 4 小时",
    )
    settings.change(
        Act(session, now, by=town.by(session, ADMIN), community=town.community(session)), version
    )


def _set_kind(session: Session, town: Town, now: datetime) -> None:
    """Let performances earn a little more from a month on, and count an hour less."""
    community = town.community(session)
    asked = select(ActivityType).where(
        ActivityType.community_id == community.id, ActivityType.code == "CULTURE"
    )
    values = KindValues(
        starts_on=town.day(30),
        cap_minutes=300,
        coefficient_hundredths=110,
        night_addition_hundredths=0,
        flat_points=0,
        reason="年底演出多，排练也算辛苦",
    )
    act = Act(session, now, by=town.by(session, ADMIN), community=community)
    kinds.change_values(act, session.scalars(asked).one(), values)


def _check_unknown(session: Session, town: Town, now: datetime) -> None:
    """Check a register with somebody not on the roster yet: it waits to be checked again."""
    day, known = town.day(-10).isoformat(), _name(session, town, VETERANS[-1])
    rows = (HEADINGS, f"{day},清理河道,绿队,{known}、高小川,2小时,{town.flavour.street},")
    upload = Upload("上月漏记的时长.csv", ("\ufeff" + "\n".join(rows) + "\n").encode())
    draft = imports.read(Act(session, now, community=town.community(session)), HOURS, upload)
    import_batches.keep(Act(session, now, by=town.by(session, COORDINATOR)), draft)


def _read_messages(session: Session, town: Town, now: datetime) -> None:
    """Let everybody with a phone have read what came until then."""
    for number, person_id in town.people.items():
        if number not in WITHOUT_PHONE:
            inbox.mark_read(Act(session, now), person_id)
