"""One's own records by month, one record with its links both ways, and on paper."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert

from teams.members.models import Member
from tests.builders import NOW, a_member
from tests.reading import enter
from tests.service_builders import a_run_shift, a_station, confirmed, line_of, posted, present
from volunteer.hours.models import (
    EvidenceGrade,
    MemberHours,
    RecordState,
    ServiceDay,
    ServiceRecord,
)

HOME = "/c/dongjie"


@pytest.fixture
def community(session):
    return a_station(session)


@pytest.fixture
def record(session, community):
    return posted(session, community)


@pytest.fixture
def volunteer(session, record, signed_in):
    return enter(session, signed_in, session.get_one(Member, record.member_id))


def test_p10_record_notice_points_and_report_lead_to_one_another(session, volunteer, record):
    own = f"{HOME}/me/records/{record.id}"
    notice = f"{HOME}/notices/{line_of(session, record).notice_id}"
    session.commit()
    assert own in volunteer.get(f"{HOME}/me/records").page.links
    page = volunteer.get(own)
    entries = [each for each in page.page.links if "/points/entries/" in each]

    assert {notice, f"{own}/correction"} <= set(page.page.links)
    assert len(entries) == 2
    for there in (notice, *entries, f"{own}/correction"):
        assert own in volunteer.get(there).page.links


def test_in_large_words_records_and_notice_lead_to_one_record_too(session, volunteer, record):
    own = f"{HOME}/me/records/{record.id}"
    notice = f"{HOME}/notices/{line_of(session, record).notice_id}"
    session.commit()
    volunteer.post(f"{HOME}/elder-mode", {"is_on": "1"})

    for there in (f"{HOME}/me/records", notice):
        page = volunteer.get(there)
        assert "念给我听" in page.words
        assert own in page.page.links
    assert volunteer.get(own).status == 200


def test_an_objection_to_the_own_record_leads_back_to_it(session, community, signed_in, now):
    hung = confirmed(
        session, community, present(session, community, a_run_shift(session, community))
    )
    line, there = line_of(session, hung).id, f"{HOME}/me/records/{hung.id}"
    session.commit()
    now(NOW + timedelta(days=3))
    reader = enter(session, signed_in, hung.member)
    page = reader.get(there)
    form = f"{HOME}/notice-lines/{line}/record-objection"

    assert form in page.page.links
    assert there in reader.get(form).page.links
    sent = reader.post(f"{form}s", {"words": "那天我 9 点就到了"})
    assert "异议中" in reader.follow(sent).words


def test_the_record_of_another_is_none_of_mine(session, community, record, signed_in):
    stranger = a_member(session, community, "李四", phone="13811113333")
    reader = enter(session, signed_in, stranger)
    notice = f"{HOME}/notices/{line_of(session, record).notice_id}"
    session.commit()

    assert reader.get(f"{HOME}/me/records/{record.id}").status == 404
    assert f"{HOME}/me/records/{record.id}" not in reader.get(notice).page.links


def test_p10_points_and_hours_are_said_with_what_they_are_the_sum_of(volunteer):
    words = volunteer.get(f"{HOME}/me/records").words

    assert "服务得的积分 +30 现有积分 30 分" in words
    assert "2 小时 · 1 次 · 得 30 分" in words


@pytest.fixture
def busy(session, community, record):
    """1,500 imported hours of five years, one an hour, beside the record that was posted."""
    first = NOW.date().replace(year=NOW.year - 5)
    days = [first + timedelta(days=each) for each in range(1500)]
    base = {
        "community_id": community.id,
        "member_id": record.member_id,
        "team_id": record.team_id,
        "type_code": "PATROL",
        "grade": EvidenceGrade.IMPORTED,
        "state": RecordState.POSTED,
        "raw_minutes": 60,
        "service_minutes": 60,
        "confirmed_at": NOW,
        "posted_at": NOW,
    }
    ids = session.scalars(
        insert(ServiceRecord).returning(ServiceRecord.id),
        [
            base
            | {
                "title": "治安巡逻",
                "served_on": on,
                "starts_at": NOW + timedelta(days=(on - NOW.date()).days),
                "ends_at": NOW + timedelta(days=(on - NOW.date()).days, hours=1),
            }
            for on in days
        ],
    ).all()
    own = {"community_id": community.id, "member_id": record.member_id, "minutes": 60}
    session.execute(
        insert(ServiceDay),
        [own | {"record_id": each, "on_date": on} for each, on in zip(ids, days, strict=True)],
    )
    session.query(MemberHours).filter_by(member_id=record.member_id).update(
        {"imported_minutes": 1500 * 60}
    )
    session.commit()


def hours_in(words):
    return float(words.replace(",", "").split()[0])


def test_a_person_with_1500_records_reads_light_pages_that_add_up(volunteer, busy):
    page = volunteer.get(f"{HOME}/me/records")
    total = hours_in(re.search(r"服务时长合计</dt>\s*<dd[^>]*>([^<]+)<", page.html)[1])
    cells = re.findall(r'data-label="时长">([^<]+)<', page.html)
    *years, whole = (hours_in(each) for each in cells)
    year = volunteer.get(f"{HOME}/me/records?year={NOW.year - 3}")
    *months, of_year = re.findall(r'data-label="时长">([^<]+)<', year.html)

    assert sum(years) == whole == total == 1502
    assert sum(hours_in(each) for each in months) == hours_in(of_year) == 365
    assert "共 1501 条" in page.words
    assert len(page.html) < 30_000
    assert f"{NOW.year - 3} 年 12 月" in year.words
    assert f"{NOW.year - 2} 年 12 月" not in year.words
    later = volunteer.get(next(each for each in page.page.links if "after=" in each))
    assert any("before=" in each for each in later.page.links)


def test_a_year_is_printed_with_its_months_and_what_they_come_to(volunteer, busy):
    paper = volunteer.get(f"{HOME}/me/records/print?year={NOW.year - 3}")

    assert paper.html.count("治安巡逻") == 365
    assert "合计 365 小时" in paper.words
    assert "2 小时" in volunteer.get(f"{HOME}/me/records/print?year=9999").words
