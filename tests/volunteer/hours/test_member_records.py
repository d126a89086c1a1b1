"""服务情况 of a member's file, as staff read it."""

from datetime import datetime, timedelta

import pytest

from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Member
from tests.activity_builders import a_shift, a_sign_up, the_leader
from tests.builders import a_member, a_role
from tests.service_builders import a_run_shift, a_station, confirmed, posted, present
from volunteer.activities.models import Shift
from volunteer.attendance.rules.attendance import Mark, mark
from volunteer.hours.queries.member_records import hours_by_year
from volunteer.sign_ups.models import SignUpMove

NEW_YEAR = datetime.fromisoformat("2026-01-01T00:00+08:00")


@pytest.fixture
def record(session):
    return posted(session, a_station(session))


@pytest.fixture
def desk(session, record, signed_in):
    member = a_member(session, record.member.community, "社工")
    a_role(session, member, Role.COORDINATOR)
    person = member.person
    session.commit()
    return lambda: signed_in(person)


def test_the_file_lists_hours_records_sign_ups_and_marks(session, record, desk):
    community, member = record.member.community, session.get_one(Member, record.member_id)
    activity = session.get_one(Shift, record.shift_id).activity
    shift = a_shift(session, activity, starts_at=record.ends_at + timedelta(days=1))
    missed = a_sign_up(session, community, shift, member)
    leader = the_leader(session, shift.activity)
    mark(
        Act(session, shift.ends_at, by=leader, community=community),
        missed.id,
        Mark(SignUpMove.MISS, missed.version),
    )
    session.commit()

    words = desk().get(f"/c/dongjie/members/{record.member_id}/records").words

    assert "2026 年 2 小时 1" in words
    assert "已入账" in words
    assert "没来和临时取消" in words


def test_the_file_leads_there(session, record, desk):
    there = f"/c/dongjie/members/{record.member_id}/records"

    assert there in desk().get(f"/c/dongjie/members/{record.member_id}").page.links


def test_a_leader_reads_no_file(session, record, signed_in):
    leader = the_leader(session, session.get_one(Shift, record.shift_id).activity)
    person = session.get_one(Member, leader.member_id).person
    session.commit()

    there = f"/c/dongjie/members/{record.member_id}/records"
    assert signed_in(person).get(there).status == 403


def test_hours_on_their_notice_count_for_no_year_yet(session):
    community = a_station(session)
    hanging = confirmed(
        session, community, present(session, community, a_run_shift(session, community))
    )

    assert hours_by_year(session, session.get_one(Member, hanging.member_id)) == []


def test_t8_minutes_belong_to_the_year_of_their_day(session, monkeypatch):
    monkeypatch.setattr("tests.activity_builders.NOW", NEW_YEAR - timedelta(days=5))
    community = a_station(session)
    shift = a_run_shift(session, community, starts_at=NEW_YEAR - timedelta(minutes=90))
    record = posted(session, community, shift=shift)

    years = hours_by_year(session, session.get_one(Member, record.member_id))

    assert [(each.year, each.minutes) for each in years] == [(2026, 30), (2025, 90)]
