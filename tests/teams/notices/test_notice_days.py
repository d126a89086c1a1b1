"""A notice is moved out when the calendar learns of a holiday, never in (T17)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from accounts.models import AuditEvent
from core import calendar
from core.calendar import CalendarDay, DayKind
from core.db import run_on
from teams.authority.act import Act
from teams.members.models import Member
from teams.notices.models import NoticeState
from teams.notices.queries import notices as queries
from teams.notices.rules import notice_days, notices
from tests.builders import a_community, a_member
from tests.racing import together
from volunteer.hours.models import SERVICE_RECORDS

POSTED = datetime(2027, 2, 4, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A Thursday; the library does not know 2027, whose Spring Festival is 6 February."""


@pytest.fixture
def hung(session):
    town = a_community(session)
    member: Member = a_member(session, town)
    line = notices.Line(member.id, 1, "服务 %(minutes)s 分钟", {"minutes": 60})
    made = notices.Announcement(SERVICE_RECORDS, "服务时长公示", 5, [line])
    return notices.post(Act(session, POSTED, community=town), made, None)


def closed(session, *days):
    session.add_all(CalendarDay(on_date=day, is_workday=False, note="春节") for day in days)
    session.flush()


def february(*days):
    return [date(2027, 2, day) for day in days]


def test_a_year_that_is_not_known_is_counted_monday_to_friday_and_says_so(hung):
    assert hung.last_on == date(2027, 2, 11)
    assert queries.unknown_year_of(hung) == 2027


def test_a_notice_within_a_known_year_warns_of_nothing():
    assert calendar.unknown_year_ahead(date(2026, 12, 1), 5) is None
    assert calendar.unknown_year_ahead(date(2026, 12, 24), 5) is None


def test_the_last_days_of_a_known_year_reach_into_the_unknown_one():
    assert calendar.unknown_year_ahead(date(2026, 12, 31), 1) == 2027


def test_days_that_become_holidays_move_the_last_day_out(session, hung):
    closed(session, *february(8, 9, 10, 11, 12))

    assert notice_days.extend_changed(session, POSTED) == 1
    assert (hung.last_on, hung.planned_last_on) == (date(2027, 2, 18), date(2027, 2, 11))
    assert hung.ends_at == datetime(2027, 2, 19, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert notice_days.extend_changed(session, POSTED) == 0


def test_the_day_first_announced_stays_when_it_is_moved_twice(session, hung):
    closed(session, *february(8))
    notice_days.extend_changed(session, POSTED)
    closed(session, *february(9))
    notice_days.extend_changed(session, POSTED)

    assert (hung.last_on, hung.planned_last_on) == (date(2027, 2, 15), date(2027, 2, 11))


def test_a_day_that_becomes_a_working_day_does_not_move_it_in(session, hung):
    session.add(CalendarDay(on_date=date(2027, 2, 6), is_workday=True, note="调休"))
    session.flush()

    assert notice_days.extend_changed(session, POSTED) == 0
    assert hung.last_on == date(2027, 2, 11)


def test_it_is_moved_out_at_its_very_end_too(session, hung):
    closed(session, *february(11))
    end = hung.ends_at

    assert notices.end_due(Act(session, end)) == []
    assert hung.state is NoticeState.OPEN
    assert not notices.end_if_due(Act(session, end), hung)
    assert notices.end_due(Act(session, end + timedelta(days=1))) == [hung]


def test_a_notice_that_has_ended_is_left_alone(session, hung):
    notices.end_due(Act(session, hung.ends_at))
    closed(session, *february(8, 9))

    assert notice_days.extend_changed(session, POSTED) == 0


def test_the_move_leaves_a_line_in_the_trail(session, hung):
    closed(session, *february(8))
    notice_days.extend_changed(session, POSTED)

    kept = select(AuditEvent).where(AuditEvent.event == "notice_extended")
    assert session.scalars(kept).one().details["on_date"] == "2027-02-12"


@pytest.mark.race
def test_four_workers_move_it_once(engine):
    def build(session):
        town = a_community(session)
        line = notices.Line(a_member(session, town).id, 1, "服务", {})
        made = notices.Announcement(SERVICE_RECORDS, "公示", 5, [line])
        notices.post(Act(session, POSTED, community=town), made, None)
        closed(session, *february(8))

    run_on(engine, build)

    assert sorted(together(engine, [lambda s: notice_days.extend_changed(s, POSTED)] * 4)) == [
        0,
        0,
        0,
        1,
    ]


SHANGHAI = ZoneInfo("Asia/Shanghai")
WORKED = DayKind.WORKED
WORDS_OF = [
    (
        datetime(2026, 4, 2, 17, tzinfo=SHANGHAI),
        3,
        ["张贴", "第 1 天", "节", "节", "节", "第 2 天", "第 3 天"],
    ),
    (
        datetime(2026, 9, 17, 9, tzinfo=SHANGHAI),
        3,
        ["张贴", "第 1 天", "休", "第 2 天 班", "第 3 天"],
    ),
    (datetime(2026, 5, 16, 9, tzinfo=SHANGHAI), 1, ["张贴", "休", "第 1 天"]),
]


@pytest.mark.parametrize(("posted_at", "working_days", "sentences"), WORDS_OF)
def test_the_strip_says_what_each_day_is(session, posted_at, working_days, sentences):
    town = a_community(session)
    line = notices.Line(a_member(session, town).id, 1, "服务 %(minutes)s 分钟", {"minutes": 60})
    kind = SERVICE_RECORDS
    made = notices.Announcement(kind, "服务时长公示", working_days, [line])
    hung = notices.post(Act(session, posted_at, community=town), made, None)

    days = queries.days_of(session, hung)

    assert [queries.day_box(each, date(2026, 1, 1))[2] for each in days] == sentences


def test_today_says_so_and_a_day_behind_looks_past():
    boxes = [
        queries.day_box(queries.NoticeDay(date(2026, 5, day), day - 13, WORKED), date(2026, 5, 15))
        for day in (14, 15, 18)
    ]

    assert [(word, look) for _weekday, _day, word, look in boxes] == [
        ("第 1 天", "past"),
        ("今天", "today"),
        ("第 5 天", ""),
    ]


def test_a_weekday_the_operator_gave_free_is_a_holiday_and_a_weekend_is_not():
    by_hand = {date(2026, 5, 14): False, date(2026, 5, 16): False, date(2026, 5, 17): True}

    assert [calendar.kind_of(day, by_hand).value for day in by_hand] == [
        "holiday",
        "off",
        "exchanged",
    ]
