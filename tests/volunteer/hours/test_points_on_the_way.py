"""What is said to come from records in public notice is what comes when they are posted."""

from datetime import UTC, datetime, timedelta

import pytest

from points.ledger.rules.on_the_way import on_the_way
from teams.authority.act import Act
from teams.members.models import CommunitySetting
from tests.builders import NOW, a_member
from tests.service_builders import (
    a_run_shift,
    confirmed,
    line_of,
    points_of,
    posted,
    present,
    sweep,
)
from volunteer.hours.models import EvidenceGrade, RecordState
from volunteer.hours.rules import objections

EVENING = datetime.fromisoformat("2026-05-16T20:00+08:00").astimezone(UTC)


@pytest.fixture
def old_hand(session, community):
    """A volunteer who has served before: nothing is the first."""
    return posted(
        session, community, member=a_member(session, community, "老王", phone="13811112222")
    ).member


def hangs(session, community, member, shift=None, minutes=120):
    shift = shift or a_run_shift(session, community, starts_at=NOW + timedelta(days=50))
    return confirmed(session, community, present(session, community, shift, member), minutes)


def told(session, community, member, now=NOW):
    return [
        (each.words, each.points)
        for each in on_the_way(Act(session, now, community=community), member.id)
    ]


def what_comes(session, member):
    """End every notice, post what passed; return by how much the balance grew."""
    before = points_of(session, member.id)
    sweep(session, NOW + timedelta(days=200))
    return points_of(session, member.id) - before


def test_nothing_hangs_for_who_has_nothing_in_notice(session, community, old_hand):
    assert told(session, community, old_hand) == []


@pytest.mark.parametrize(
    ("kind", "minutes", "comes"), [("CLEANUP", 120, 20), ("PAIRING", 30, 7), ("TRAINING", 120, 5)]
)
def test_a_record_in_notice_says_what_it_will_give(
    session, community, old_hand, kind, minutes, comes
):
    starts_at = NOW + timedelta(days=50)
    shift = a_run_shift(session, community, minutes=minutes, kind=kind, starts_at=starts_at)
    shift.activity.type.counts_as_service = kind != "TRAINING"
    hangs(session, community, old_hand, shift, minutes)

    assert told(session, community, old_hand) == [("服务记录", comes)]
    assert what_comes(session, old_hand) == comes


def test_night_and_leading_are_part_of_it(session, community):
    shift = a_run_shift(session, community, kind="PATROL", starts_at=EVENING)
    leader = shift.activity.leader
    hangs(session, community, leader, shift)

    assert told(session, community, leader) == [("服务记录", 22 + 5 + 10)]
    assert what_comes(session, leader) == 22 + 5 + 10


def test_of_two_first_records_one_alone_is_the_first(session, community):
    member = a_member(session, community, "新人")
    hangs(session, community, member)
    hangs(
        session,
        community,
        member,
        a_run_shift(session, community, starts_at=NOW + timedelta(days=60)),
    )

    assert told(session, community, member) == [("服务记录", 20 + 10 + 20)]
    assert what_comes(session, member) == 20 + 10 + 20


@pytest.mark.parametrize("grade", [EvidenceGrade.MAKEUP, EvidenceGrade.IMPORTED])
def test_records_that_earn_nothing_add_nothing(session, community, old_hand, grade):
    hangs(session, community, old_hand).grade = grade
    session.flush()

    assert told(session, community, old_hand) == []


def test_a_kind_without_a_rule_adds_nothing(session, community, old_hand):
    shift = a_run_shift(session, community, kind="NOVELTY", starts_at=NOW + timedelta(days=50))
    hangs(session, community, old_hand, shift)

    assert told(session, community, old_hand) == []
    assert what_comes(session, old_hand) == 0


@pytest.mark.parametrize(("first_on", "comes"), [("2026-07-04", 20 + 3), ("2026-07-05", 20 + 10)])
def test_t10_the_settings_of_the_day_the_service_ended_count(session, community, first_on, comes):
    changed = CommunitySetting(
        community_id=community.id,
        name="first_service_bonus_points",
        value=3,
        set_at=NOW,
        starts_on=datetime.fromisoformat(first_on).date(),
        reason="经费少了",
    )
    session.add(changed)
    member = a_member(session, community, "新人")
    record = hangs(session, community, member)

    assert str(record.served_on) == "2026-07-04"
    assert told(session, community, member) == [("服务记录", comes)]
    assert what_comes(session, member) == comes


def test_t10_each_record_goes_by_the_settings_of_its_own_day(session, community):
    early = a_run_shift(session, community, starts_at=NOW + timedelta(days=50))
    late = a_run_shift(
        session, community, starts_at=NOW + timedelta(days=60), activity=early.activity
    )
    leader = early.activity.leader
    session.add(
        CommunitySetting(
            community_id=community.id,
            name="shift_leader_bonus_points",
            value=40,
            set_at=NOW,
            starts_on=late.starts_at.date(),
            reason="带队辛苦",
        )
    )
    hangs(session, community, leader, early)
    hangs(session, community, leader, late)

    assert told(session, community, leader) == [("服务记录", 20 + 10 + 5 + 20 + 40)]
    assert what_comes(session, leader) == 20 + 10 + 5 + 20 + 40


def test_a_disputed_record_is_not_counted_until_it_is_answered(session, community, old_hand):
    record = hangs(session, community, old_hand)
    objector = a_member(session, community, "邻居")
    when = record.confirmed_at
    objections.dispute(
        Act(session, when, community=community),
        line_of(session, record).id,
        objector,
        "他那天没有来",
    )

    assert record.state is RecordState.DISPUTED
    assert told(session, community, old_hand) == []


def test_nobody_elses_record_is_counted(session, community, old_hand):
    hangs(session, community, "别人")

    assert told(session, community, old_hand) == []
