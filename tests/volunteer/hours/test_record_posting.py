"""From the notice to the totals and the points, once."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Notification
from core import wording
from points.ledger.models import EarnRule, EntryKind, Transaction
from points.ledger.rules import ledger
from points.ledger.rules.postings import Cause
from teams.authority.act import Act
from tests.builders import NOW, a_member
from tests.commendations.honour_builders import hours
from tests.service_builders import (
    a_run_shift,
    confirmed,
    hours_of,
    points_of,
    posted,
    present,
    sweep,
)
from tests.trail import lines
from volunteer.hours.models import EvidenceGrade, RecordState
from volunteer.hours.rules.record_posting import post

LATER = NOW + timedelta(days=30)


def awards(session, record, kind=EntryKind.EARN):
    return [
        entry.source_kind
        for entry in session.query(Transaction).filter_by(source_id=record.id, kind=kind)
        if entry.source_kind in {"service_record", "first_service", "shift_leader"}
    ]


def test_posting_moves_the_totals_and_credits_points(session, community):
    record = posted(session, community)

    assert record.state is RecordState.POSTED
    assert hours_of(session, record.member_id) == (120, 1)
    assert record.points == 20
    assert points_of(session, record.member_id) == 20 + 10


def test_the_sweep_posts_once_however_often_it_runs(session, community):
    record = posted(session, community)

    assert sweep(session, LATER) == 0
    assert post(Act(session, LATER), record) is False
    assert hours_of(session, record.member_id) == (120, 1)
    assert awards(session, record) == ["service_record"]


def test_a_notice_that_still_hangs_posts_nothing(session, community):
    record = confirmed(
        session, community, present(session, community, a_run_shift(session, community))
    )

    assert sweep(session, record.confirmed_at + timedelta(days=1)) == 0
    assert hours_of(session, record.member_id) == (0, 0)


def test_t9_points_round_half_up_per_record(session, community):
    record = posted(session, community, 30, of={"kind": "PAIRING", "minutes": 30})

    assert record.points == 7


def test_t9_a_hundred_and_fifty_minutes_of_visiting(session, community):
    record = posted(session, community, 150, of={"kind": "VISIT", "minutes": 150})

    assert record.points == 30


def test_t10_the_rule_of_the_day_the_service_ended_counts(session, community):
    second = EarnRule(
        community_id=community.id,
        kind_code="CLEANUP",
        version=2,
        points_per_hour=100,
        coefficient_hundredths=100,
        starts_on=datetime.fromisoformat("2026-06-01").date(),
        set_at=NOW,
    )
    session.add(second)
    last_day = datetime.fromisoformat("2026-05-31T09:00+08:00").astimezone(UTC)
    given = {"sign_up_opens_at": NOW, "starts_at": last_day}
    shift = a_run_shift(session, community, **given)
    record = confirmed(
        session, community, present(session, community, shift), now=last_day + timedelta(days=3)
    )
    sweep(session, LATER + timedelta(days=9))
    session.refresh(record)

    assert record.points == 20
    assert session.get_one(EarnRule, record.earn_rule_id).version == 1


def test_night_minutes_add_to_the_coefficient(session, community):
    evening = datetime.fromisoformat("2026-05-16T20:00+08:00").astimezone(UTC)
    record = posted(session, community, 120, of={"kind": "PATROL", "starts_at": evening})

    assert (record.night_minutes, record.points) == (60, 22)


def test_the_first_service_gets_ten_more_and_the_second_does_not(session, community):
    first = posted(session, community)
    member = first.member
    later = a_run_shift(session, community, starts_at=NOW + timedelta(days=40))
    posted(session, community, shift=later, member=member)

    assert awards(session, first, EntryKind.BONUS) == ["first_service"]
    assert points_of(session, member.id) == 20 + 10 + 20


def test_who_led_the_shift_gets_five_more(session, community):
    shift = a_run_shift(session, community)
    record = posted(session, community, shift=shift, member=shift.activity.leader)

    assert sorted(awards(session, record, EntryKind.BONUS)) == ["first_service", "shift_leader"]
    assert points_of(session, record.member_id) == 20 + 10 + 5


def test_t16_made_up_hours_count_and_earn_nothing(session, community):
    record = posted(session, community, how="makeup")

    assert hours_of(session, record.member_id) == (120, 1)
    assert (record.points, points_of(session, record.member_id)) == (0, 0)


def test_t16_a_paper_list_in_time_earns_in_full(session, community):
    record = posted(session, community, how="paper")

    assert record.grade is EvidenceGrade.PAPER_LIST
    assert record.points == 20


def test_t8_points_over_midnight_live_by_the_day_they_end(session, community):
    eve = datetime.fromisoformat("2026-12-31T22:30+08:00").astimezone(UTC)
    record = posted(session, community, of={"starts_at": eve})

    earned = session.query(Transaction).filter_by(source_id=record.id, kind=EntryKind.EARN).one()
    assert str(earned.earned_on) == "2027-01-01"


def test_training_earns_its_flat_points_and_no_hours(session, community):
    shift = a_run_shift(session, community, kind="TRAINING")
    shift.activity.type.counts_as_service = False
    session.flush()
    record = posted(session, community, shift=shift)

    assert (record.points, points_of(session, record.member_id)) == (5, 5)
    assert hours_of(session, record.member_id) == (0, 0)


def test_hours_post_even_where_no_rule_says_what_they_earn(session, community):
    record = posted(session, community, of={"kind": "NOVELTY"})

    assert (record.state, record.points) == (RecordState.POSTED, 0)
    assert hours_of(session, record.member_id) == (120, 1)


def test_the_person_is_told(session, community):
    record = posted(session, community)

    told = session.query(Notification).filter_by(person_id=record.member.person_id).all()
    assert any("已入账，记 20 分" in wording.filled(each.sentence, each.values) for each in told)


def test_t15_what_is_spent_leaves_the_hours_alone(session, community):
    record = posted(session, community)
    cause = Cause(source_kind="test", source_id=1)
    spending = ledger.Spending(
        community_id=community.id, member_id=record.member_id, points=30, cause=cause
    )
    ledger.debit(Act(session, LATER), spending)

    assert hours_of(session, record.member_id) == (120, 1)


@pytest.mark.parametrize("grade", [EvidenceGrade.IMPORTED, EvidenceGrade.MAKEUP])
def test_hours_that_earn_nothing_do_not_make_the_next_service_the_second(session, community, grade):
    member = a_member(session, community, "老王")
    hours(session, member, 120, grade=grade)

    record = posted(session, community, member=member)

    assert awards(session, record, EntryKind.BONUS) == ["first_service"]


def test_posting_is_in_the_trail_by_nobody(session, community):
    record = posted(session, community)

    assert lines(session, "record_posted") == [("record_posted", record.id, None)]
    assert [actor is None for _event, _id, actor in lines(session, "record_confirmed")] == [False]
