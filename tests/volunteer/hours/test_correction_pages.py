"""Hours explained, and an error reported and answered, as people read it."""

from datetime import timedelta

import pytest

from teams.authority.models import Role
from teams.members.models import Member
from tests.builders import a_member, a_role
from tests.reading import enter
from tests.service_builders import a_run_shift, a_station, posted
from volunteer.hours.models import CorrectionRequest, RecordState

HOME = "/c/dongjie"


@pytest.fixture
def record(session):
    community = a_station(session)
    shift = a_run_shift(session, community)
    return posted(
        session, community, 90, shift=shift, arrived_at=shift.starts_at + timedelta(minutes=12)
    )


@pytest.fixture
def volunteer(session, record, signed_in):
    return enter(session, signed_in, session.get_one(Member, record.member_id))


@pytest.fixture
def supervisor(session, record, signed_in):
    community = record.member.community
    member = a_member(session, community, "监督员")
    a_role(session, member, Role.SUPERVISOR)
    session.commit()
    return lambda: enter(session, signed_in, member)


def test_a_record_tells_how_its_minutes_came_about(volunteer, record):
    words = volunteer.get(f"{HOME}/me/records/{record.id}").words

    assert "9:12 到，11:00 走，计划内 1 小时 48 分钟，按半小时往下取整，计 1.5 小时" in words
    assert "1.5 小时 × 每小时 10 分 = 15 分" in words


def test_an_error_is_reported_and_answered(volunteer, supervisor, session, record):
    there = f"{HOME}/me/records/{record.id}/correction"
    assert there in volunteer.get(f"{HOME}/me/records/{record.id}").page.links
    fields = volunteer.get(there).form("correction") | {"words": "那天我 9 点就到了"}
    assert "您报的有误在核实" in volunteer.follow(volunteer.post(there, fields)).words

    desk = supervisor()
    made = session.query(CorrectionRequest.id).one()
    session.commit()
    assert "更正时长" in desk.get(f"{HOME}/today").words
    assert "那天我 9 点就到了" in desk.get(f"{HOME}/record-corrections").words
    page = desk.get(f"{HOME}/record-corrections/{made.id}")
    assert "按半小时往下取整" in page.words
    answer = page.form("decision") | {"outcome": "corrected", "words": "监控里 9 点到"}
    assert (
        "已答复"
        in desk.follow(desk.post(f"{HOME}/record-corrections/{made.id}/decision", answer)).words
    )

    session.refresh(record)
    assert record.state is RecordState.VOIDED


def test_too_few_words_keep_the_page(volunteer, record):
    answer = volunteer.post(f"{HOME}/me/records/{record.id}/correction", {"words": "不对"})

    assert (answer.status, "至少 4 个字" in answer.words) == (400, True)
    assert "不对</textarea>" in answer.html


def test_the_record_of_another_cannot_be_reported(supervisor, record):
    assert supervisor().get(f"{HOME}/me/records/{record.id}/correction").status == 404
