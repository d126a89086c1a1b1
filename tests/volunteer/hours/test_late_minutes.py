"""Reminders about minutes nobody confirmed (domain 9.5)."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from accounts.models import Notification
from commendations.permissions import Permission
from teams.authority.models import Role
from tests.builders import a_member, a_role, authority_of
from tests.service_builders import confirmed, present
from volunteer.hours.rules.late_minutes import last_day_of, remind


def on(day, hour="00:05"):
    return datetime.fromisoformat(f"2026-05-{day}T{hour}+08:00")


@pytest.fixture
def wang(session, community, shift):
    return present(session, community, shift)


@pytest.fixture
def admin(session, community):
    member = a_member(session, community, "李管")
    a_role(session, member, Role.COMMUNITY_ADMIN)
    return member.person_id


def told(session, person_id):
    session.flush()
    rows = session.scalars(select(Notification).filter_by(person_id=person_id))
    return [row.sentence % row.values for row in rows if "核对" in row.sentence]


@pytest.mark.parametrize(("day", "times"), [("16", 0), ("17", 1), ("19", 1), ("20", 2), ("22", 2)])
def test_the_leader_is_told_on_the_next_day_and_on_the_third_working_day(
    session, shift, wang, day, times
):
    for each in range(16, int(day) + 1):
        remind(session, on(str(each), "23:00"))

    assert len(told(session, shift.activity.leader.person_id)) == times


@pytest.mark.parametrize(("day", "times"), [("22", 0), ("23", 1)])
def test_after_seven_days_the_desk_is_told(session, wang, admin, day, times):
    remind(session, on(day))

    assert len(told(session, admin)) == times


def test_f9_who_is_told_may_do_what_the_message_asks(session, community, wang, admin):
    desk = a_member(session, community, "社工")
    a_role(session, desk, Role.COORDINATOR)

    remind(session, on("23"))

    rows = {each.person_id: each for each in session.scalars(select(Notification))}
    assert rows[desk.person_id].link.endswith("/minutes")
    assert authority_of(session, desk).may(Permission.ATTENDANCE_MANAGE)
    assert "请社工代为核对" in rows[admin].sentence
    assert rows[admin].link.endswith("/roster")


def test_each_is_told_once_however_often_it_runs(session, shift, wang):
    assert (remind(session, on("17")), remind(session, on("17"))) == (1, 0)


def test_a_sweep_that_comes_late_tells_the_last_only(session, shift, wang, admin):
    assert (remind(session, on("30")), remind(session, on("30"))) == (1, 0)
    assert told(session, shift.activity.leader.person_id) == []
    assert len(told(session, admin)) == 1


def test_nobody_is_told_of_what_is_confirmed(session, community, shift, wang):
    confirmed(session, community, wang)

    assert remind(session, on("23")) == 0


def test_nobody_is_told_of_an_empty_list(session, shift):
    assert remind(session, on("23")) == 0


@pytest.mark.parametrize(("today", "day"), [(19, 14), (20, 17), (21, 18)])
def test_three_working_days_skip_the_weekend(today, day):
    assert last_day_of(date(2026, 5, today), 3, {}) == date(2026, 5, day)
