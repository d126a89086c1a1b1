"""A member's service by month and year: every total is the sum of what stands under it."""

from datetime import datetime, timedelta

import pytest

from teams.authority.act import Act
from teams.members.models import Member
from tests.builders import a_member
from tests.service_builders import a_run_shift, confirmed, hours_of, points_of, posted, present
from volunteer.hours.models import EvidenceGrade
from volunteer.hours.queries.hours import Part
from volunteer.hours.queries.own_service import own_service
from volunteer.hours.rules import record_corrections
from volunteer.hours.rules.record_corrections import Correction

NEW_YEAR = datetime.fromisoformat("2026-01-01T00:00+08:00")
JUNE = datetime.fromisoformat("2026-06-06T09:00+08:00")


@pytest.fixture
def li(session, community):
    return a_member(session, community, "李四")


@pytest.fixture(autouse=True)
def planned_early(monkeypatch):
    """Shifts are planned before the oldest of them."""
    monkeypatch.setattr("tests.activity_builders.NOW", NEW_YEAR - timedelta(days=60))


def of(session, community, starts_at, minutes=120, **columns):
    return a_run_shift(session, community, starts_at=starts_at, minutes=minutes, **columns)


def told(service):
    return [
        (f"{each.begins_on:%Y-%m}", each.counted, each.hours.services, each.points)
        for each in service.months
    ]


def test_p10_months_add_up_to_the_years_and_to_the_stored_totals(session, community, li):
    for starts_at in (NEW_YEAR - timedelta(days=20), JUNE, JUNE + timedelta(days=1)):
        posted(session, community, shift=of(session, community, starts_at), member=li)

    service = own_service(session, li)

    assert told(service) == [("2026-06", 240, 2, 40), ("2025-12", 120, 1, 30)]
    assert [(each.begins_on.year, each.counted) for each in service.years] == [
        (2026, 240),
        (2025, 120),
    ]
    whole = service.all
    assert (whole.counted, whole.hours.services) == hours_of(session, li.id) == (360, 3)
    assert whole.points == points_of(session, li.id) == 70
    assert (whole.records, service.of_year(2025).all.points) == (3, 30)


def test_t8_what_runs_past_midnight_counts_in_the_month_and_year_of_its_day(session, community, li):
    posted(
        session,
        community,
        shift=of(session, community, NEW_YEAR - timedelta(minutes=90)),
        member=li,
    )

    service = own_service(session, li)

    assert [
        (each.counted, each.carried_in, each.carried_out, each.records) for each in service.months
    ] == [(30, 30, 0, 0), (90, 0, 30, 1)]
    assert [each.counted for each in service.years] == [30, 90]
    assert (service.all.counted, service.all.records) == (120, 1)


def test_f15_training_imported_and_hanging_are_told_apart_and_add_up(session, community, li):
    training = of(session, community, JUNE, kind="TRAINING")
    posted(session, community, shift=training, member=li)
    old = posted(
        session, community, shift=of(session, community, JUNE + timedelta(days=1)), member=li
    )
    old.grade = EvidenceGrade.IMPORTED
    later = of(session, community, JUNE + timedelta(days=2))
    confirmed(session, community, present(session, community, later, li))
    session.flush()

    month = own_service(session, li).months[0]

    assert month.hours.minutes == {Part.TRAINING: 120, Part.IMPORTED: 120, Part.ON_NOTICE: 120}
    assert (month.counted, month.hours.services, month.records) == (120, 0, 3)
    session.rollback()


def test_what_was_taken_back_gives_no_hours_and_no_points(session, community, li, supervisor):
    record = posted(session, community, shift=of(session, community, JUNE), member=li)
    act = Act(session, JUNE + timedelta(days=40), by=supervisor, community=community)
    record_corrections.void(act, record.id, Correction("本人不在现场", record.version))

    month = own_service(session, li).months[0]

    assert (month.counted, month.points, month.records) == (0, 0, 1)
    assert month.hours.left_out == [(Part.VOIDED, 120)]


def test_another_member_has_months_of_the_own(session, community, li):
    record = posted(session, community, shift=of(session, community, JUNE), member="王兰")

    assert own_service(session, li).months == []
    assert own_service(session, session.get_one(Member, record.member_id)).all.counted == 120
